#include "refmodel/analog/ramp_converter.h"

#include <algorithm>
#include <limits>

#include "refmodel/analog/randomness.h"
#include "refmodel/numeric/normal.h"
#include "spec/derive.h"

namespace spintile::refmodel {

RampConverter::RampConverter(const spec::Variant& variant, host::PhiloxKey key)
    : code_max_(spec::ramp_code_max(variant)),
      levels_(static_cast<std::size_t>(spec::ramp_steps(variant)) + 1, std::numeric_limits<float>::infinity()),
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
  // By the formula of the levels the step or the one before it; its level decides.
  const double steps = static_cast<double>(levels_.size() - 1);
  const auto near =
      static_cast<std::size_t>(std::clamp(static_cast<double>(seen) * code_max_ + 0.5 * steps, 0.0, steps));
  return static_cast<std::int32_t>(near) + (seen > levels_[near] ? 1 : 0);
}

void RampConverter::first_steps(std::span<const float> x, std::span<std::int32_t> steps) const {
  for (std::size_t line = 0; line < x.size(); ++line) steps[line] = first_step(x[line] + offsets_[line]);
}

}  // namespace spintile::refmodel
