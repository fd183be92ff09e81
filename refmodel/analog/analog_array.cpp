#include "refmodel/analog/analog_array.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "refmodel/analog/mtj.h"
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
      factor_(static_cast<std::size_t>(spec::converters(variant))) {
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
  std::size_t converter = 0;
  for (int s = 0; s < spec::subarrays(variant_); ++s) {
    const double full_scale = static_cast<double>(spec::subarray_rows(variant_, s)) * level_max;
    for (int slice = 0; slice < variant_.crossbar.weight_slices; ++slice) {
      for (const float column_gain : gain) factor_[converter++] = static_cast<float>(column_gain / full_scale);
    }
  }
}

host::Matrix<std::uint32_t> AnalogArray::thresholds(const host::Matrix<std::int32_t>& drives) const {
  if (drives.columns() != variant_.crossbar.rows) {
    throw std::invalid_argument(fmt::format("drive: {} rows: allowed is {}", drives.columns(), variant_.crossbar.rows));
  }
  const auto mtj_gain = static_cast<float>(variant_.device.mtj_gain);
  const auto mtj_offset = static_cast<float>(variant_.device.mtj_offset);
  const auto read_noise = static_cast<float>(variant_.device.read_noise);

  host::Matrix<float> x = crossbar_.partial_sums(drives, simd_);
  host::Matrix<std::uint32_t> result(x.rows(), x.columns());
  for (int read = 0; read < x.rows(); ++read) {
    const std::span<float> values = x.row(read);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] *= factor_[i];
    if (read_noise != 0.0F) {
      const std::uint64_t event = reads_ + static_cast<std::uint64_t>(read);
      for (std::size_t i = 0; i < values.size(); ++i) {
        const host::PhiloxBlock block =
            host::philox(key(), draw_counter(Purpose::read_noise, event, static_cast<std::uint32_t>(i), 0));
        values[i] += read_noise * normal(block[0]);
      }
    }
    for (float& value : values) value = std::min(std::max(value, -1.0F), 1.0F);
    switching_thresholds(values, mtj_gain, mtj_offset, simd_, result.row(read));
  }
  return result;
}

void AnalogArray::read(std::span<const std::int32_t> drive) {
  host::Matrix<std::int32_t> drives(1, static_cast<int>(drive.size()));
  std::copy(drive.begin(), drive.end(), drives.row(0).begin());
  const host::Matrix<std::uint32_t> settled = thresholds(drives);
  thresholds_.assign(settled.row(0).begin(), settled.row(0).end());
  ++reads_;
}

void AnalogArray::sample(int sample, std::span<std::uint64_t> bits) const {
  if (reads_ == 0) throw std::logic_error("a sample before the first read: the converters have no threshold yet");
  const std::size_t words = (thresholds_.size() + 63) / 64;
  if (bits.size() != words) {
    throw std::invalid_argument(fmt::format("sample: {} words: allowed is {}", bits.size(), words));
  }
  sample_bits(thresholds_, key(), reads_ - 1, sample, simd_, bits);
}

host::Matrix<std::int32_t> AnalogArray::ones(const host::Matrix<std::int32_t>& drives, int samples) {
  const host::Matrix<std::uint32_t> settled = thresholds(drives);
  host::Matrix<std::int32_t> result(settled.rows(), settled.columns());
  for (int read = 0; read < settled.rows(); ++read) {
    count_ones(settled.row(read), key(), reads_ + static_cast<std::uint64_t>(read), samples, simd_, result.row(read));
  }
  if (settled.rows() > 0) {
    const std::span<const std::uint32_t> last = settled.row(settled.rows() - 1);
    thresholds_.assign(last.begin(), last.end());
    reads_ += static_cast<std::uint64_t>(settled.rows());
  }
  return result;
}

}  // namespace spintile::refmodel
