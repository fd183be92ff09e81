// A case of tile_case.h once more, golden model and RTL in lockstep.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "verif/bus_harness.h"
#include "verif/mismatch.h"
#include "verif/tile_case.h"
#include "verif/verilated_model.h"

namespace spintile::verif {

/// The first difference; none: the two agree to the end of the case and in the state there. `wave`: an FST file of the
/// last call, for models built with ModelOptions::trace; empty: none.
std::optional<Mismatch> replay(const TileCase& tile_case, std::shared_ptr<const ModelLibrary> library,
                               const std::filesystem::path& wave = {}, const HarnessOptions& options = {});

}  // namespace spintile::verif
