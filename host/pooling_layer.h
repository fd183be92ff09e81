// One value for each square of a picture, channel by channel.
#pragma once

#include <vector>

#include "host/dataset.h"
#include "host/layer.h"
#include "spec/network.h"

namespace spintile::host {

class PoolingLayer : public Layer {
 public:
  /// Squares of side x side pixels; what is left at the lower and right edge is not seen. Throws std::invalid_argument
  /// when not one fits.
  PoolingLayer(spec::Pooling kind, PictureShape input, int side);

  int inputs() const override { return input_.size(); }
  int outputs() const override { return output_.size(); }
  PictureShape output() const { return output_; }
  Matrix<float> forward(Matrix<float> x) override;
  Matrix<float> backward(Matrix<float> d, bool wanted) override;

 private:
  /// Where pixel (line, column) of the square of output (y, x), channel 0, lies in the picture.
  std::size_t pixel(int y, int x, int line, int column) const;

  spec::Pooling kind_;
  PictureShape input_;
  int side_;
  PictureShape output_;
  std::vector<std::size_t> largest_;  // max: of each output, where its value came from
};

}  // namespace spintile::host
