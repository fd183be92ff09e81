// The self-check of a package: a plain Verilog test bench that drives the tile as its user would, golden vectors, and
// one command. It needs a simulator and nothing of spintile.
#pragma once

#include <vector>

#include "gen/generate.h"
#include "spec/variant.h"

namespace spintile::verif {

/// selfcheck/run.sh, the test bench, and the vectors as a Verilog include file.
std::vector<gen::File> self_check(const spec::Variant& variant);

/// gen::generate with the self-check (of a tile) and the properties (formal/, bound by formal/bind.sv): what `spintile
/// generate` writes.
gen::Package package_with_self_check(const spec::Variant& variant);

}  // namespace spintile::verif
