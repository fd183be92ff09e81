#include "refmodel/periphery/requantise.h"

#include <algorithm>

namespace spintile::refmodel {
namespace {

/// value / 2^shift to the nearest integer, ties to even.
std::int64_t shift_round_nearest_even(std::int64_t value, int shift) {
  if (shift == 0) return value;
  const std::int64_t floor = value >> shift;
  const std::int64_t rest = value - (floor << shift);  // 0 .. 2^shift - 1
  const std::int64_t half = std::int64_t{1} << (shift - 1);
  const bool up = rest > half || (rest == half && floor % 2 != 0);
  return floor + (up ? 1 : 0);
}

}  // namespace

std::int64_t requantise(const spec::Variant& variant, std::int64_t accumulator, std::int64_t scale, int shift,
                        std::int64_t offset) {
  const std::int64_t limit = std::int64_t{1} << (variant.requantise.output_bits - 1);
  return std::clamp(shift_round_nearest_even(accumulator * scale, shift) + offset, -limit, limit - 1);
}

}  // namespace spintile::refmodel
