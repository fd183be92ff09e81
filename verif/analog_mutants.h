// Seeded faults of a tile with a ramp and outer products: see verif/mutants.h.
#pragma once

#include <span>

#include "verif/mutants.h"

namespace spintile::verif {

/// The variant whose Verilog the table is written for.
spec::Variant analog_mutant_variant();

std::span<const Mutant> analog_mutant_table();

}  // namespace spintile::verif
