// Where the numbers of a transfer lie, and what its two arithmetics have in common.
#pragma once

#include "gen/microcode/assembler.h"
#include "gen/microcode/microcode.h"
#include "spec/transfer_rule.h"

namespace spintile::gen::microcode {

/// The rows of all regions but scratch. Names them for the listing.
struct TransferRows {
  TransferRows(Assembler& p, const spec::Transfer& transfer, int code_bits);

  Bits hidden, mean, reference;  // words
  Bits code;                     // of the read
  Bit chopper, fresh;
  Bit pulse_sign;
  Bits thermometer;
  Bits lambda, after, keep, beta;  // after: momentum, or share without `forget`
};

void transfer_float(Assembler& p, const TransferRows& rows, const spec::Transfer& transfer, const Options& options);
void transfer_fixed(Assembler& p, const TransferRows& rows, const spec::Transfer& transfer);

/// Mref <- M in the lanes of a fresh row.
void refresh_reference(Assembler& p, const TransferRows& rows);

}  // namespace spintile::gen::microcode
