// Verilator 5.006 computes wrong values for some trees of XOR, AND and NOT at its default optimisation. The flag we
// build with avoids that; this asks the installed Verilator itself whether it does.
#pragma once

#include "verif/model_builder.h"

namespace spintile::verif {

/// True when a known expression of that kind comes out right through our flags.
bool verilator_computes_right(const ModelBuilder& builder);

}  // namespace spintile::verif
