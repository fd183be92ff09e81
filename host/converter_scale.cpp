#include "host/converter_scale.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string_view>

namespace spintile::host {
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

/// Of sign and magnitude in `bits` bits.
int largest_code(int bits) { return (1 << (bits - 1)) - 1; }

int ceil_of_quotient(int dividend, int divisor) { return (dividend + divisor - 1) / divisor; }

}  // namespace

void check_converters(const spec::Read& read, int lines) {
  require_gain("column_gain", read.column_gain);
  if (read.kind == spec::ReadKind::ramp) {
    require_range("input_bits", read.input_bits, 2, 9);
    require_range("output_bits", read.output_bits, 2, 12);
    return;
  }
  require_range("samples", read.samples, 1, spec::read_samples_max);
  require_range("streams", read.streams, 1, spec::read_digits_max);
  require_range("stream_bits", read.stream_bits, 1, spec::read_digits_max);
  require_range("bits of an input (streams x stream_bits)", read.streams * read.stream_bits, 1,
                spec::read_code_bits_max);
  require_range("array_rows", read.array_rows, ceil_of_quotient(lines, subarrays_max), spec::read_array_rows_max);
  require_gain("mtj_gain", read.mtj_gain);
}

double one_hot_unit(const spec::Read& read) {
  if (read.kind == spec::ReadKind::ramp) return 1.0 / (largest_code(read.output_bits) * read.column_gain);
  return 2.0 / (read.samples * read.mtj_gain * read.column_gain);
}

ConverterScale::ConverterScale(const spec::Read& read, int lines) {
  check_converters(read, lines);
  if (read.kind == spec::ReadKind::ramp) {
    gain_ = read.column_gain * std::sqrt(lines);
    const int code_max = largest_code(read.input_bits);
    unit_ = static_cast<double>(lines) * code_max / (largest_code(read.output_bits) * gain_);
    code_max_ = static_cast<float>(code_max);
    return;
  }
  const int subarrays = ceil_of_quotient(lines, read.array_rows);
  gain_ = read.column_gain * std::sqrt(ceil_of_quotient(lines, subarrays));
  // Where the logistic curve is straight: its slope at 0 is gain / 4, so the mean of 2 ones - samples is samples x gain
  // x / 2. Sub-arrays may differ by a line: of their mean.
  const double full_scale = static_cast<double>(lines) / subarrays * ((1 << read.stream_bits) - 1);
  unit_ = 2.0 * full_scale / (read.samples * read.mtj_gain * gain_);
  code_max_ = static_cast<float>((1 << (read.streams * read.stream_bits)) - 1);
}

float ConverterScale::codes(std::span<const float> x, std::span<std::int32_t> codes) const {
  float largest = 0.0F;
  for (const float value : x) largest = std::max(largest, std::fabs(value));
  if (largest == 0.0F) return largest;
  std::ranges::transform(x, codes.begin(), [&](float value) {
    return static_cast<std::int32_t>(std::nearbyint(value / largest * code_max_));
  });
  return largest;
}

void ConverterScale::numbers(std::span<const std::int64_t> accumulators, float largest, std::span<float> y) const {
  const double factor = unit_ * static_cast<double>(largest) / static_cast<double>(code_max_);
  std::ranges::transform(accumulators, y.begin(),
                         [&](std::int64_t sum) { return static_cast<float>(static_cast<double>(sum) * factor); });
}

}  // namespace spintile::host
