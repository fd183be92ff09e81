// The parts of a self-check that are the same for every variant, but for its name and its pins.
#pragma once

#include <string>

#include "spec/variant.h"

namespace spintile::verif {

/// The test bench, Verilog-2005. Sizes, script and answers come from the include file <name>_selfcheck.vh.
std::string self_check_bench(const spec::Variant& variant);

/// The command that runs it, for a POSIX shell.
std::string self_check_command(const std::string& name);

}  // namespace spintile::verif
