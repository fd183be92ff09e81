// A tile without devices: float32 numbers, plain stochastic gradient descent. The yardstick of what analog tiles learn.
#pragma once

#include "host/training_tile.h"

namespace spintile::host {

/// Sums in one order for any batch: y_j over ascending rows; of d W^T the terms of column j go to partial sum j mod 8,
/// and these are added in pairs. Rows whose input is 0 are skipped.
class FloatTile : public TrainingTile {
 public:
  /// All weights 0.
  FloatTile(int rows, int columns) : weights_(rows, columns) {}

  int rows() const override { return weights_.rows(); }
  int columns() const override { return weights_.columns(); }
  Matrix<float> forward(const Matrix<float>& x) override;
  Matrix<float> backward(const Matrix<float>& d) override;
  void update(const Matrix<float>& x, const Matrix<float>& d, float rate) override;

  Matrix<float> weights() const override { return weights_; }
  void set_weights(const Matrix<float>& weights) override { weights_ = weights; }

  State state() const override;
  void set_state(const State& state) override;

 private:
  Matrix<float> weights_;
};

}  // namespace spintile::host
