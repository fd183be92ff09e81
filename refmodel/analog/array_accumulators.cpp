#include "refmodel/analog/array_accumulators.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "refmodel/periphery/row_streamer.h"
#include "refmodel/periphery/shift_and_add.h"
#include "refmodel/periphery/subarray_sum.h"
#include "spec/derive.h"

namespace spintile::refmodel {
namespace {

// Vectors that go through the array at once: enough to keep a panel of cells in the cache, few enough that what they
// read out stays there too.
constexpr int vectors_per_block = 16;

/// Drives of vectors first .. first + count - 1, all their streams in driven order: one row a read.
host::Matrix<std::int32_t> stream_drives(const spec::Variant& variant, const host::Matrix<std::int32_t>& codes,
                                         int first, int count) {
  const int streams = variant.input.streams;
  host::Matrix<std::int32_t> drives(count * streams, codes.columns());
  for (int vector = 0; vector < count; ++vector) {
    for (int stream = 0; stream < streams; ++stream) {
      const std::vector<std::int32_t> levels = stream_levels(variant, codes.row(first + vector), stream);
      std::copy(levels.begin(), levels.end(), drives.row(vector * streams + streams - 1 - stream).begin());
    }
  }
  return drives;
}

}  // namespace

host::Matrix<std::int64_t> array_accumulators(AnalogArray& array, const spec::Variant& tile,
                                              const host::Matrix<std::int32_t>& input_codes, int samples) {
  const spec::Variant variant = spec::forward_of(tile);
  const int phases = variant.readout.column_mux;
  const int reads = variant.input.streams * phases;
  host::Matrix<std::int64_t> accumulators(input_codes.rows(), variant.crossbar.columns);
  const std::vector<std::int32_t> totals(
      static_cast<std::size_t>(variant.crossbar.weight_slices * spec::lines(variant)),
      samples * spec::subarrays(variant));
  for (int first = 0; first < input_codes.rows(); first += vectors_per_block) {
    const int count = std::min(vectors_per_block, input_codes.rows() - first);
    const auto ones = array.ones(stream_drives(variant, input_codes, first, count), samples);
    for (int read = 0; read < count * reads; ++read) {
      shift_and_add(variant, read % phases, subarray_sum(variant, ones.row(read)), totals,
                    accumulators.row(first + read / reads));
    }
  }
  return accumulators;
}

}  // namespace spintile::refmodel
