#include "host/activation_layer.h"

#include <algorithm>

#include "host/exponential.h"
#include "host/hyperbolic_tangent.h"

namespace spintile::host {

using spec::Activation;

Matrix<float> ActivationLayer::forward(Matrix<float> x) {
  const std::span<float> values = x.values();
  switch (kind_) {
    case Activation::sigmoid:
      for (float& value : values) value = logistic(value);
      break;
    case Activation::tanh:
      for (float& value : values) value = hyperbolic_tangent(value);
      break;
    case Activation::relu:
      for (float& value : values) value = std::max(value, 0.0F);
      break;
  }
  y_ = x;
  return x;
}

/// All three derivatives follow from the output.
Matrix<float> ActivationLayer::backward(Matrix<float> d, bool /*wanted*/) {
  const std::span<float> slope = d.values();
  const std::span<const float> y = y_.values();
  switch (kind_) {
    case Activation::sigmoid:
      for (std::size_t i = 0; i < slope.size(); ++i) slope[i] *= y[i] * (1.0F - y[i]);
      break;
    case Activation::tanh:
      for (std::size_t i = 0; i < slope.size(); ++i) slope[i] *= 1.0F - y[i] * y[i];
      break;
    case Activation::relu:
      for (std::size_t i = 0; i < slope.size(); ++i) slope[i] = y[i] > 0.0F ? slope[i] : 0.0F;
      break;
  }
  return d;
}

}  // namespace spintile::host
