#include "verif/study/training_tiles.h"

#include <fmt/format.h>

#include <stdexcept>

#include "host/commanded_tile.h"
#include "host/float_tile.h"
#include "host/tile_matrix.h"
#include "refmodel/tile/analog_training_tile.h"
#include "refmodel/tile/golden_port.h"
#include "spec/derive.h"
#include "spec/tile_of_training.h"
#include "verif/rtl_port.h"
#include "verif/transfer_layout.h"
#include "verif/verify.h"

namespace spintile::verif {
namespace {

std::uint32_t seed_of(const spec::TrainingConfig& config) { return static_cast<std::uint32_t>(config.training.seed); }

}  // namespace

Engine engine_named(std::string_view name) {
  if (name == "arrays") return Engine::arrays;
  if (name == "golden") return Engine::golden;
  if (name == "rtl") return Engine::rtl;
  if (name == "lockstep") return Engine::lockstep;
  throw std::invalid_argument(fmt::format("engine: {}: allowed is arrays, golden, rtl, lockstep", name));
}

spec::Variant layer_variant(const spec::TrainingConfig& config, int layer, int rows, int columns) {
  return with_room_for_transfer(spec::tile_of_training(config, layer, rows, columns));
}

std::vector<spec::Variant> layer_variants(const spec::TrainingConfig& config, host::PictureShape picture) {
  std::vector<spec::Variant> variants;
  host::make_network(config.network, picture, seed_of(config), [&](int layer, int rows, int columns) {
    variants.push_back(layer_variant(config, layer, rows, columns));
    return std::make_unique<host::FloatTile>(rows, columns);
  });
  return variants;
}

TrainingTiles::TrainingTiles(const spec::TrainingConfig& config, EngineOptions options)
    : config_(config),
      options_(std::move(options)),
      pool_(config.training.threads > 1 ? std::make_shared<host::WorkerPool>(config.training.threads) : nullptr) {}

host::TileMaker TrainingTiles::maker() {
  return [this](int layer, int rows, int columns) {
    return options_.engine == Engine::arrays ? array_tile(layer, rows, columns) : commanded_tile(layer, rows, columns);
  };
}

std::shared_ptr<host::WorkerPool> TrainingTiles::layer_pool() const {
  return options_.engine == Engine::arrays ? nullptr : pool_;
}

std::unique_ptr<host::TrainingTile> TrainingTiles::array_tile(int layer, int rows, int columns) const {
  const refmodel::TrainingTileOptions options{config_.algorithm,
                                              config_.fast_device.device,
                                              config_.weight_device.device,
                                              config_.update,
                                              config_.read,
                                              config_.transfer_read,
                                              config_.carry};
  return refmodel::make_training_tile(options, rows, columns, seed_of(config_), static_cast<std::uint32_t>(layer),
                                      pool_);
}

std::unique_ptr<host::TilePort> TrainingTiles::engine_port(const host::SimulatedTile& tile, Layer& layer) const {
  if (options_.engine == Engine::golden) return std::make_unique<refmodel::GoldenPort>(tile);
  if (options_.on_build) options_.on_build(tile.variant.name, static_cast<int>(tile.number));
  auto rtl = std::make_unique<RtlPort>(tile, load_model(tile.variant));
  if (options_.engine == Engine::rtl) return rtl;
  LockstepOptions lockstep;
  if (!options_.case_folder.empty()) lockstep.case_folder = options_.case_folder / fmt::format("layer{}", tile.number);
  lockstep.two_threads = config_.training.threads > 1;
  auto both =
      std::make_unique<LockstepPort>(tile, std::make_unique<refmodel::GoldenPort>(tile), std::move(rtl), lockstep);
  layer.lockstep = both.get();
  return both;
}

std::unique_ptr<host::TrainingTile> TrainingTiles::commanded_tile(int layer, int rows, int columns) {
  host::SimulatedTile tile;
  tile.variant = layer_variant(config_, layer, rows, columns);
  tile.seed = seed_of(config_);
  tile.number = static_cast<std::uint32_t>(layer);
  tile.weight = config_.weight_device.device;
  tile.fast = config_.fast_device.device;
  host::TileMatrixOptions matrix;
  if (spec::has_transfer(tile.variant)) {
    const TransferLayout layout = transfer_layout(tile.variant);
    matrix = host::tile_matrix_options(config_, layer, layout.program, layout.bases);
  } else {
    matrix = host::tile_matrix_options(config_, layer);
  }
  Layer parts;
  auto metered = std::make_unique<MeteredPort>(engine_port(tile, parts));
  parts.meter = metered.get();
  layers_.push_back(parts);
  return std::make_unique<host::TileMatrix>(std::make_unique<host::CommandedTile>(std::move(metered)),
                                            std::move(matrix));
}

void TrainingTiles::count(bool on) {
  for (const Layer& layer : layers_) layer.meter->count(on);
}

void TrainingTiles::compare() {
  for (const Layer& layer : layers_)
    if (layer.lockstep != nullptr) layer.lockstep->compare();
}

std::vector<LayerFigures> TrainingTiles::figures() const {
  std::vector<LayerFigures> figures;
  for (const Layer& layer : layers_) figures.push_back({layer.meter->variant(), layer.meter->meter()});
  return figures;
}

LockstepSeconds TrainingTiles::seconds() const {
  LockstepSeconds seconds;
  for (const Layer& layer : layers_) {
    if (layer.lockstep == nullptr) continue;
    seconds.golden += layer.lockstep->seconds().golden;
    seconds.rtl += layer.lockstep->seconds().rtl;
  }
  return seconds;
}

}  // namespace spintile::verif
