// What a linter would refuse, refused before anything is printed: bits with two drivers or none, bits nobody reads,
// latches, a register that two blocks assign, a signal used outside its module, outputs tied to expressions. (Width
// mismatches and name clashes are refused where they are written.)
#pragma once

#include <vector>

#include "gen/hdl/module.h"

namespace spintile::gen::hdl {

/// Throws HdlError naming the module, the signal and the bits.
void check(const Module& module);

/// The signals a block assigns, in order of first assignment.
std::vector<std::shared_ptr<const Declaration>> assigned_in(const Block& block);

}  // namespace spintile::gen::hdl
