// What other tools say about a package without running it.
#pragma once

#include <string>

#include "gen/generate.h"

namespace spintile::verif {

struct ToolVerdict {
  bool passed = false;
  std::string log;  // what the tool printed
};

// Each throws std::runtime_error when its tool is not installed.

/// verilator --lint-only -Wall: no warning at all.
ToolVerdict lint_with_verilator(const gen::Package& package);
/// iverilog -Wall -g2005: compiles and has nothing to say.
ToolVerdict compile_with_icarus(const gen::Package& package);
/// Yosys: hierarchy complete, no latch, no undriven or doubly driven wire, no loop.
ToolVerdict check_with_yosys(const gen::Package& package);

}  // namespace spintile::verif
