// Wear levelling of a SOT array: the regions of a program move on by a step with each operation, so that the writes of
// many operations spread over all rows.
#pragma once

#include <array>

#include "spec/sot_program.h"

namespace spintile::host {

class RegionRotation {
 public:
  /// `step` >= 0 rows an operation; 0 leaves all where it is. Throws std::invalid_argument where the regions have no
  /// room to turn: they take program.rows(), and where one wraps up to its rows - 1 are left before it.
  RegionRotation(const spec::sot::Program& program, int rows, int step);

  /// Base registers of the present operation: regions one after another, the first at its start; a region that would
  /// pass the last row begins at row 0, whole.
  std::array<int, spec::sot::base_registers> bases() const;
  /// On to the next operation.
  void advance() { start_ = (start_ + step_) % rows_; }

 private:
  std::array<int, spec::sot::base_registers> lengths_{};
  int rows_;
  int step_;
  int start_ = 0;
};

}  // namespace spintile::host
