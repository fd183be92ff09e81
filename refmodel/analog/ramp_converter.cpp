#include "refmodel/analog/ramp_converter.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "refmodel/analog/randomness.h"
#include "refmodel/numeric/normal.h"
#include "spec/derive.h"

namespace spintile::refmodel {

RampConverter::RampConverter(const spec::Variant& variant, host::PhiloxKey key)
    : code_max_(spec::ramp_code_max(variant)),
      levels_(static_cast<std::size_t>(spec::ramp_steps(variant))),
      offsets_(static_cast<std::size_t>(spec::lines(variant))) {
  const int steps = spec::ramp_steps(variant);
  for (int step = 0; step < steps; ++step) {
    levels_[static_cast<std::size_t>(step)] = static_cast<float>((2.0 * step + 1.0 - steps) / (2.0 * code_max_));
  }
  const auto spread = static_cast<float>(variant.device.comparator_offset_spread);
  if (spread == 0.0F) return;
  for (std::size_t line = 0; line < offsets_.size(); ++line) {
    const auto counter = draw_counter(Purpose::comparator_offset, 0, static_cast<std::uint32_t>(line), 0);
    offsets_[line] = spread * normal(host::philox(key, counter)[0]);
  }
}

std::int32_t RampConverter::first_step(float seen) const {
  const auto steps = static_cast<double>(levels_.size());
  // Near enough by the formula of the levels; they themselves decide.
  const double near = std::clamp(static_cast<double>(seen) * code_max_ + 0.5 * steps, 0.0, steps);
  auto step = static_cast<std::size_t>(near);
  while (step > 0 && seen <= levels_[step - 1]) --step;
  while (step < levels_.size() && seen > levels_[step]) ++step;
  return static_cast<std::int32_t>(step);
}

void RampConverter::convert(std::span<const float> x, std::span<std::int32_t> codes,
                            std::span<std::uint8_t> flags) const {
  const auto steps = static_cast<std::int32_t>(levels_.size());
  for (std::size_t line = 0; line < x.size(); ++line) {
    const std::int32_t step = first_step(x[line] + offsets_[line]);
    codes[line] = std::clamp(step - steps / 2, -code_max_, code_max_);
    flags[line] = step == 0 ? ramp_underflow : step == steps ? ramp_overflow : std::uint8_t{0};
  }
}

void RampConverter::compare(std::span<const float> x, int step, std::span<std::uint64_t> bits) const {
  if (step < 0 || static_cast<std::size_t>(step) >= levels_.size()) {
    throw std::invalid_argument(fmt::format("ramp step: {}: allowed is 0 .. {}", step, levels_.size() - 1));
  }
  const std::size_t words = (offsets_.size() + 63) / 64;
  if (bits.size() != words) {
    throw std::invalid_argument(fmt::format("comparators: {} words: allowed is {}", bits.size(), words));
  }
  std::ranges::fill(bits, 0);
  for (std::size_t line = 0; line < x.size(); ++line) {
    const bool one = x[line] + offsets_[line] <= level(step);
    bits[line / 64] |= std::uint64_t{one} << (line % 64);
  }
}

}  // namespace spintile::refmodel
