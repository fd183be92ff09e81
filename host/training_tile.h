// A weight matrix W (R x C) that learns where it is: what a layer of a network sees of a tile.
#pragma once

#include "host/matrix.h"
#include "host/state.h"

namespace spintile::host {

class TrainingTile {
 public:
  virtual ~TrainingTile() = default;

  virtual int rows() const = 0;
  virtual int columns() const = 0;
  /// y = x W, x: B x R, y: B x C, with all that the read-out adds to it. The same for any split of a batch.
  virtual Matrix<float> forward(const Matrix<float>& x) = 0;
  /// d W^T, d: B x C, result: B x R.
  virtual Matrix<float> backward(const Matrix<float>& d) = 0;
  /// Descends: W moves towards W - rate x^T d, vector after vector (x: B x R, d: B x C); transfers are part of it.
  virtual void update(const Matrix<float>& x, const Matrix<float>& d, float rate) = 0;

  /// What forward() multiplies by, without noise.
  virtual Matrix<float> weights() const = 0;
  /// As near as the devices allow.
  virtual void set_weights(const Matrix<float>& weights) = 0;

  /// All state; set_state() of it on a tile made the same way goes on with the same bits. set_state() throws
  /// std::invalid_argument for a missing array or one of another size, and then has changed nothing.
  virtual State state() const = 0;
  virtual void set_state(const State& state) = 0;
};

}  // namespace spintile::host
