// Icarus Verilog as an independent witness: it replays what a Verilated run recorded on the same RTL, and has to see
// the same outputs in every cycle. Unknown values count as differences.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "gen/generate.h"
#include "verif/mismatch.h"
#include "verif/port_recorder.h"

namespace spintile::verif {

/// An output that means something only while `valid` is 1, an output or an expression of outputs; else it may be
/// unknown.
struct QualifiedOutput {
  std::string output;
  std::string valid;
};

/// The first difference; `expected` is Verilator's value. `clock` is the port that recorder left out. The first
/// recorded cycle, before any clock edge, is not compared. Throws std::runtime_error when Icarus is missing or refuses
/// the package.
std::optional<Mismatch> replay_in_icarus(const gen::Package& package, const PortRecorder& recorder,
                                         const std::string& clock, std::span<const QualifiedOutput> qualified = {});

}  // namespace spintile::verif
