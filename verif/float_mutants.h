// Seeded faults of the float unit (mutants.h): one table for each back-end of the array.
#pragma once

#include <span>

#include "spec/variant.h"
#include "verif/mutants.h"

namespace spintile::verif {

/// The variant whose Verilog the table of that back-end is written for.
spec::Variant float_mutant_variant(spec::SotArray array);

std::span<const Mutant> float_mutant_table(spec::SotArray array);

}  // namespace spintile::verif
