// Time code: in which slots a line is active. docs/contract.md, "Timing of a ramp read".
#pragma once

#include <cstdint>
#include <cstdlib>

namespace spintile::refmodel {

/// The bit of the magnitudes that drives the lines in slot `slot`, 1 and up: the leading one of its number.
constexpr int driven_bit(int slot) {
  int bit = 0;
  while (slot >> (bit + 1) != 0) ++bit;
  return bit;
}

/// Whether a line of this code is active where bit `bit` drives.
inline bool is_active(std::int32_t code, int bit) { return (std::abs(code) >> bit & 1) != 0; }

}  // namespace spintile::refmodel
