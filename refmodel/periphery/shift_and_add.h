// Shift-and-add: combines the counters of the streams, most significant first.
#pragma once

#include <cstdint>
#include <span>

#include "spec/variant.h"

namespace spintile::refmodel {

/// One phase of one stream: for each column j of the phase (j mod M = phase), on line l = j / M,
/// y_j <- (y_j << stream_bits) + sum_i 2^(slice_bits i) (2 c_il - total_il). accumulators: C; counts (ones) and totals
/// (samples taken, n S where no converter is left out): W L, slice major.
void shift_and_add(const spec::Variant& variant, int phase, std::span<const std::int32_t> counts,
                   std::span<const std::int32_t> totals, std::span<std::int64_t> accumulators);

}  // namespace spintile::refmodel
