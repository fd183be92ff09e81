// A stack of layers.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "host/dataset.h"
#include "host/dense_layer.h"
#include "host/layer.h"
#include "host/worker_pool.h"
#include "spec/network.h"

namespace spintile::host {

class Network {
 public:
  /// Throws std::invalid_argument unless each layer takes what the one before gives.
  explicit Network(std::vector<std::unique_ptr<Layer>> layers);

  int inputs() const { return layers_.front()->inputs(); }
  int outputs() const { return layers_.back()->outputs(); }
  /// B x inputs -> B x outputs.
  Matrix<float> forward(Matrix<float> x);
  /// Takes the loss's derivative by the outputs of the last forward() back through all layers.
  void backward(Matrix<float> d);
  /// Each layer descends along its derivative; on the threads of `pool`, where one is set, as many layers at a time.
  void update(float rate);
  /// The bits do not depend on it.
  void use(std::shared_ptr<WorkerPool> pool) { pool_ = std::move(pool); }

  /// Layers with weights, in order.
  const std::vector<DenseLayer*>& dense_layers() const { return dense_; }

  /// The arrays of dense layer i under "layer<i>.".
  State state() const;
  /// As TrainingTile::set_state(), all layers together.
  void set_state(const State& state);

 private:
  std::vector<std::unique_ptr<Layer>> layers_;
  std::vector<DenseLayer*> dense_;  // into layers_
  std::shared_ptr<WorkerPool> pool_;
};

/// Makes the tile of dense layer `layer` (from 0) with that many rows and columns.
using TileMaker = std::function<std::unique_ptr<TrainingTile>(int layer, int rows, int columns)>;

/// The network for pictures of that shape and ten classes, its weights and biases drawn evenly from +-1/sqrt(inputs of
/// the layer) with `seed`. Throws std::invalid_argument for pictures too small for it.
Network make_network(const spec::Network& shape, PictureShape picture, std::uint32_t seed, const TileMaker& make_tile);

}  // namespace spintile::host
