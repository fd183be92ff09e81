#include "refmodel/periphery/row_streamer.h"

#include <cstdlib>

namespace spintile::refmodel {

std::vector<std::int32_t> stream_levels(const spec::Variant& variant, std::span<const std::int32_t> codes, int stream) {
  const int shift = variant.input.stream_bits * stream;
  const std::int32_t mask = (1 << variant.input.stream_bits) - 1;
  std::vector<std::int32_t> levels(codes.size());
  for (std::size_t row = 0; row < codes.size(); ++row) {
    const std::int32_t digit = (std::abs(codes[row]) >> shift) & mask;
    levels[row] = codes[row] < 0 ? -digit : digit;
  }
  return levels;
}

}  // namespace spintile::refmodel
