// A random variant that obeys the rules of spec: corners (one row, one column, one sample) are frequent.
#pragma once

#include <algorithm>

#include "host/philox.h"
#include "spec/derive.h"
#include "spec/variant.h"

namespace spintile::verif {

/// Of at most `largest` rows and columns (1 to 1024).
inline spec::Variant random_variant(host::PhiloxSequence& random, int largest = 40) {
  const auto between = [&random](int least, int most) {
    return least + static_cast<int>(random.below(static_cast<std::uint32_t>(most - least + 1)));
  };
  const auto mostly = [&](int corner, int most) { return between(0, 3) == 0 ? corner : between(corner, most); };
  spec::Variant variant;
  do {
    variant.name = "random";
    const int rows = mostly(1, largest);
    variant.crossbar = {.rows = rows,
                        .columns = mostly(1, largest),
                        .array_rows = between((rows + 63) / 64, rows + 3),
                        .weight_slices = mostly(1, 4),
                        .slice_bits = mostly(1, 4)};
    variant.input = {.streams = mostly(1, 5), .stream_bits = mostly(1, 3)};
    variant.readout.samples_max = mostly(1, 20);
    variant.readout.settle_cycles = mostly(2, 6);
    variant.readout.column_mux = std::min(mostly(1, 5), variant.crossbar.columns);
    variant.readout.ping_pong = random.below(3) == 0;
    variant.readout.health_monitor = static_cast<spec::HealthMonitor>(random.below(3));
    variant.readout.repetition_cutoff = between(2, 12);
    variant.readout.proportion_window = between(16, 40);
    variant.readout.proportion_cutoff = between(1, variant.readout.proportion_window);
    variant.crossbar.fast_array = random.below(3) == 0;
    variant.requantise = {
        .scale_bits = between(2, 24),
        .output_bits = between(2, 32),
        .multipliers = random.below(2) == 0 ? spec::Multipliers::shared : spec::Multipliers::per_column};
  } while (spec::product_bits(variant) > 62);
  return variant;
}

}  // namespace spintile::verif
