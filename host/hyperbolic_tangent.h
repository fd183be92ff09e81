// The hyperbolic tangent in float32, the same bits on every machine.
#pragma once

#include <bit>
#include <cstdint>

#include "host/exponential.h"

namespace spintile::host {

/// tanh(x); relative error below 4 x 2^-24. Below 5/8 the fifth convergent of Lambert's continued fraction, from there
/// on 1 - 2 / (exp(2x) + 1). Branch-free, so that loops over it vectorise.
inline float hyperbolic_tangent(float x) {
  constexpr std::uint32_t sign = 0x80000000;
  const auto bits = std::bit_cast<std::uint32_t>(x);
  const std::uint32_t magnitude_bits = bits & ~sign;
  const auto magnitude = std::bit_cast<float>(magnitude_bits);
  const float square = x * x;
  const float small =
      magnitude * ((945.0F + square * (105.0F + square)) / (945.0F + square * (420.0F + square * 15.0F)));
  const float large = 1.0F - 2.0F / (exponential(2.0F * clamp_magnitude(magnitude, 40.0F)) + 1.0F);
  const std::uint32_t is_small = magnitude_bits < std::bit_cast<std::uint32_t>(0.625F) ? 0xFFFFFFFF : 0;
  const std::uint32_t chosen =
      (std::bit_cast<std::uint32_t>(small) & is_small) | (std::bit_cast<std::uint32_t>(large) & ~is_small);
  return std::bit_cast<float>(chosen | (bits & sign));
}

}  // namespace spintile::host
