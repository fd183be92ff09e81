#include "refmodel/periphery/row_streamer.h"

#include <cstdlib>

namespace spintile::refmodel {

std::int32_t stream_level(const spec::Variant& variant, std::int32_t code, int stream) {
  const int bits = variant.input.stream_bits;
  const std::int32_t digit = (std::abs(code) >> (bits * stream)) & ((1 << bits) - 1);
  return code < 0 ? -digit : digit;
}

std::vector<std::int32_t> stream_levels(const spec::Variant& variant, std::span<const std::int32_t> codes, int stream) {
  std::vector<std::int32_t> levels;
  levels.reserve(codes.size());
  for (const std::int32_t code : codes) levels.push_back(stream_level(variant, code, stream));
  return levels;
}

}  // namespace spintile::refmodel
