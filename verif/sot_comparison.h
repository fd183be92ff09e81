// The SOT macro behind the pins of a unit against the golden model's array.
#pragma once

#include <cstdint>

#include "refmodel/sot/sot_array.h"
#include "refmodel/sot/sot_sequencer.h"
#include "verif/sot_pins.h"

namespace spintile::verif {

/// Throws MismatchError at the first row whose cells differ.
void compare_cells(std::uint64_t cycle, const refmodel::SotArray& expected, SotMacro& macro);

/// Throws MismatchError where the macro has not seen the accesses of `expected` since it had seen `before`.
void compare_accesses(std::uint64_t cycle, const refmodel::ProgramRun& expected, const SotMacro& macro,
                      const SotAccesses& before);

}  // namespace spintile::verif
