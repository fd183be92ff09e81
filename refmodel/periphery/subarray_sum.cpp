#include "refmodel/periphery/subarray_sum.h"

#include "spec/derive.h"

namespace spintile::refmodel {

std::vector<std::int32_t> subarray_sum(const spec::Variant& variant, std::span<const std::uint64_t> bits) {
  const auto lines = static_cast<std::size_t>(variant.crossbar.weight_slices * variant.crossbar.columns);
  const auto converters = static_cast<std::size_t>(spec::converters(variant));
  std::vector<std::int32_t> sums(lines, 0);
  for (std::size_t converter = 0; converter < converters; ++converter) {
    sums[converter % lines] += static_cast<std::int32_t>((bits[converter / 64] >> (converter % 64)) & 1);
  }
  return sums;
}

}  // namespace spintile::refmodel
