// The hot loop of a training array: pulses on a list of cells. One source (pulse_kernel_lanes.h) compiled for each
// instruction set; all give the same bits, because vectors run across cells only.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/philox.h"
#include "spec/resistive_device.h"

namespace spintile::refmodel {

/// What a pulse reads of a device, and the weight it changes: together in memory, for a pulse touches few cells.
struct DeviceCell {
  float step_up = 0.0F;
  float w_max = 0.0F;
  float hidden = 0.0F;
  float reference = 0.0F;
  float w_min = 0.0F;
  float step_down = 0.0F;
};

/// Pulses of one update at the cells of a block of rows, and room to work in: kept from update to update.
struct PulseList {
  static constexpr std::uint32_t down = 0x80000000;
  static constexpr std::size_t spare = 8;  // places past the end that may be written

  std::vector<std::uint32_t> cells;   // k C + j, with `down` for down pulses; each cell once
  std::vector<std::uint32_t> counts;  // pulses at it, 1 or more
  std::vector<float> last;            // what the last pulse is of a whole one, in (0, 1]; empty: whole ones only
  std::size_t size = 0;               // of these places are used

  /// Room for `most` cells; those it holds are gone.
  void reset(std::size_t most) {
    size = 0;
    if (cells.size() >= most + spare) return;
    cells.resize(most + spare);
    counts.resize(most + spare);
  }
  void add(std::uint32_t cell, bool is_down, std::uint32_t count) {
    cells[size] = cell | (is_down ? down : 0);
    counts[size] = count;
    ++size;
  }
};

/// The columns that fire in an update, ascending; places past the end to a whole number of vectors are 0.
struct FiringColumns {
  std::vector<std::uint32_t> slots;
  std::vector<std::uint32_t> columns;  // j, with PulseList::down where it is negative
};

/// A float of each device for each direction, and what all devices share.
struct PulseKernel {
  const spec::ResistiveDevice& device;
  DeviceCell* cells;      // R x C
  float* apparent;        // R x C
  const float* gamma_up;  // R x C; linear only
  const float* gamma_down;
};

/// Rows of a block: cells of a block share generators, seeded by update and block.
inline constexpr int block_rows = 16;

/// What one instruction set offers.
struct PulseRunner {
  /// Appends to `list` the cells of row k (first = k C) that get pulses, `slots` and sign being those of the row.
  void (*list_row)(const FiringColumns& columns, std::uint32_t first, std::uint32_t slots, bool negative,
                   PulseList& list);
  /// Applies the pulses of one block of rows and returns how many they are. `remaining` is room to work in; both lists
  /// are left in no particular state.
  std::uint64_t (*run)(const PulseKernel& kernel, PulseList& list, PulseList& remaining, host::PhiloxKey key,
                       std::uint64_t event, std::uint32_t block);
};

PulseRunner pulse_runner_baseline();
PulseRunner pulse_runner_avx2();  // for machines whose best_simd() is avx2

}  // namespace spintile::refmodel
