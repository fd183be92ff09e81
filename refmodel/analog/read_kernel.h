// The element-wise part of a noisy read: one source (read_kernel_lanes.h) compiled for each instruction set; all give
// the same bits.
#pragma once

#include <cstdint>
#include <span>

#include "host/philox.h"
#include "refmodel/analog/randomness.h"

namespace spintile::refmodel {

/// Draws of one try of one read.
struct ReadDraws {
  host::PhiloxKey key;
  Purpose purpose;
  std::uint64_t read;
  std::uint32_t attempt;  // bound management tries again
};

struct ReadKernel {
  float (*largest_magnitude)(std::span<const float> values);
  /// quantised = round(values x scale), to nearest even and within +-levels, x step.
  void (*quantise)(std::span<const float> values, float scale, float levels, float step, std::span<float> quantised);
  /// values = round((values + noise N) x scale), within +-levels, x step. True where that clips one.
  bool (*convert)(std::span<float> values, float noise, float scale, float levels, float step, const ReadDraws& draws);
};

ReadKernel read_kernel_baseline();
ReadKernel read_kernel_avx2();  // for machines whose best_simd() is avx2

}  // namespace spintile::refmodel
