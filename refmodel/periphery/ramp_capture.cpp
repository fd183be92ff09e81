#include "refmodel/periphery/ramp_capture.h"

#include <fmt/format.h>

#include <stdexcept>

#include "spec/derive.h"

namespace spintile::refmodel {

RampCode ramp_code(const spec::Variant& variant, std::int32_t first_step) {
  const std::int32_t steps = spec::ramp_steps(variant);
  if (first_step < 0 || first_step > steps) {
    throw std::invalid_argument(fmt::format("first step of a ramp: {}: allowed is 0 .. {}", first_step, steps));
  }
  const std::int32_t largest = spec::ramp_code_max(variant);
  if (first_step == 0) return {.code = -largest, .underflow = true};
  if (first_step == steps) return {.code = largest, .overflow = true};
  return {.code = first_step - steps / 2};
}

}  // namespace spintile::refmodel
