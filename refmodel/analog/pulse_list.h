// The pulses of one update at a block of rows, on their way to the kernel.
#pragma once

#include <cstdint>
#include <vector>

#include "host/philox.h"
#include "refmodel/analog/pulse_kernel.h"

namespace spintile::refmodel {

/// Rows of a block: its cells share eight generators, seeded anew for every update.
inline constexpr int block_rows = 16;

/// Cells of a block with their pulses; keeps its memory from update to update.
class PulseList {
 public:
  /// Forgets all; room for `most` cells.
  void reset(std::size_t most);
  /// `count` pulses, 1 or more. Each cell once.
  void add(std::uint32_t cell, bool down, std::uint32_t count) {
    cells_[lanes_.size] = cell;
    counts_[lanes_.size] = count | (down ? pulse_down : 0);
    ++lanes_.size;
  }
  /// As add(); the last pulse is only a part of a whole one, in (0, 1].
  void add_with_last(std::uint32_t cell, bool down, std::uint32_t count, float last) {
    last_.resize(lanes_.size, 1.0F);
    last_.push_back(last);
    add(cell, down, count);
  }

  PulseLanes& lanes() { return lanes_; }
  /// Applies them and says how many they are, in closed form where there is one, to a block of rows; the list is then
  /// in no particular state. `scratch` is room to work in.
  std::uint64_t run(const PulseRunner& runner, const PulseKernel& kernel, host::PhiloxKey key, std::uint64_t event,
                    std::uint32_t block, PulseList& scratch);

 private:
  /// Makes `sorted` this list in ascending order of counts, cells without pulses left out; stable.
  void sort_by_count(std::uint32_t most, PulseList& sorted) const;

  std::vector<std::uint32_t> cells_;
  std::vector<std::uint32_t> counts_;
  std::vector<float> last_;  // of each cell, or empty
  PulseLanes lanes_{};       // of cells_ and counts_
};

}  // namespace spintile::refmodel
