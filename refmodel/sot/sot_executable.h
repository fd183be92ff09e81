// A program of the SOT array made ready to run fast.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "refmodel/analog/simd.h"
#include "refmodel/sot/sot_array.h"

namespace spintile::refmodel {

/// Unrolled, checked and placed once, for arrays of `rows` rows and any number of lanes; then run() does what
/// refmodel::run() does, state included. Immutable.
class SotExecutable {
 public:
  /// Throws as for_each_word(); std::invalid_argument unless rows is 1 .. SotArray::rows_max.
  SotExecutable(const spec::sot::Program& program, const SotBases& bases, int rows);

  /// Every level of `simd` gives the same bits. Throws std::invalid_argument if the array has other rows.
  void run(SotArray& array, Simd simd = best_simd()) const;

  /// One act on the rows of a block, state rows included; `kernel` says which and how the others are read.
  struct Act {
    std::uint16_t kernel;
    std::uint16_t source;
    std::uint16_t to;
    std::uint16_t also;
  };

  /// Acts block by block, then bits between the lanes of all blocks.
  struct Pass {
    std::vector<Act> acts;
    std::optional<PlacedMove> move = {};
  };

 private:
  int rows_;
  std::vector<Pass> passes_;
};

}  // namespace spintile::refmodel
