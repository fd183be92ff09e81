// The tiles that a network of a training configuration learns in.
#pragma once

#include "spec/training_config.h"
#include "spec/variant.h"

namespace spintile::spec {

/// The tile of dense layer `layer` (from 0), rows x columns. What the configuration says of reads, updates and
/// transfers decides crossbar, input, backward, samples_max, update, transfer and mtj_gain; layer 0 has no BACKWARD, as
/// nobody needs its result. The command queue is the template's, or 4 commands where it has none. All else - cycles of
/// a sample, column_mux (capped where a layer has fewer lines), ping_pong, requantiser, SOT array, reset, devices of
/// the converters - comes from the variant file config.tile, or is as in a variant that says nothing of it, with 512
/// work rows and 2048 program words. Throws std::invalid_argument that names the key and what a tile can do,
/// KeyFileError for a variant that is none.
Variant tile_of_training(const TrainingConfig& config, int layer, int rows, int columns);

}  // namespace spintile::spec
