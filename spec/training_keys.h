// The table of keys of a training configuration.
#pragma once

#include <vector>

#include "spec/key_table.h"
#include "spec/training_config.h"

namespace spintile::spec {

/// In the order of to_yaml; the keys of a section are neighbours.
const std::vector<table::Key<TrainingConfig>>& training_keys();

}  // namespace spintile::spec
