// A layer of a network. A batch of B vectors is a matrix with a vector in each row; pictures are vectors of height x
// width x channels values, channels fastest.
#pragma once

#include "host/matrix.h"
#include "host/state.h"

namespace spintile::host {

class DenseLayer;

class Layer {
 public:
  virtual ~Layer() = default;

  virtual int inputs() const = 0;
  virtual int outputs() const = 0;
  /// B x inputs -> B x outputs. Keeps what the next two need.
  virtual Matrix<float> forward(Matrix<float> x) = 0;
  /// The loss's derivative by the outputs of the last forward() (B x outputs) -> that by its inputs. Where `wanted` is
  /// false nobody needs the answer, and it may be empty.
  virtual Matrix<float> backward(Matrix<float> d, bool wanted) = 0;
  /// Descends along the derivative of the last backward().
  virtual void update(float /*rate*/) {}

  /// The weights and biases inside, if there are any.
  virtual DenseLayer* dense() { return nullptr; }
};

}  // namespace spintile::host
