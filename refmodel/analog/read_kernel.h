// The element-wise part of a noisy read: one source (read_kernel_lanes.h) compiled for each instruction set; all give
// the same bits.
#pragma once

#include <span>

#include "refmodel/analog/generator_lanes.h"

namespace spintile::refmodel {

struct ReadKernel {
  float (*largest_magnitude)(std::span<const float> values);
  /// quantised = round(values x scale), to nearest even and within +-levels, x step.
  void (*quantise)(std::span<const float> values, float scale, float levels, float step, std::span<float> quantised);
  /// N: normals of generators that start at `seeds`. values = round((values + noise N) x scale), within +-levels, x
  /// step. True where that clips one.
  bool (*convert)(std::span<float> values, float noise, float scale, float levels, float step,
                  const GeneratorLanes& seeds);
};

ReadKernel read_kernel_baseline();
ReadKernel read_kernel_avx2();  // for machines whose best_simd() is avx2

}  // namespace spintile::refmodel
