// Sums of bit rows.
#pragma once

#include <vector>

#include "gen/microcode/assembler.h"

namespace spintile::gen::microcode {

/// Adds 1, in the lanes of the mask, to the number whose rows are given from the least significant on: a step a row.
/// The mask becomes the carry into the last row; and_mask(~rows.back()) makes it the carry out of it.
void increment(Assembler& p, const std::vector<Bit>& rows);

/// Subtracts 1 likewise; the mask becomes the borrow into the last row.
void decrement(Assembler& p, const std::vector<Bit>& rows);

/// a + b, and 1 with `carry_in`, in all lanes, where a, b and the mask's lanes are all: four steps a row, operands
/// kept. `sum` has a row more than they, for the carry out. Changes the mask.
void add_rows(Assembler& p, const std::vector<Source>& a, const std::vector<Source>& b, bool carry_in,
              const std::vector<Bit>& sum);

/// The same where sum[0] holds a carry in.
void add_rows(Assembler& p, const std::vector<Source>& a, const std::vector<Source>& b, const std::vector<Bit>& sum);

/// a - b in all lanes, where the mask's lanes are all: as many steps. `difference` has a row more, for the borrow.
/// propagate[i], for i > 0, becomes a[i] ^ b[i]. Changes the mask.
void subtract_rows(Assembler& p, const std::vector<Source>& a, const std::vector<Source>& b,
                   const std::vector<Bit>& difference, const std::vector<Bit>& propagate);

/// Adds a constant, in all lanes, to a two's complement number, modulo 2^rows.
void add_constant(Assembler& p, const std::vector<Bit>& rows, int constant);

/// The steps that takes.
int steps_of_constant(int rows, int constant);

}  // namespace spintile::gen::microcode
