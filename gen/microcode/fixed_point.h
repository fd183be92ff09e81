// Two's complement arithmetic over bit rows, least significant first.
#pragma once

#include <vector>

#include "gen/microcode/assembler.h"

namespace spintile::gen::microcode {

/// The rows, the top one repeated up to `size`.
std::vector<Source> sign_extended(const Bits& rows, int size);

/// multiplicand x multiplier, exact, in as many rows as both have together; the multiplier two's complement or
/// unsigned, the multiplicand two's complement, of two rows or more. For n rows of the multiplicand 3n + 3 steps a row
/// of the multiplier, each in a loop of two turns: 6n + 5 words. In all lanes.
Bits multiply_integers(Assembler& p, const Bits& multiplicand, const Bits& multiplier, bool is_signed);

/// round_nearest_even(number / 2^shift), saturated to `bits` rows: the rows of `number` from `shift` on, `bits` of them
/// or, if there are no more, fewer. In all lanes; number's rows are overwritten. Rounding must not carry out of them:
/// with a product it does not.
Bits round_shifted(Assembler& p, const Bits& number, int shift, int bits);

/// sum <- a + b + sum[0], saturated, all of sum.size() rows; sum overlaps neither. In all lanes.
void add_saturated(Assembler& p, const std::vector<Source>& a, const std::vector<Source>& b, const Bits& sum);

}  // namespace spintile::gen::microcode
