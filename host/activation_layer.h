// Functions of each value: the bends between the layers with weights.
#pragma once

#include "host/layer.h"
#include "spec/network.h"

namespace spintile::host {

class ActivationLayer : public Layer {
 public:
  ActivationLayer(spec::Activation kind, int size) : kind_(kind), size_(size) {}

  int inputs() const override { return size_; }
  int outputs() const override { return size_; }
  Matrix<float> forward(Matrix<float> x) override;
  Matrix<float> backward(Matrix<float> d, bool wanted) override;

 private:
  spec::Activation kind_;
  int size_;
  Matrix<float> y_;
};

}  // namespace spintile::host
