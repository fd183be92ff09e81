// A difference between two engines of a tile, as a folder that repeats it: the tile, its state at the last comparison,
// all calls since then, and what differed.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "host/state.h"
#include "host/tile_port.h"
#include "verif/mismatch.h"
#include "verif/port_call.h"

namespace spintile::verif {

struct TileCase {
  host::SimulatedTile tile;
  std::optional<host::State> start;  // none: as the tile is made
  std::vector<PortCall> calls;       // since then, behind the gains; the last of them differs, or the state after them
  std::string difference;            // one line
};

/// variant.yaml, case.json (seed, number, devices), start (as a checkpoint), calls.jsonl and mismatch.txt; written
/// whole or not at all, in place of a case that was there. Throws std::runtime_error naming the file.
void write_case(const std::filesystem::path& folder, const TileCase& tile_case);
/// Throws std::runtime_error naming the file that is missing or damaged.
TileCase read_case(const std::filesystem::path& folder);

}  // namespace spintile::verif
