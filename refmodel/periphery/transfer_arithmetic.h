// What a transfer does to one row of H and its companions, in numbers: docs/contract.md, "Transfer", steps 1 to 5. The
// judge of the programs that do the same in the SOT array.
#pragma once

#include <cstdint>
#include <span>

#include "spec/transfer_rule.h"

namespace spintile::refmodel {

/// Words of the arithmetic.
struct TransferConstants {
  std::uint32_t lambda = 0;
  std::uint32_t after = 0;  // forget: momentum; otherwise share = 1 - momentum
  std::uint32_t keep = 0;   // agad
  std::uint32_t beta = 0;   // agad
};

/// One word a column each; mean and reference are those of `agad` and may be empty otherwise.
struct TransferRow {
  std::span<std::uint32_t> hidden;
  std::span<std::uint32_t> mean;
  std::span<std::uint32_t> reference;
};

class TransferArithmetic {
 public:
  /// code_bits: of the code that a read gives, two's complement, 2 .. 16. Throws std::invalid_argument for a
  /// `fixed` word that is too short for it or for the pulses.
  TransferArithmetic(const spec::Transfer& transfer, int code_bits);

  /// What fixed point tells apart: where the fraction begins.
  enum class Quantity { hidden, mean, constant };  // mean: of reads, M and Mref

  /// The word nearest to a value, ties to even; fixed: saturated. A NaN becomes the canonical one, fixed: 0.
  std::uint32_t word(double value, Quantity quantity) const;
  double value(std::uint32_t word, Quantity quantity) const;
  /// lambda, momentum and beta as the host gives them, rounded once.
  TransferConstants constants(double lambda, double momentum, double beta) const;
  /// The code of a one-hot read as a number.
  std::uint32_t read_word(std::int32_t code) const;

  /// The row after the transfer, and the pulses for W: n within +-spec::Transfer::pulses, up for n > 0. `negative`:
  /// c = -1. All spans have one length, but for those of a row that may be empty.
  void transfer(const TransferConstants& constants, bool negative, bool fresh, std::span<const std::uint32_t> read,
                const TransferRow& row, std::span<std::int32_t> pulses) const;

 private:
  int fraction_bits(Quantity quantity) const;

  spec::Transfer transfer_;
  int code_bits_;
};

}  // namespace spintile::refmodel
