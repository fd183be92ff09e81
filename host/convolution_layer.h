// A convolution as a matrix product: each window of the picture is unfolded into a vector, and all of them are a batch
// for one dense layer with a column for each output channel. Stride 1, no padding.
#pragma once

#include <memory>

#include "host/dataset.h"
#include "host/dense_layer.h"

namespace spintile::host {

class ConvolutionLayer : public Layer {
 public:
  /// Windows of kernel x kernel pixels: the tile has kernel^2 x channels rows (window row, window column, channel;
  /// channel fastest). Throws std::invalid_argument when it has another number, or when the window does not fit.
  ConvolutionLayer(PictureShape input, int kernel, std::unique_ptr<TrainingTile> tile);

  int inputs() const override { return input_.size(); }
  int outputs() const override { return output_.size(); }
  PictureShape output() const { return output_; }
  Matrix<float> forward(Matrix<float> x) override;
  Matrix<float> backward(Matrix<float> d, bool wanted) override;
  void update(float rate) override { dense_.update(rate); }
  DenseLayer* dense() override { return &dense_; }

 private:
  /// Calls action(value of the picture, value of the window, how many lie side by side) for each run of values that
  /// picture and unfolded windows have in common.
  template <class Action>
  void for_each_run(const Action& action) const;

  PictureShape input_;
  int kernel_;
  DenseLayer dense_;
  PictureShape output_;
};

}  // namespace spintile::host
