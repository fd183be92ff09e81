// Seeded faults of the float unit (mutants.h): one table for each back-end of the array, and one for verified writes.
#pragma once

#include <span>

#include "spec/variant.h"
#include "verif/mutants.h"

namespace spintile::verif {

enum class FloatMutants { pins, memory, verified };

/// The variant whose Verilog that table is written for. That of `verified` has an array whose cells fail.
spec::Variant float_mutant_variant(FloatMutants which);

std::span<const Mutant> float_mutant_table(FloatMutants which);

}  // namespace spintile::verif
