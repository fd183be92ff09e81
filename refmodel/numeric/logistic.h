// The logistic function in float32, the same bits on every machine.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

namespace spintile::refmodel {

/// 1 / (1 + exp(-t)); beyond +-87 the value at +-87. Relative error below 3 x 2^-24 (verif/tests/logistic_test.cpp
/// checks it against MPFR). exp by Cody-Waite reduction to |r| <= ln(2) / 2 and its Taylor polynomial of degree 7.
/// Inline and without float comparisons, so that compilers vectorise loops over it.
inline float logistic(float t) {
  constexpr std::uint32_t sign = 0x80000000;
  const auto bits = std::bit_cast<std::uint32_t>(t);
  const std::uint32_t magnitude = std::min(bits & ~sign, std::bit_cast<std::uint32_t>(87.0F));
  const auto x = std::bit_cast<float>(magnitude | (~bits & sign));  // -t, clamped
  constexpr float rounder = 0x1.8p23F;  // adding it rounds to an integer, left in the low mantissa bits
  const float shifted = x * 0x1.715476p0F + rounder;
  const float k = shifted - rounder;
  const float r = (x - k * 0x1.62e4p-1F) - k * 0x1.7f7d1cp-20F;  // ln 2, its first 15 bits and the rest
  float p = 1.0F / 5040.0F;
  p = p * r + 1.0F / 720.0F;
  p = p * r + 1.0F / 120.0F;
  p = p * r + 1.0F / 24.0F;
  p = p * r + 1.0F / 6.0F;
  p = p * r + 0.5F;
  p = p * r + 1.0F;
  p = p * r + 1.0F;
  const std::uint32_t exponent = (std::bit_cast<std::uint32_t>(shifted) + 127U) << 23;
  return 1.0F / (1.0F + p * std::bit_cast<float>(exponent));
}

}  // namespace spintile::refmodel
