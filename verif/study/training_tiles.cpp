#include "verif/study/training_tiles.h"

#include <memory>

#include "host/worker_pool.h"
#include "refmodel/tile/analog_training_tile.h"

namespace spintile::verif {

host::TileMaker tile_maker(const spec::TrainingConfig& config) {
  const refmodel::TrainingTileOptions options{
      config.algorithm, config.fast_device.device, config.weight_device.device, config.update,
      config.read,      config.transfer_read};
  const std::shared_ptr<host::WorkerPool> pool =
      config.training.threads > 1 ? std::make_shared<host::WorkerPool>(config.training.threads) : nullptr;
  return [options, pool, seed = static_cast<std::uint32_t>(config.training.seed)](int layer, int rows, int columns) {
    return refmodel::make_training_tile(options, rows, columns, seed, static_cast<std::uint32_t>(layer), pool);
  };
}

}  // namespace spintile::verif
