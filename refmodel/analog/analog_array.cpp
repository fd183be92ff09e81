#include "refmodel/analog/analog_array.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "refmodel/analog/randomness.h"
#include "refmodel/numeric/normal.h"
#include "spec/derive.h"

namespace spintile::refmodel {

AnalogArray::AnalogArray(const spec::Variant& variant, std::uint32_t seed, std::uint32_t array, Simd simd)
    : variant_(variant),
      seed_(seed),
      array_(array),
      simd_(simd),
      crossbar_(variant, seed, array),
      converters_(variant, {seed, array}, simd),
      factor_(static_cast<std::size_t>(spec::subarrays(variant) * variant.crossbar.weight_slices *
                                       variant.crossbar.columns)),
      one_row_factor_(factor_.size()),
      x_(static_cast<std::size_t>(spec::converters(variant))) {
  set_column_gain(std::vector<float>(static_cast<std::size_t>(variant.crossbar.columns),
                                     static_cast<float>(variant.device.column_gain)));
}

void AnalogArray::program(const host::Matrix<std::int32_t>& weight_codes) {
  const int rows = variant_.crossbar.rows;
  const int columns = variant_.crossbar.columns;
  if (weight_codes.rows() != rows || weight_codes.columns() != columns) {
    throw std::invalid_argument(fmt::format("weight codes: {} x {}: allowed is {} x {}", weight_codes.rows(),
                                            weight_codes.columns(), rows, columns));
  }
  const std::int32_t limit = spec::weight_code_max(variant_);
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      const std::int32_t code = weight_codes(row, column);
      if (code < -limit || code > limit) {
        throw std::invalid_argument(
            fmt::format("weight code of row {}, column {}: {}: allowed is -{} .. {}", row, column, code, limit, limit));
      }
    }
  }
  crossbar_.program(weight_codes);
}

void AnalogArray::set_cells(const host::Matrix<float>& cells) {
  const spec::Crossbar& crossbar = variant_.crossbar;
  if (cells.rows() != crossbar.rows || cells.columns() != crossbar.columns || crossbar.weight_slices != 1) {
    throw std::invalid_argument(fmt::format("cells: {} x {}: allowed is {} x {} in one weight slice; there {} {}",
                                            cells.rows(), cells.columns(), crossbar.rows, crossbar.columns,
                                            crossbar.weight_slices == 1 ? "is" : "are", crossbar.weight_slices));
  }
  crossbar_.set_cells(cells);
}

void AnalogArray::set_column_gain(const std::vector<float>& gain) {
  const auto columns = static_cast<std::size_t>(variant_.crossbar.columns);
  if (gain.size() != columns) {
    throw std::invalid_argument(fmt::format("column gain: {} values: allowed is {}", gain.size(), columns));
  }
  for (std::size_t column = 0; column < columns; ++column) {
    if (!(gain[column] > 0.0F) || !std::isfinite(gain[column])) {
      throw std::invalid_argument(
          fmt::format("gain of column {}: {}: allowed is a positive finite number", column, gain[column]));
    }
  }
  const int level_max = (1 << variant_.input.stream_bits) - 1;
  std::size_t sum = 0;
  for (int s = 0; s < spec::subarrays(variant_); ++s) {
    const double full_scale = static_cast<double>(spec::subarray_rows(variant_, s)) * level_max;
    for (int slice = 0; slice < variant_.crossbar.weight_slices; ++slice) {
      for (const float column_gain : gain) {
        factor_[sum] = static_cast<float>(column_gain / full_scale);
        one_row_factor_[sum++] = static_cast<float>(column_gain / static_cast<double>(level_max));
      }
    }
  }
}

