// The exact product of two significands.
#pragma once

#include <cstdint>
#include <vector>

#include "gen/microcode/assembler.h"

namespace spintile::gen::microcode {

/// multiplicand x multiplier, both of p >= 2 rows, least significant first, in 2p of the rows that are returned: there
/// are `below` rows of 0 before them and one or more after, `rows` in all.
///
/// Two bits of the multiplier a turn (short numbers: one), most significant first. A turn adds 0, a, 2a or 3a into a
/// window of the product, and saves the carry out of it; the saved carries are added in the end. About 5 p^2 / 2 + 6 p
/// steps.
Bits multiply_significands(Assembler& p, const std::vector<Source>& multiplicand, const std::vector<Source>& multiplier,
                           int rows, int below = 0);

/// The same with a multiplier that is a number, 1 or more, of at most 53 bits. Its zero bits cost nothing: about 3 p
/// steps for each of its digits 1 (or 1 and 3, in pairs of bits) but the first.
Bits multiply_by_constant(Assembler& p, const std::vector<Source>& multiplicand, std::uint64_t multiplier, int rows);

}  // namespace spintile::gen::microcode
