// How fast the array engine runs floating-point programs.
#pragma once

namespace spintile::verif {

struct SotArraySpeed {
  double nanoseconds_a_result = 0.0;  // of an fp32 multiply-then-add, 4096 lanes at once; 20 ns are 50 M a second
  double copies_a_step = 0.0;         // time of a step over that of copying one row, in the same array and order
};

/// One core.
SotArraySpeed sot_array_speed();

}  // namespace spintile::verif
