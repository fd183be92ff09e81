// y = x W + b: the product in a tile, the bias a digital number that plain descent trains.
#pragma once

#include <memory>
#include <vector>

#include "host/layer.h"
#include "host/training_tile.h"

namespace spintile::host {

class DenseLayer : public Layer {
 public:
  /// inputs = rows, outputs = columns of the tile; biases 0.
  explicit DenseLayer(std::unique_ptr<TrainingTile> tile);

  int inputs() const override { return tile_->rows(); }
  int outputs() const override { return tile_->columns(); }
  Matrix<float> forward(Matrix<float> x) override;
  Matrix<float> backward(Matrix<float> d, bool wanted) override;
  void update(float rate) override;
  DenseLayer* dense() override { return this; }

  TrainingTile& tile() { return *tile_; }
  const TrainingTile& tile() const { return *tile_; }
  const std::vector<float>& bias() const { return bias_; }
  /// Throws std::invalid_argument unless there is one value for each output.
  void set_bias(const std::vector<float>& bias);

  /// "bias", and the tile's arrays under "tile.".
  State state() const;
  void set_state(const State& state);

 private:
  std::unique_ptr<TrainingTile> tile_;
  std::vector<float> bias_;
  Matrix<float> x_;
  Matrix<float> d_;
};

}  // namespace spintile::host