host::Matrix<float> AnalogArray::partial_sums(const host::Matrix<std::int32_t>& drives, FullScale full_scale) const {
  if (drives.columns() != variant_.crossbar.rows) {
    throw std::invalid_argument(fmt::format("drive: {} rows: allowed is {}", drives.columns(), variant_.crossbar.rows));
  }
  const std::vector<float>& factor = full_scale == FullScale::one_row ? one_row_factor_ : factor_;
  host::Matrix<float> sums = crossbar_.partial_sums(drives, simd_);
  for (int drive = 0; drive < sums.rows(); ++drive) {
    const std::span<float> row = sums.row(drive);
    for (std::size_t i = 0; i < row.size(); ++i) row[i] *= factor[i];
  }
  return sums;
}

void AnalogArray::settle(std::span<const float> partial_sums, int phase, std::uint64_t read,
                         std::span<std::uint32_t> thresholds) {
  const auto read_noise = static_cast<float>(variant_.device.read_noise);
  const auto columns = static_cast<std::size_t>(variant_.crossbar.columns);
  const auto lines = static_cast<std::size_t>(spec::lines(variant_));
  const auto mux = static_cast<std::size_t>(variant_.readout.column_mux);
  const auto mtjs = static_cast<std::size_t>(spec::mtjs_per_line(variant_));

  // A line without a column in this phase sees no current.
  std::fill(x_.begin(), x_.end(), 0.0F);
  std::size_t group = 0;  // first converter of this sub-array and slice
  for (std::size_t first = 0; first < partial_sums.size(); first += columns, group += lines * mtjs) {
    std::size_t converter = group;
    for (auto column = static_cast<std::size_t>(phase); column < columns; column += mux, converter += mtjs) {
      float x = partial_sums[first + column];
      if (read_noise != 0.0F) {
        const auto line = static_cast<std::uint32_t>(converter);
        x += read_noise * normal(host::philox(key(), draw_counter(Purpose::read_noise, read, line, 0))[0]);
      }
      x_[converter] = x;
      x_[converter + mtjs - 1] = x;
    }
  }
  for (float& x : x_) x = std::min(std::max(x, -1.0F), 1.0F);
  converters_.thresholds(x_, read, thresholds);
}

void AnalogArray::read(std::span<const std::int32_t> drive, int phase, FullScale full_scale) {
  if (phase < 0 || phase >= variant_.readout.column_mux) {
    throw std::invalid_argument(fmt::format("phase: {}: allowed is 0 .. {}", phase, variant_.readout.column_mux - 1));
  }
  host::Matrix<std::int32_t> drives(1, static_cast<int>(drive.size()));
  std::copy(drive.begin(), drive.end(), drives.row(0).begin());
  const host::Matrix<float> sums = partial_sums(drives, full_scale);
  thresholds_.resize(x_.size());
  settle(sums.row(0), phase, reads_, thresholds_);
  ++reads_;
}

void AnalogArray::sample(int sample, std::span<std::uint64_t> bits) {
  if (reads_ == 0) throw std::logic_error("a sample before the first read: the converters have no threshold yet");
  const std::size_t words = (thresholds_.size() + 63) / 64;
  if (bits.size() != words) {
    throw std::invalid_argument(fmt::format("sample: {} words: allowed is {}", bits.size(), words));
  }
  converters_.sample(thresholds_, reads_ - 1, sample, bits);
}

host::Matrix<std::int32_t> AnalogArray::ones(const host::Matrix<std::int32_t>& drives, int samples) {
  const host::Matrix<float> sums = partial_sums(drives, FullScale::subarray);
  const int phases = variant_.readout.column_mux;
  host::Matrix<std::int32_t> result(drives.rows() * phases, static_cast<int>(x_.size()));
  thresholds_.resize(x_.size());
  for (int drive = 0; drive < drives.rows(); ++drive) {
    for (int phase = 0; phase < phases; ++phase, ++reads_) {
      settle(sums.row(drive), phase, reads_, thresholds_);
      converters_.ones(thresholds_, reads_, samples, result.row(drive * phases + phase));
    }
  }
  return result;
}

}  // namespace spintile::refmodel
