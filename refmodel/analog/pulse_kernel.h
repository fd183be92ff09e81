// The hot loops of a training array. One source (pulse_kernel_lanes.h) compiled for each instruction set; all give the
// same bits, because vectors run across cells only. What passes is plain memory: a function the two share by name would
// be linked once, for one of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "refmodel/analog/generator_lanes.h"
#include "refmodel/analog/simd.h"
#include "spec/resistive_device.h"

namespace spintile::refmodel {

/// What a pulse reads of a device: together in memory, for a pulse touches few cells. The weights, which it writes, are
/// elsewhere, so that this need not go back to memory.
struct DeviceCell {
  float step_up = 0.0F;
  float w_max = 0.0F;
  float reference = 0.0F;
  float w_min = 0.0F;
  float step_down = 0.0F;
};

/// The devices of an array, R x C, and what they share.
struct PulseKernel {
  spec::StepKind step;
  bool additive_noise;  // of a size that does not depend on the weight
  float step_noise;     // standard deviation of a step, relative to it
  float write_noise;    // standard deviation, in weights
  float z_factor;  // exponential: z = z_factor w / (w_max - w_min) + z_offset; amplitude and exponent of z of up and
  float z_offset;  // down steps
  float amplitude_up;
  float amplitude_down;
  float exponent_up;
  float exponent_down;
  const float* table_up;  // of `sections` + 1 values
  const float* table_down;
  std::size_t sections_up;
  std::size_t sections_down;
  const float* gamma_up;  // linear
  const float* gamma_down;
  const DeviceCell* cells;
  float* hidden;
  float* apparent;
};

/// Cells with pulses; each array has room for `pulse_spare` places past the last.
struct PulseLanes {
  std::uint32_t* cells;   // k C + j, each at most once
  std::uint32_t* counts;  // pulses at it, 1 or more, with `pulse_down` for down pulses
  std::size_t size;
};
inline constexpr std::uint32_t pulse_down = 0x80000000;
inline constexpr std::size_t pulse_spare = 8;

/// Columns that fire in an update; room for pulse_spare places past the last, where slots are 0.
struct FiringColumns {
  const std::uint32_t* slots;
  const std::uint32_t* columns;  // j, with pulse_down where it is negative
  std::size_t size;
};

/// A row of an outer product, which is driven; room for pulse_spare codes past the last, which are 0.
struct OuterRow {
  std::uint32_t first;          // its first cell
  std::int32_t code;            // not 0
  const std::int32_t* columns;  // codes
  std::size_t size;
};

/// Over the cells of a list.
struct PulseTotals {
  std::uint64_t pulses;
  std::uint32_t most;  // at a cell
};

/// What one instruction set offers.
struct PulseRunner {
  /// Appends the cells of the row whose first cell is `first` that get pulses; its slots are not 0.
  void (*list_row)(const FiringColumns& columns, std::uint32_t first, std::uint32_t slots, bool negative,
                   PulseLanes& list);
  PulseTotals (*totals)(const PulseLanes& list);
  /// The pulses of each cell one after the other. `last`: what the last pulse is of a whole one, in (0, 1], or none.
  /// Lists of cells with like counts together take the least time.
  void (*one_by_one)(const PulseKernel& kernel, GeneratorLanes& generators, const PulseLanes& list, const float* last);
  /// The pulses of each cell in one step, for kernels that closed_form_exists(). `most`: the largest count. Cells whose
  /// weight might meet a bound on the way are left alone and appended to `remaining` (and perhaps copies of one of them
  /// with a count of 0).
  void (*closed_form)(const PulseKernel& kernel, GeneratorLanes& generators, const PulseLanes& list, std::uint32_t most,
                      PulseLanes& remaining);
  /// |code x column code| units at each cell of a row in one step: down where that is positive, else up.
  void (*outer_row)(const PulseKernel& kernel, const GeneratorLanes& generators, const OuterRow& row);
};

/// The fastest this machine has up to `simd`; with avx2 also what AVX-512 offers to vectors of that length.
PulseRunner pulse_runner(Simd simd);
/// All of them.
std::vector<PulseRunner> pulse_runners_of_this_machine();

PulseRunner pulse_runner_baseline();
PulseRunner pulse_runner_avx2();
PulseRunner pulse_runner_avx512();

/// n pulses are one step where noise does not depend on the weight: each is v <- bound + q (v - bound) + noise.
inline bool closed_form_exists(const PulseKernel& kernel) {
  const bool linear_recursion = kernel.step == spec::StepKind::constant || kernel.step == spec::StepKind::soft_bounds ||
                                kernel.step == spec::StepKind::soft_bounds_reference;
  return linear_recursion && (kernel.additive_noise || kernel.step_noise == 0.0F);
}

}  // namespace spintile::refmodel
