#include "refmodel/tile/golden_tile.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "refmodel/periphery/requantise.h"
#include "refmodel/periphery/row_streamer.h"
#include "refmodel/periphery/shift_and_add.h"
#include "spec/derive.h"
#include "spec/interface.h"

namespace spintile::refmodel {
namespace {

// Vectors that go through the array at once: enough to keep a panel of cells in the cache, few enough that what they
// read out stays there too.
constexpr int vectors_per_block = 16;

void check_range(std::string_view what, std::int64_t value, std::int64_t minimum, std::int64_t maximum) {
  if (value < minimum || value > maximum) {
    throw std::invalid_argument(fmt::format("{}: {}: allowed is {} .. {}", what, value, minimum, maximum));
  }
}

void check_elements(std::span<const std::int64_t> values, const spec::SpaceLayout& layout) {
  if (values.size() != static_cast<std::size_t>(layout.elements)) {
    throw std::invalid_argument(
        fmt::format("{}: {} values: allowed is {}", layout.name, values.size(), layout.elements));
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    check_range(fmt::format("{} of column {}", layout.name, i), values[i], layout.minimum(), layout.maximum());
  }
}

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

/// Counters of one phase: the ones of a converter, summed over the MTJs of a line and the sub-arrays.
void sum_subarrays(std::span<const std::int32_t> ones, std::size_t mtjs, std::span<std::int32_t> counts) {
  std::fill(counts.begin(), counts.end(), 0);
  for (std::size_t pair = 0; pair < mtjs; ++pair) {
    for (std::size_t first = pair; first < ones.size(); first += counts.size() * mtjs) {
      for (std::size_t line = 0; line < counts.size(); ++line) counts[line] += ones[first + line * mtjs];
    }
  }
}

}  // namespace

GoldenTile::GoldenTile(spec::Variant variant, std::uint32_t seed, Simd simd)
    : variant_(std::move(variant)),
      samples_(variant_.readout.samples_max),
      requantisation_{std::vector<std::int64_t>(static_cast<std::size_t>(variant_.crossbar.columns), 1),
                      std::vector<std::int64_t>(static_cast<std::size_t>(variant_.crossbar.columns), 0), 0} {
  const std::uint32_t arrays = variant_.crossbar.fast_array ? 2 : 1;
  for (std::uint32_t array = 0; array < arrays; ++array) arrays_.emplace_back(variant_, seed, array, simd);
}

AnalogArray& GoldenTile::at(host::Array array) {
  check_range("array", static_cast<std::int64_t>(array), 0, static_cast<std::int64_t>(arrays_.size()) - 1);
  return arrays_[static_cast<std::size_t>(array)];
}

void GoldenTile::program(const host::Matrix<std::int32_t>& weight_codes, host::Array array) {
  at(array).program(weight_codes);
}

void GoldenTile::set_column_gain(const std::vector<float>& gain) {
  for (AnalogArray& array : arrays_) array.set_column_gain(gain);
}

void GoldenTile::set_samples(int samples) {
  check_range("samples", samples, 1, variant_.readout.samples_max);
  samples_ = samples;
}

void GoldenTile::set_requantisation(const host::Requantisation& requantisation) {
  check_elements(requantisation.scale, spec::space_layout(variant_, spec::Space::scale));
  check_elements(requantisation.offset, spec::space_layout(variant_, spec::Space::offset));
  check_range("shift", requantisation.shift, 0, spec::shift_max(variant_));
  requantisation_ = requantisation;
}

host::Readout GoldenTile::forward(const host::Matrix<std::int32_t>& input_codes, host::Array array) {
  const int columns = variant_.crossbar.columns;
  const int phases = variant_.readout.column_mux;
  const int reads = variant_.input.streams * phases;
  const auto mtjs = static_cast<std::size_t>(spec::mtjs_per_line(variant_));
  AnalogArray& source = at(array);
  if (input_codes.columns() != variant_.crossbar.rows) {
    throw std::invalid_argument(
        fmt::format("input codes: {} rows: allowed is {}", input_codes.columns(), variant_.crossbar.rows));
  }
  const std::int32_t limit = spec::input_code_max(variant_);
  for (const std::int32_t code : input_codes.values()) check_range("input code", code, -limit, limit);

  host::Readout readout{{input_codes.rows(), columns}, {input_codes.rows(), columns}};
  std::vector<std::int32_t> counts(static_cast<std::size_t>(variant_.crossbar.weight_slices * spec::lines(variant_)));
  const std::vector<std::int32_t> totals(counts.size(), samples_ * spec::subarrays(variant_));
  for (int first = 0; first < input_codes.rows(); first += vectors_per_block) {
    const int count = std::min(vectors_per_block, input_codes.rows() - first);
    const auto ones = source.ones(stream_drives(variant_, input_codes, first, count), samples_);
    for (int vector = 0; vector < count; ++vector) {
      const std::span<std::int64_t> accumulators = readout.accumulators.row(first + vector);
      const std::span<std::int64_t> outputs = readout.outputs.row(first + vector);
      for (int read = 0; read < reads; ++read) {
        sum_subarrays(ones.row(vector * reads + read), mtjs, counts);
        shift_and_add(variant_, read % phases, counts, totals, accumulators);
      }
      for (std::size_t column = 0; column < outputs.size(); ++column) {
        outputs[column] = requantise(variant_, accumulators[column], requantisation_.scale[column],
                                     requantisation_.shift, requantisation_.offset[column]);
      }
    }
  }
  return readout;
}

}  // namespace spintile::refmodel
