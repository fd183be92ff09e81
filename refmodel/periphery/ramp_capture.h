// Comparator capture: the code of a line of the ramp converter. docs/contract.md, "Ramp read-out".
#pragma once

#include <cstdint>

#include "spec/variant.h"

namespace spintile::refmodel {

struct RampCode {
  std::int32_t code = 0;
  bool overflow = false;   // no step showed 1
  bool underflow = false;  // the first one did

  /// A word of the space ramp_flags.
  std::uint8_t flags() const { return static_cast<std::uint8_t>((overflow ? 1 : 0) | (underflow ? 2 : 0)); }

  friend bool operator==(const RampCode&, const RampCode&) = default;
};

/// `first_step`: the first at which the comparator shows 1, 0 .. 2^ramp_bits - 1; 2^ramp_bits: none. Another is
/// std::invalid_argument. Codes are in +-F, F = 2^(ramp_bits - 1) - 1.
RampCode ramp_code(const spec::Variant& variant, std::int32_t first_step);

}  // namespace spintile::refmodel
