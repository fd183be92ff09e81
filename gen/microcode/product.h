// The exact product of two significands.
#pragma once

#include <vector>

#include "gen/microcode/assembler.h"

namespace spintile::gen::microcode {

/// Writes multiplicand x multiplier, both of p >= 2 rows, least significant first, into product[0] .. product[2p - 1];
/// the rows of `product` above become 0 (there is at least one).
///
/// Two bits of the multiplier a turn, most significant first. A turn adds 0, a, 2a or 3a into a window of the product,
/// and saves the carry out of it; the saved carries are added in the end. Steps: p <= 24: about 5 p^2 / 2 + 9 p.
void multiply_significands(Assembler& p, const std::vector<Source>& multiplicand, const std::vector<Source>& multiplier,
                           const Bits& product);

}  // namespace spintile::gen::microcode
