#include "host/adam.h"

#include <cmath>

namespace spintile::host {

void Adam::step(std::span<float> parameters, std::span<const float> gradient, float rate) {
  constexpr float mean_decay = 0.9F;
  constexpr float square_decay = 0.999F;
  constexpr float smallest = 1e-8F;
  mean_missing_ *= mean_decay;
  square_missing_ *= square_decay;
  const float mean_rate = rate / (1.0F - mean_missing_);
  const float square_factor = 1.0F / (1.0F - square_missing_);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const float slope = gradient[i];
    mean_[i] = mean_decay * mean_[i] + (1.0F - mean_decay) * slope;
    square_[i] = square_decay * square_[i] + (1.0F - square_decay) * slope * slope;
    // The square root is exact to the last bit by IEEE 754, unlike the rest of a mathematics library.
    parameters[i] -= mean_rate * mean_[i] / (std::sqrt(square_[i] * square_factor) + smallest);
  }
}

}  // namespace spintile::host
