// The natural logarithm in float32, the same bits on every machine.
#pragma once

#include <bit>
#include <cstdint>

namespace spintile::host {

/// ln(x) for a normal x > 0. Error below 3 x 2^-24 relative or, near x = 1, 2^-30 absolute, whichever is larger. x = m
/// 2^k with m in [sqrt(1/2), sqrt(2)), and ln m = 2 artanh((m - 1) / (m + 1)) by its series to the ninth power.
inline float logarithm(float x) {
  constexpr std::uint32_t root_half = 0x3F3504F3;
  const std::uint32_t above = std::bit_cast<std::uint32_t>(x) - root_half;
  const auto k = static_cast<float>(static_cast<std::int32_t>(above) >> 23);
  const float m = std::bit_cast<float>((above & 0x007FFFFF) + root_half);
  const float s = (m - 1.0F) / (m + 1.0F);
  const float square = s * s;
  float p = 1.0F / 9.0F;
  p = p * square + 1.0F / 7.0F;
  p = p * square + 1.0F / 5.0F;
  p = p * square + 1.0F / 3.0F;
  const float series = 2.0F * s + 2.0F * s * square * p;
  return k * 0x1.62e4p-1F + (series + k * 0x1.7f7d1cp-20F);  // ln 2: its first 15 bits, and the rest
}

}  // namespace spintile::host
