// Seeded faults of what a tile trains with (mutants.h): generators, pulses, choppers, the sequencer of a transfer.
#pragma once

#include <span>

#include "spec/variant.h"
#include "verif/mutants.h"

namespace spintile::verif {

/// The variant whose Verilog the table is written for: agad, per-line random words, the SOT array behind pins.
spec::Variant training_mutant_variant();

std::span<const Mutant> training_mutant_table();

}  // namespace spintile::verif
