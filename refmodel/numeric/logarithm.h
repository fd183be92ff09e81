// The natural logarithm in float64, the same bits on every machine.
#pragma once

#include <bit>
#include <cstdint>

namespace spintile::refmodel {

/// ln(x) of a positive normal number: of its exponent and, by the series of 2 artanh, of its mantissa in [sqrt(1/2),
/// sqrt(2)). Error below 2^-50 (1 + |ln x|).
inline double logarithm(double x) {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  auto exponent = static_cast<int>(bits >> 52) - 1023;
  auto mantissa = std::bit_cast<double>((bits & 0x000FFFFFFFFFFFFF) | 0x3FF0000000000000);
  if (mantissa > 1.4142135623730951) {
    mantissa *= 0.5;
    ++exponent;
  }
  const double s = (mantissa - 1.0) / (mantissa + 1.0);
  const double square = s * s;
  double series = 0.0;
  for (int power = 23; power >= 1; power -= 2) series = series * square + 1.0 / power;
  constexpr double ln2 = 0.69314718055994530942;
  return exponent * ln2 + 2.0 * s * series;
}

}  // namespace spintile::refmodel
