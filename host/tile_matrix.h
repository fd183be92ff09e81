// A weight matrix that learns in a tile by its commands: what host::Network trains. The host makes input codes of
// numbers, probabilities of updates and constants of transfers; all else happens in the tile. docs/contract.md,
// "Pulsed update" to "UPDATE and TRANSFER"; docs/training.md, "On tiles".
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "host/converter_scale.h"
#include "host/learning_policy.h"
#include "host/tile.h"
#include "host/training_tile.h"
#include "spec/pulsed_update.h"
#include "spec/sot_program.h"
#include "spec/training_algorithm.h"
#include "spec/training_config.h"

namespace spintile::host {

/// How the tile is used. It must be of the variant that spec::tile_of_training() makes of these.
struct TileMatrixOptions {
  spec::TrainingAlgorithm algorithm;  // sgd, ttv2, c_ttv2, agad
  spec::Read read;                    // of W, forward and backward
  spec::Read transfer_read;           // of A, one-hot
  spec::PulsedUpdate update;
  double weight_granularity = 0.001;  // of the devices of W: their mean step
  double fast_granularity = 0.001;    // of A
  // Of a tile with a transfer: its program, and the base registers of row 0.
  spec::sot::Program program = {};
  std::array<std::int32_t, spec::sot::base_registers> bases = {};
  std::uint32_t seed = 1;
  std::uint32_t number = 0;  // of the tile in its network
};

/// For the tile of dense layer `layer` of a training run.
TileMatrixOptions tile_matrix_options(const spec::TrainingConfig& config, int layer, spec::sot::Program program = {},
                                      const std::array<std::int32_t, spec::sot::base_registers>& bases = {});

class TileMatrix final : public TrainingTile {
 public:
  /// Sets up all that is set once: gains, samples, random generators, the transfer. Throws std::invalid_argument that
  /// names an option and what is allowed.
  TileMatrix(std::unique_ptr<Tile> tile, TileMatrixOptions options);

  int rows() const override { return tile_->variant().crossbar.rows; }
  int columns() const override { return tile_->variant().crossbar.columns; }
  /// A vector of zeros reads as zeros: the tile is not asked. That holds for backward() and update() too.
  Matrix<float> forward(const Matrix<float>& x) override;
  /// Of a tile with a BACKWARD; std::invalid_argument otherwise.
  Matrix<float> backward(const Matrix<float>& d) override;
  void update(const Matrix<float>& x, const Matrix<float>& d, float rate) override;

  Matrix<float> weights() const override { return tile_->weights(); }
  void set_weights(const Matrix<float>& weights) override { tile_->set_weights(weights); }

  /// The tile's arrays under "tile."; "means" of auto_scale; "updates": vectors so far.
  State state() const override;
  void set_state(const State& state) override;

  Tile& tile() { return *tile_; }
  const Tile& tile() const { return *tile_; }

 private:
  void set_up_transfer();
  void transfer(double rate);

  std::unique_ptr<Tile> tile_;
  TileMatrixOptions options_;
  ConverterScale forward_scale_;
  std::optional<ConverterScale> backward_scale_;
  std::optional<FastRate> fast_rate_;  // of algorithms with A
  double beta_ = 0.0;
  std::uint64_t updates_ = 0;
};

}  // namespace spintile::host
