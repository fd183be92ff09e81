#include "refmodel/analog/converter_read.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "refmodel/analog/array_accumulators.h"
#include "spec/derive.h"

namespace spintile::refmodel {
namespace {

constexpr int subarrays_max = 64;

void require_range(std::string_view name, int value, int minimum, int maximum) {
  if (value >= minimum && value <= maximum) return;
  throw std::invalid_argument(fmt::format("{}: {}; allowed are {} to {}", name, value, minimum, maximum));
}

void require_gain(std::string_view name, double value) {
  if (value > 0.0 && std::isfinite(value)) return;
  throw std::invalid_argument(fmt::format("{}: {}; it must be above 0 and finite", name, value));
}

spec::Variant variant_of(const spec::Read& read, int rows, int columns) {
  check_stochastic(read, rows);

  spec::Variant variant;
  variant.crossbar = {.rows = rows, .columns = columns, .array_rows = std::min(read.array_rows, rows)};
  variant.input = {.streams = read.streams, .stream_bits = read.stream_bits};
  variant.readout.samples_max = read.samples;
  variant.device.mtj_gain = read.mtj_gain;
  // Sums of many weights of both signs grow with the root of their number, full scales with the number.
  variant.device.column_gain = read.column_gain * std::sqrt(spec::subarray_rows(variant, 0));
  return variant;
}

/// Output of a code of 1 by a cell of 1, where the logistic curve is straight: its slope at 0 is gain / 4, so the mean
/// of 2 ones - samples is samples x gain x / 2. Sub-arrays may differ by a row: of their mean.
double unit_of(const spec::Variant& variant) {
  const double rows = static_cast<double>(variant.crossbar.rows) / spec::subarrays(variant);
  const double full_scale = rows * ((1 << variant.input.stream_bits) - 1);
  return 2.0 * full_scale / (variant.readout.samples_max * variant.device.mtj_gain * variant.device.column_gain);
}

float largest_magnitude(std::span<const float> values) {
  float largest = 0.0F;
  for (const float value : values) largest = std::max(largest, std::fabs(value));
  return largest;
}

}  // namespace

void check_stochastic(const spec::Read& read, int lines) {
  require_range("samples", read.samples, 1, spec::read_samples_max);
  require_range("streams", read.streams, 1, spec::read_digits_max);
  require_range("stream_bits", read.stream_bits, 1, spec::read_digits_max);
  require_range("bits of an input (streams x stream_bits)", read.streams * read.stream_bits, 1,
                spec::read_code_bits_max);
  require_range("array_rows", read.array_rows, (lines + subarrays_max - 1) / subarrays_max, spec::read_array_rows_max);
  require_gain("mtj_gain", read.mtj_gain);
  require_gain("column_gain", read.column_gain);
}

double one_hot_unit(const spec::Read& read) { return 2.0 / (read.samples * read.mtj_gain * read.column_gain); }

ConverterRead::ConverterRead(const spec::Read& read, int rows, int columns, host::PhiloxKey key, Simd simd)
    : variant_(variant_of(read, rows, columns)),
      array_(variant_, key.seed, key.stream, simd),
      unit_(unit_of(variant_)) {}

void ConverterRead::read(const host::Matrix<float>& x, const host::Matrix<float>& cells, std::uint64_t first,
                         host::Matrix<float>& y) {
  const auto code_max = static_cast<float>(spec::input_code_max(variant_));
  host::Matrix<std::int32_t> codes(x.rows(), x.columns());
  std::vector<float> largest(static_cast<std::size_t>(x.rows()));
  for (int b = 0; b < x.rows(); ++b) {
    const float scale = largest[static_cast<std::size_t>(b)] = largest_magnitude(x.row(b));
    if (scale == 0.0F) continue;
    std::ranges::transform(x.row(b), codes.row(b).begin(), [&](float value) {
      return static_cast<std::int32_t>(std::nearbyint(value / scale * code_max));
    });
  }
  array_.set_cells(cells);
  array_.set_reads(first * static_cast<std::uint64_t>(variant_.input.streams));
  const host::Matrix<std::int64_t> sums = array_accumulators(array_, variant_, codes, variant_.readout.samples_max);
  y = host::Matrix<float>(x.rows(), columns());
  for (int b = 0; b < x.rows(); ++b) {
    const float scale = largest[static_cast<std::size_t>(b)];
    if (scale == 0.0F) continue;
    const double factor = unit_ * static_cast<double>(scale) / static_cast<double>(code_max);
    std::ranges::transform(sums.row(b), y.row(b).begin(),
                           [&](std::int64_t sum) { return static_cast<float>(static_cast<double>(sum) * factor); });
  }
}

}  // namespace spintile::refmodel
