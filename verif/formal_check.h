// Proofs with open tools: Yosys turns Verilog with immediate assertions into an and-inverter graph; ABC proves them for
// all time or finds a counterexample, by induction over a few cycles and, where that says nothing, by property-directed
// reachability (Een, Mishchenko, Brayton: Efficient implementation of property directed reachability, FMCAD 2011).
#pragma once

#include <string>
#include <vector>

#include "gen/generate.h"
#include "verif/scratch_folder.h"

namespace spintile::verif {

enum class FormalVerdict { proved, refuted, unknown };

struct FormalResult {
  FormalVerdict verdict = FormalVerdict::unknown;
  int cycle = -1;         // of a refutation: the cycle, from 0, in which an assertion fails
  std::string assertion;  // of a refutation: one that fails there, hierarchical name
  std::string log;        // of all tools
};

/// Writes the hierarchy below module `top` as an and-inverter graph, design.aig: an output for each assertion, 1 where
/// it fails, in the order of assertions.txt; registers without a first value start at any. Gives the log; throws as
/// prove().
std::string write_aiger(const std::vector<gen::File>& files, const std::string& top, const ScratchFolder& folder);

/// Proves every assertion of the hierarchy below module `top` under its assumptions, in at most about `seconds`;
/// unknown when that was not enough. Throws std::runtime_error when a tool is missing or refuses the text.
FormalResult prove(const std::vector<gen::File>& files, const std::string& top, int seconds);

}  // namespace spintile::verif
