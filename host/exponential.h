// The exponential function in float32, the same bits on every machine: training must not depend on a library's last
// bit.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

namespace spintile::host {

/// x with its magnitude limited; limit >= 0. In integers: compilers vectorise this, and not a comparison of floats.
inline float clamp_magnitude(float x, float limit) {
  constexpr std::uint32_t sign = 0x80000000;
  const auto bits = std::bit_cast<std::uint32_t>(x);
  const std::uint32_t magnitude = std::min(bits & ~sign, std::bit_cast<std::uint32_t>(limit));
  return std::bit_cast<float>(magnitude | (bits & sign));
}

/// exp(x), beyond +-87 the value at +-87; relative error below 4 x 2^-24. Cody-Waite reduction to |r| <= ln(2) / 2 and
/// the Taylor polynomial of degree 7. Branch-free, so that loops over it vectorise.
inline float exponential(float x) {
  const float clamped = clamp_magnitude(x, 87.0F);
  constexpr float rounder = 0x1.8p23F;  // adding it rounds to an integer, left in the low mantissa bits
  const float shifted = clamped * 0x1.715476p0F + rounder;
  const float k = shifted - rounder;
  const float r = (clamped - k * 0x1.62e4p-1F) - k * 0x1.7f7d1cp-20F;  // ln 2: its first 15 bits, and the rest
  float p = 1.0F / 5040.0F;
  p = p * r + 1.0F / 720.0F;
  p = p * r + 1.0F / 120.0F;
  p = p * r + 1.0F / 24.0F;
  p = p * r + 1.0F / 6.0F;
  p = p * r + 0.5F;
  p = p * r + 1.0F;
  p = p * r + 1.0F;
  return p * std::bit_cast<float>((std::bit_cast<std::uint32_t>(shifted) + 127U) << 23);
}

/// 1 / (1 + exp(-x)).
inline float logistic(float x) { return 1.0F / (1.0F + exponential(-x)); }

}  // namespace spintile::host
