// How fast the array engine runs programs of the SOT array.
#pragma once

#include <span>

#include "spec/sot_program.h"

namespace spintile::verif {

struct SotArraySpeed {
  double nanoseconds_a_lane = 0.0;  // all programs, over one lane of 4096; 20 ns are 50 M results a second
  double copies_a_step = 0.0;       // time of a step over that of copying one row, in the same array and order
};

/// The programs one after the other on one core, 4096 lanes, operands anything. Each has its regions one behind the
/// other from row 0 on.
SotArraySpeed sot_array_speed(std::span<const spec::sot::Program> programs);

/// Product of two 24-bit words, schoolbook with in-place adders: regions a, b, result.
spec::sot::Program schoolbook_product();

}  // namespace spintile::verif
