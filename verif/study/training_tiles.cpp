#include "verif/study/training_tiles.h"

#include <memory>
#include <stdexcept>

#include "host/float_tile.h"

namespace spintile::verif {

host::TileMaker tile_maker(const spec::TrainingConfig& config) {
  if (config.algorithm.kind == spec::Algorithm::floating)
    return [](int /*layer*/, int rows, int columns) { return std::make_unique<host::FloatTile>(rows, columns); };
  throw std::invalid_argument("no analog tile yet");
}

}  // namespace spintile::verif
