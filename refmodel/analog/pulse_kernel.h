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

/// Pulses of one update at the cells of a block of rows.
struct PulseList {
  static constexpr std::uint32_t down = 0x80000000;

  std::vector<std::uint32_t> cells;   // k C + j, with `down` for down pulses; each cell once
  std::vector<std::uint32_t> counts;  // pulses at it, 1 or more
  std::vector<float> last;            // what the last pulse is of a whole one, in (0, 1]; empty: whole ones only

  std::size_t size() const { return cells.size(); }
  void clear() {
    cells.clear();
    counts.clear();
    last.clear();
  }
  void add(std::uint32_t cell, bool is_down, std::uint32_t count) {
    cells.push_back(cell | (is_down ? down : 0));
    counts.push_back(count);
  }
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

/// Applies the pulses of one block. The list is left in no particular state.
void run_pulses_baseline(const PulseKernel& kernel, PulseList& list, host::PhiloxKey key, std::uint64_t event,
                         std::uint32_t block);
/// The same bits; for machines whose best_simd() is avx2.
void run_pulses_avx2(const PulseKernel& kernel, PulseList& list, host::PhiloxKey key, std::uint64_t event,
                     std::uint32_t block);

}  // namespace spintile::refmodel
