// Repeated words become loops, so that the program store stays small. A program does the same before and after.
#pragma once

#include "spec/sot_program.h"

namespace spintile::gen::microcode {

/// Runs of up to `longest_body` words that repeat with rows a constant stride (-2 .. 2) further on each time. The
/// program has no loops yet and no End.
void roll(spec::sot::Program& program, int longest_body = 12);

}  // namespace spintile::gen::microcode
