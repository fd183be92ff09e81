#include "refmodel/analog/analog_array.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>
#include <variant>

#include "refmodel/analog/randomness.h"
#include "refmodel/numeric/normal.h"
#include "spec/derive.h"

namespace spintile::refmodel {

AnalogArray::Way::Way(const spec::Variant& read_shape, host::PhiloxKey array, Direction read_direction)
    : shape(read_shape),
      direction(read_direction),
      key(read_key(array, read_direction)),
      crossbar(shape, array.seed, array.stream),
      factor(static_cast<std::size_t>(spec::subarrays(shape) * shape.crossbar.weight_slices * shape.crossbar.columns)),
      one_row_factor(factor.size()),
      x(static_cast<std::size_t>(spec::converters(shape))) {}

AnalogArray::AnalogArray(const spec::Variant& variant, std::uint32_t seed, std::uint32_t array, Simd simd)
    : variant_(variant),
      sample_words_((static_cast<std::size_t>(spec::converters(variant)) + 63) / 64),
      simd_(simd),
      converters_(variant, {seed, array}, simd) {
  const auto add = [&](Direction direction, const spec::Variant& shape) {
    ways_.emplace_back(shape, host::PhiloxKey{seed, array}, direction);
    set_gain(direction, std::vector<float>(static_cast<std::size_t>(shape.crossbar.columns),
                                           static_cast<float>(variant.device.column_gain)));
  };
  add(Direction::forward, spec::forward_of(variant));
  if (!spec::has_backward(variant)) return;
  add(Direction::backward, spec::backward_of(variant));
  stale_rows_.resize(static_cast<std::size_t>(variant.crossbar.rows));
}

AnalogArray::Way& AnalogArray::way_to_read(Direction direction) {
  Way& result = way(direction);
  if (direction == Direction::forward) return result;
  const Crossbar& cells = way(Direction::forward).crossbar;
  for (std::size_t row = 0; row < stale_rows_.size(); ++row) {
    if (!stale_rows_[row]) continue;
    result.crossbar.set_column(static_cast<int>(row), cells);
    stale_rows_[row] = false;
  }
  return result;
}

void AnalogArray::rows_changed(int first, int end) {
  if (stale_rows_.empty()) return;
  std::fill(stale_rows_.begin() + first, stale_rows_.begin() + end, true);
}

void AnalogArray::program(const host::Matrix<std::int32_t>& weight_codes) {
  way(Direction::forward).crossbar.program(weight_codes);
  rows_changed(0, variant_.crossbar.rows);
}

void AnalogArray::set_cells(const host::Matrix<float>& cells) { set_rows(cells, 0, variant_.crossbar.rows); }

void AnalogArray::set_rows(const host::Matrix<float>& cells, int first, int end) {
  way(Direction::forward).crossbar.set_rows(cells, first, end);
  rows_changed(first, end);
}

host::Matrix<float> AnalogArray::weights() const { return way(Direction::forward).crossbar.weights(); }

void AnalogArray::set_gain(Direction direction, const std::vector<float>& gain) {
  Way& read = way(direction);
  require_gains(gain, read.shape.crossbar.columns, direction);
  const int level_max = (1 << variant_.input.stream_bits) - 1;
  std::size_t sum = 0;
  for (int s = 0; s < spec::subarrays(read.shape); ++s) {
    const double full_scale = static_cast<double>(spec::subarray_rows(read.shape, s)) * level_max;
    for (int slice = 0; slice < variant_.crossbar.weight_slices; ++slice) {
      for (const float output_gain : gain) {
        read.factor[sum] = static_cast<float>(output_gain / full_scale);
        read.one_row_factor[sum++] = static_cast<float>(output_gain / static_cast<double>(level_max));
      }
    }
  }
}

host::Matrix<float> AnalogArray::partial_sums(const Way& way, const host::Matrix<std::int32_t>& drives,
                                              FullScale full_scale) const {
  if (drives.columns() != way.shape.crossbar.rows) {
    throw std::invalid_argument(fmt::format("drive: {} {}: allowed is {}", drives.columns(),
                                            way.direction == Direction::forward ? "rows" : "columns",
                                            way.shape.crossbar.rows));
  }
  const std::vector<float>& factor = full_scale == FullScale::one_row ? way.one_row_factor : way.factor;
  host::Matrix<float> sums = way.crossbar.partial_sums(drives, simd_);
  for (int drive = 0; drive < sums.rows(); ++drive) {
    const std::span<float> row = sums.row(drive);
    for (std::size_t i = 0; i < row.size(); ++i) row[i] *= factor[i];
  }
  return sums;
}

void AnalogArray::settle(Way& way, std::span<const float> partial_sums, int phase) {
  const auto read_noise = static_cast<float>(variant_.device.read_noise);
  const auto columns = static_cast<std::size_t>(way.shape.crossbar.columns);
  const auto lines = static_cast<std::size_t>(spec::lines(way.shape));
  const auto mux = static_cast<std::size_t>(variant_.readout.column_mux);
  const auto mtjs = static_cast<std::size_t>(spec::mtjs_per_line(variant_));
  std::vector<float>& x = way.x;

  // A line without a column in this phase sees no current.
  std::fill(x.begin(), x.end(), 0.0F);
  std::size_t group = 0;  // first converter of this sub-array and slice
  for (std::size_t first = 0; first < partial_sums.size(); first += columns, group += lines * mtjs) {
    std::size_t converter = group;
    for (auto column = static_cast<std::size_t>(phase); column < columns; column += mux, converter += mtjs) {
      float value = partial_sums[first + column];
      if (read_noise != 0.0F) {
        const auto line = static_cast<std::uint32_t>(converter);
        value += read_noise * normal(host::philox(way.key, draw_counter(Purpose::read_noise, way.reads, line, 0))[0]);
      }
      x[converter] = value;
      x[converter + mtjs - 1] = value;
    }
  }
  for (float& value : x) value = std::min(std::max(value, -1.0F), 1.0F);
  thresholds_.resize(x.size());
  converters_.thresholds(x, way.reads, thresholds_);
  last_direction_ = way.direction;
  ++way.reads;
}

void AnalogArray::read(std::span<const std::int32_t> drive, int phase, FullScale full_scale, Direction direction) {
  if (phase < 0 || phase >= variant_.readout.column_mux) {
    throw std::invalid_argument(fmt::format("phase: {}: allowed is 0 .. {}", phase, variant_.readout.column_mux - 1));
  }
  Way& read = way_to_read(direction);
  host::Matrix<std::int32_t> drives(1, static_cast<int>(drive.size()));
  std::copy(drive.begin(), drive.end(), drives.row(0).begin());
  settle(read, partial_sums(read, drives, full_scale).row(0), phase);
}

void AnalogArray::sample(int sample, std::span<std::uint64_t> bits) {
  if (thresholds_.empty()) {
    throw std::logic_error("a sample before the first read: the converters have no threshold yet");
  }
  if (bits.size() != sample_words_) {
    throw std::invalid_argument(fmt::format("sample: {} words: allowed is {}", bits.size(), sample_words_));
  }
  converters_.sample(thresholds_, reads(last_direction_) - 1, sample, bits, last_direction_);
}

host::Matrix<std::int32_t> AnalogArray::ones(const host::Matrix<std::int32_t>& drives, int samples,
                                             FullScale full_scale, Direction direction) {
  Way& read = way_to_read(direction);
  const host::Matrix<float> sums = partial_sums(read, drives, full_scale);
  const int phases = variant_.readout.column_mux;
  host::Matrix<std::int32_t> result(drives.rows() * phases, static_cast<int>(read.x.size()));
  for (int drive = 0; drive < drives.rows(); ++drive) {
    for (int phase = 0; phase < phases; ++phase) {
      settle(read, sums.row(drive), phase);
      converters_.ones(thresholds_, read.reads - 1, samples, result.row(drive * phases + phase), direction);
    }
  }
  return result;
}

host::State AnalogArray::state() const {
  host::State state;
  std::vector<std::uint64_t> reads;
  for (const Way& way : ways_) reads.push_back(way.reads);
  state["reads"] = std::move(reads);
  if (!converters_.faults().any()) return state;
  const std::vector<bool>& mtjs = converters_.faults().states();
  std::vector<std::uint32_t> words((mtjs.size() + 31) / 32);
  for (std::size_t i = 0; i < mtjs.size(); ++i) words[i / 32] |= std::uint32_t{mtjs[i]} << (i % 32);
  state["mtjs"] = std::move(words);
  return state;
}

void AnalogArray::set_state(const host::State& state) {
  const auto& reads = std::get<std::vector<std::uint64_t>>(state.at("reads"));
  for (std::size_t i = 0; i < ways_.size(); ++i) ways_[i].reads = reads[i];
  if (!converters_.faults().any()) return;
  const auto& words = std::get<std::vector<std::uint32_t>>(state.at("mtjs"));
  std::vector<bool> mtjs(converters_.faults().states().size());
  for (std::size_t i = 0; i < mtjs.size(); ++i) mtjs[i] = (words[i / 32] >> (i % 32) & 1) != 0;
  converters_.faults().set_states(std::move(mtjs));
}

void AnalogArray::set_programmed_state(const host::State& state) {
  way(Direction::forward).crossbar.set_state(state);
  rows_changed(0, variant_.crossbar.rows);
}

}  // namespace spintile::refmodel
