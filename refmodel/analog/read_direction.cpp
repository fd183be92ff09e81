#include "refmodel/analog/read_direction.h"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

#include "spec/derive.h"

namespace spintile::refmodel {

std::size_t direction_index(const spec::Variant& variant, host::Direction direction) {
  const auto index = static_cast<std::size_t>(direction);
  if (index == 0 || (index == 1 && spec::has_backward(variant))) return index;
  throw std::invalid_argument(
      fmt::format("direction: backward: allowed is forward, as backward.array_columns of {} is 0", variant.name));
}

void require_gains(std::span<const float> gains, int outputs, host::Direction direction) {
  const char* const output = direction == host::Direction::forward ? "column" : "row";
  if (gains.size() != static_cast<std::size_t>(outputs)) {
    throw std::invalid_argument(fmt::format("{} gain: {} values: allowed is {}", output, gains.size(), outputs));
  }
  for (std::size_t i = 0; i < gains.size(); ++i) {
    if (!(gains[i] > 0.0F) || !std::isfinite(gains[i])) {
      throw std::invalid_argument(
          fmt::format("gain of {} {}: {}: allowed is a positive finite number", output, i, gains[i]));
    }
  }
}

}  // namespace spintile::refmodel
