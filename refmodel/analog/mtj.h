// The stochastic SOT-MTJ converter, level A: it switches with a logistic probability of its normalised current
// (Rogers et al., StoX-Net, arXiv 2407.12378).
#pragma once

#include <cstdint>
#include <span>

#include "host/philox.h"
#include "refmodel/analog/simd.h"
#include "refmodel/numeric/logistic.h"

namespace spintile::refmodel {

/// trunc(P 2^24) with P = 1 / (1 + exp(-gain (x - offset))), x the clamped, normalised partial sum in [-1, 1].
inline std::uint32_t switching_threshold(float x, float gain, float offset) {
  const float scaled = logistic(gain * (x - offset)) * 0x1p24F;
  return static_cast<std::uint32_t>(static_cast<std::int32_t>(scaled));
}

/// The same for converters that are all alike. One threshold a converter: both spans have the same length.
void switching_thresholds(std::span<const float> x, float gain, float offset, Simd simd,
                          std::span<std::uint32_t> thresholds);

/// Bits of sample `sample` of read `read`: converter i switches (bit i % 64 of word i / 64) when its draw, of 24 bits,
/// is below thresholds[i]. Unused bits are 0.
void sample_bits(std::span<const std::uint32_t> thresholds, host::PhiloxKey key, std::uint64_t read, int sample,
                 Simd simd, std::span<std::uint64_t> bits);

/// Ones of samples 0 .. samples - 1 of every converter: the sums of sample_bits.
void count_ones(std::span<const std::uint32_t> thresholds, host::PhiloxKey key, std::uint64_t read, int samples,
                Simd simd, std::span<std::int32_t> ones);

}  // namespace spintile::refmodel
