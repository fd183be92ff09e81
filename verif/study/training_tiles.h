// The tiles that a configuration asks for, on one of four engines: the same network, the same bits on the last three.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "host/network.h"
#include "host/worker_pool.h"
#include "spec/training_config.h"
#include "spec/variant.h"
#include "verif/lockstep_port.h"
#include "verif/study/hardware_figures.h"
#include "verif/study/metered_port.h"

namespace spintile::verif {

enum class Engine {
  arrays,    // no tile: arrays of devices and the rules of their updates alone
  golden,    // the golden model of a tile, by its commands
  rtl,       // the Verilated tile, by its commands
  lockstep,  // both side by side
};
/// By the names above; std::invalid_argument for another.
Engine engine_named(std::string_view name);

struct EngineOptions {
  Engine engine = Engine::arrays;
  std::filesystem::path case_folder;  // lockstep: layer<i> in it is the case of a difference
  std::function<void(std::string_view what, int layer)> on_build;  // before a model is Verilated; may be empty
};

/// The tile of a layer of rows x columns, with room for the program of its transfer. std::invalid_argument for what a
/// tile cannot do.
spec::Variant layer_variant(const spec::TrainingConfig& config, int layer, int rows, int columns);
/// Those of all layers.
std::vector<spec::Variant> layer_variants(const spec::TrainingConfig& config, host::PictureShape picture);

class TrainingTiles {
 public:
  /// Keeps a copy of what it needs of the configuration.
  explicit TrainingTiles(const spec::TrainingConfig& config, EngineOptions options = {});

  /// For one network, which this outlives no use of.
  host::TileMaker maker();
  /// For layers' updates at a time; null on one thread, or where the arrays use the threads themselves.
  std::shared_ptr<host::WorkerPool> layer_pool() const;

  /// Counts what the tiles do from now on, or no longer.
  void count(bool on);
  /// lockstep: all state of all tiles. Throws MismatchError.
  void compare();
  /// Of the commands counted; none for arrays.
  std::vector<LayerFigures> figures() const;
  /// lockstep: seconds in either.
  LockstepSeconds seconds() const;

 private:
  struct Layer {
    MeteredPort* meter = nullptr;
    LockstepPort* lockstep = nullptr;
  };

  std::unique_ptr<host::TrainingTile> array_tile(int layer, int rows, int columns) const;
  std::unique_ptr<host::TrainingTile> commanded_tile(int layer, int rows, int columns);
  std::unique_ptr<host::TilePort> engine_port(const host::SimulatedTile& tile, Layer& layer) const;

  spec::TrainingConfig config_;
  EngineOptions options_;
  std::shared_ptr<host::WorkerPool> pool_;
  std::vector<Layer> layers_;  // into the network's tiles
};

}  // namespace spintile::verif
