// How what array A has gathered gets into W: docs/contract.md, "Transfer".
#pragma once

namespace spintile::spec {

enum class TransferKind { none, ttv2, c_ttv2, agad };
enum class TransferArithmetic { fixed, bf16, fp16, fp32 };

/// The part of a variant that decides what a transfer computes.
struct Transfer {
  TransferKind kind = TransferKind::none;
  TransferArithmetic arithmetic = TransferArithmetic::bf16;
  int pulses = 31;     // BL: most pulses of one transfer at a cell of W, 1 .. 32
  bool forget = true;  // what is left of H after pulses: momentum x w, or w less the pulses' share
  int word_bits = 24;  // of fixed, 8 .. 32

  friend bool operator==(const Transfer&, const Transfer&) = default;
};

}  // namespace spintile::spec
