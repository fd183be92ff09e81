#include "refmodel/periphery/shift_and_add.h"

#include "spec/derive.h"

namespace spintile::refmodel {

void shift_and_add(const spec::Variant& variant, std::span<const std::int32_t> counts, int samples,
                   std::span<std::int64_t> accumulators) {
  const std::int64_t bits_read = std::int64_t{samples} * spec::subarrays(variant);
  const std::size_t columns = accumulators.size();
  for (std::int64_t& y : accumulators) y <<= variant.input.stream_bits;
  for (int slice = 0; slice < variant.crossbar.weight_slices; ++slice) {
    const std::span<const std::int32_t> slice_counts =
        counts.subspan(static_cast<std::size_t>(slice) * columns, columns);
    for (std::size_t column = 0; column < columns; ++column) {
      const std::int64_t v = 2 * std::int64_t{slice_counts[column]} - bits_read;
      accumulators[column] += v << (variant.crossbar.slice_bits * slice);
    }
  }
}

}  // namespace spintile::refmodel
