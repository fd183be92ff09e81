#include "host/pulse_probabilities.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>
#include <string>

namespace spintile::host {
namespace {

/// The largest magnitude. Patterns of magnitudes are ordered as the numbers are, infinity and then NaN above all.
double largest_magnitude(std::span<const float> values) {
  std::uint32_t largest = 0;
  for (const float value : values) largest = std::max(largest, std::bit_cast<std::uint32_t>(value) & 0x7FFFFFFFU);
  return std::bit_cast<float>(largest);
}

/// round(min(factor |v|, 1) x one), with the sign of v.
void round_probabilities(std::span<const float> values, double factor, double one, std::vector<std::int32_t>& result) {
  result.resize(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double scaled = std::min(std::max(factor * one * static_cast<double>(values[i]), -one), one);
    result[i] = static_cast<std::int32_t>(scaled + std::copysign(0.5, scaled));
  }
}

}  // namespace

PulseProbabilities pulse_probabilities(std::span<const float> x, std::span<const float> d, double rate,
                                       double granularity, const spec::PulsedUpdate& update) {
  PulseProbabilities result;
  const double xm = largest_magnitude(x);
  const double dm = largest_magnitude(d);
  const double kk = std::fabs(rate) * xm * dm / granularity;
  if (!std::isfinite(kk)) {
    throw std::invalid_argument("pulsed update: rate " + std::to_string(rate) + ", largest |x| " + std::to_string(xm) +
                                ", largest |d| " + std::to_string(dm) + ", granularity " + std::to_string(granularity) +
                                ": a finite number of pulses is needed");
  }
  if (kk == 0.0) {
    result.rows.assign(x.size(), 0);
    result.columns.assign(d.size(), 0);
    return result;
  }
  result.slots = update.slot_management && kk < update.slots ? static_cast<int>(std::ceil(kk)) : update.slots;
  double a = std::sqrt(std::fabs(rate) / (granularity * result.slots));
  double b = a;
  if (update.update_management) {
    const double dv = kk > result.slots ? dm * result.slots / kk : dm;  // then only d clips
    a *= std::sqrt(xm / dv);
    b *= std::sqrt(dv / xm);
  }
  const auto one = static_cast<double>(1 << update.probability_bits);
  round_probabilities(x, b, one, result.rows);
  round_probabilities(d, rate < 0.0 ? -a : a, one, result.columns);
  return result;
}

}  // namespace spintile::host
