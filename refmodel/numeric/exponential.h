// The exponential function in float64, the same bits on every machine.
#pragma once

#include <bit>
#include <cstdint>

namespace spintile::refmodel {

/// exp(x) for x <= 0; 0 below -700. Relative error below 2^-51 (verif/tests/exponential_test.cpp checks it against
/// MPFR). Cody-Waite reduction to |r| <= ln(2) / 2 and the Taylor polynomial of degree 13.
inline double exponential(double x) {
  if (x < -700.0) return 0.0;
  constexpr double rounder = 0x1.8p52;  // adding it rounds to an integer, left in the low mantissa bits
  const double shifted = x * 0x1.71547652b82fep0 + rounder;
  const double k = shifted - rounder;
  const double r = (x - k * 0x1.62e42feep-1) - k * 0x1.a39ef35793c76p-33;  // ln 2: its first 32 bits, and the rest
  double p = 1.0 / 6227020800.0;
  p = p * r + 1.0 / 479001600.0;
  p = p * r + 1.0 / 39916800.0;
  p = p * r + 1.0 / 3628800.0;
  p = p * r + 1.0 / 362880.0;
  p = p * r + 1.0 / 40320.0;
  p = p * r + 1.0 / 5040.0;
  p = p * r + 1.0 / 720.0;
  p = p * r + 1.0 / 120.0;
  p = p * r + 1.0 / 24.0;
  p = p * r + 1.0 / 6.0;
  p = p * r + 0.5;
  p = p * r + 1.0;
  p = p * r + 1.0;
  return p * std::bit_cast<double>((std::bit_cast<std::uint64_t>(shifted) + 1023U) << 52);
}

}  // namespace spintile::refmodel
