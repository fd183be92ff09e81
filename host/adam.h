// Adam (Kingma and Ba, arXiv 1412.6980): gradient descent with a step of its own for each parameter.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace spintile::host {

class Adam {
 public:
  explicit Adam(std::size_t parameters) : mean_(parameters), square_(parameters) {}

  /// One step down `gradient`, of about `rate` a parameter. Both spans hold as many values as the constructor was told.
  void step(std::span<float> parameters, std::span<const float> gradient, float rate);

 private:
  std::vector<float> mean_;    // running mean of the gradient
  std::vector<float> square_;  // and of its square
  float mean_missing_ = 1.0F;  // share of the running means that is still their start value, 0
  float square_missing_ = 1.0F;
};

}  // namespace spintile::host
