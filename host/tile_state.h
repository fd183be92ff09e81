// All of a tile that it lets its host read and write back: what a checkpoint holds of it.
#pragma once

#include "host/state.h"
#include "host/tile_port.h"

namespace spintile::host {

/// "registers" (those that can be written, by address), "space.<name>" (state spaces that can be written), "program"
/// (the words that PROGRAM covers), "lanes" (the SOT array: 64 rows after 64 rows, a word a lane), "analog.<name>".
/// Leaves the tile as it was.
State save_tile(TilePort& port);

/// std::invalid_argument, naming the array, for what save_tile() of such a tile would not give, and then nothing has
/// changed.
void restore_tile(TilePort& port, const State& state);

}  // namespace spintile::host
