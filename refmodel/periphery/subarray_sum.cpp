#include "refmodel/periphery/subarray_sum.h"

#include "spec/derive.h"

namespace spintile::refmodel {

std::vector<std::int32_t> subarray_sum(const spec::Variant& variant, std::span<const std::uint64_t> bits, int pair) {
  const auto lines = static_cast<std::size_t>(variant.crossbar.weight_slices * spec::lines(variant));
  const auto mtjs = static_cast<std::size_t>(spec::mtjs_per_line(variant));
  const auto converters = static_cast<std::size_t>(spec::converters(variant));
  std::vector<std::int32_t> sums(lines, 0);
  for (auto converter = static_cast<std::size_t>(pair); converter < converters; converter += mtjs) {
    sums[converter / mtjs % lines] += static_cast<std::int32_t>((bits[converter / 64] >> (converter % 64)) & 1);
  }
  return sums;
}

std::vector<std::int32_t> subarray_sum(const spec::Variant& variant, std::span<const std::int32_t> ones) {
  const auto mtjs = static_cast<std::size_t>(spec::mtjs_per_line(variant));
  std::vector<std::int32_t> sums(static_cast<std::size_t>(variant.crossbar.weight_slices * spec::lines(variant)), 0);
  for (std::size_t pair = 0; pair < mtjs; ++pair) {
    for (std::size_t first = pair; first < ones.size(); first += sums.size() * mtjs) {
      for (std::size_t line = 0; line < sums.size(); ++line) sums[line] += ones[first + line * mtjs];
    }
  }
  return sums;
}

}  // namespace spintile::refmodel
