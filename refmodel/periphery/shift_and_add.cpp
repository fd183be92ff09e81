#include "refmodel/periphery/shift_and_add.h"

#include "spec/derive.h"

namespace spintile::refmodel {

void shift_and_add(const spec::Variant& variant, int phase, std::span<const std::int32_t> counts,
                   std::span<const std::int32_t> totals, std::span<std::int64_t> accumulators) {
  const auto mux = static_cast<std::size_t>(variant.readout.column_mux);
  const auto lines = static_cast<std::size_t>(spec::lines(variant));
  const auto first = static_cast<std::size_t>(phase);
  for (std::size_t column = first; column < accumulators.size(); column += mux) {
    accumulators[column] <<= variant.input.stream_bits;
  }
  for (int slice = 0; slice < variant.crossbar.weight_slices; ++slice) {
    std::size_t line = static_cast<std::size_t>(slice) * lines;
    for (std::size_t column = first; column < accumulators.size(); column += mux, ++line) {
      const std::int64_t v = 2 * std::int64_t{counts[line]} - totals[line];
      accumulators[column] += v << (variant.crossbar.slice_bits * slice);
    }
  }
}

}  // namespace spintile::refmodel
