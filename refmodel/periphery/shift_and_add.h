// Shift-and-add: combines the counters of the streams, most significant first.
#pragma once

#include <cstdint>
#include <span>

#include "spec/variant.h"

namespace spintile::refmodel {

/// y_j <- (y_j << stream_bits) + sum_i 2^(slice_bits i) (2 c_ij - samples S). accumulators: C; counts: W C, slice
/// major.
void shift_and_add(const spec::Variant& variant, std::span<const std::int32_t> counts, int samples,
                   std::span<std::int64_t> accumulators);

}  // namespace spintile::refmodel
