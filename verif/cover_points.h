// Cover statements for every signal of one bit: Verilator's line coverage sees the branches of clocked blocks alone,
// and most of what a tile decides stands in continuous assignments.
#pragma once

#include "gen/generate.h"

namespace spintile::verif {

/// The package with two cover statements a one-bit signal (port, wire or register) of each clocked module: that it is
/// 1, and that it is 0, at a clock edge outside reset. They stand after the module's own lines, so that no line moves.
/// For measuring only: what users get holds none.
gen::Package with_cover_points(gen::Package package);

}  // namespace spintile::verif
