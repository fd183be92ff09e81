#include "host/outer_product_codes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace spintile::host {
namespace {

/// A NaN is kept.
double largest_magnitude(std::span<const float> values) {
  double largest = 0.0;
  for (const float value : values)
    if (const double magnitude = std::fabs(value); !(magnitude <= largest)) largest = magnitude;
  return largest;
}

/// round(factor v), ties away from 0, within +-most.
std::vector<std::int32_t> codes_of(std::span<const float> values, double factor, double most) {
  std::vector<std::int32_t> codes(values.size());
  std::ranges::transform(values, codes.begin(), [&](float value) {
    const double scaled = std::clamp(factor * static_cast<double>(value), -most, most);
    return static_cast<std::int32_t>(scaled + std::copysign(0.5, scaled));
  });
  return codes;
}

}  // namespace

OuterProductCodes outer_product_codes(std::span<const float> x, std::span<const float> d, double rate,
                                      double granularity, const spec::PulsedUpdate& update) {
  const double x_largest = largest_magnitude(x);
  const double d_largest = largest_magnitude(d);
  const double units = std::fabs(rate) * x_largest * d_largest / granularity;  // at the cell that takes the most
  if (!std::isfinite(units) || !std::isfinite(x_largest) || !std::isfinite(d_largest)) {
    throw std::invalid_argument(
        fmt::format("outer product: rate {}, largest |x| {}, largest |d| {}, granularity {}: a finite number of units "
                    "is needed",
                    rate, x_largest, d_largest, granularity));
  }
  if (units == 0.0) {
    return {std::vector<std::int32_t>(x.size()), std::vector<std::int32_t>(d.size())};
  }
  const double row_most = (1 << update.row_bits) - 1;
  const double column_most = (1 << (update.voltage_bits - 1)) - 1;
  const double column_code = std::clamp(std::round(std::sqrt(units * column_most / row_most)), 1.0, column_most);
  const double row_code = std::clamp(std::round(units / column_code), 1.0, row_most);
  return {codes_of(x, row_code / x_largest, row_most),
          codes_of(d, std::copysign(units / (row_code * d_largest), rate), column_most)};
}

}  // namespace spintile::host
