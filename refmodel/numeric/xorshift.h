// The generator of random words in a tile: xorshift of 32 bits (Marsaglia, J. Stat. Softw. 8:14, 2003), period 2^32
// - 1.
#pragma once

#include <cstdint>

namespace spintile::refmodel {

/// The state after `state`, never 0 unless that is.
constexpr std::uint32_t xorshift32(std::uint32_t state) {
  state ^= state << 13;
  state ^= state >> 17;
  state ^= state << 5;
  return state;
}

}  // namespace spintile::refmodel
