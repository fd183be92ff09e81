// The tiles that a configuration asks for.
#pragma once

#include "host/network.h"
#include "spec/training_config.h"

namespace spintile::verif {

/// Keeps a copy of what it needs of the configuration.
host::TileMaker tile_maker(const spec::TrainingConfig& config);

}  // namespace spintile::verif
