// Requantise: scale, shift, offset, saturation of one column.
#pragma once

#include <cstdint>

#include "spec/variant.h"

namespace spintile::refmodel {

/// saturate(round_nearest_even(y x scale / 2^shift) + offset) to output_bits, two's complement.
/// |y x scale| < 2^61 (the variant's product width), shift in [0, 61].
std::int64_t requantise(const spec::Variant& variant, std::int64_t accumulator, std::int64_t scale, int shift,
                        std::int64_t offset);

}  // namespace spintile::refmodel
