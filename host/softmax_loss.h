// Log-softmax with the negative log likelihood of the right class (cross-entropy).
#pragma once

#include <span>

namespace spintile::host {

/// The position of the largest value, the first of equals; `values` is not empty.
template <class Value>
int largest_of(std::span<const Value> values) {
  std::size_t best = 0;
  for (std::size_t candidate = 1; candidate < values.size(); ++candidate)
    if (values[candidate] > values[best]) best = candidate;
  return static_cast<int>(best);
}

struct PictureLoss {
  float loss = 0.0F;  // -log of the probability of the label
  int predicted = 0;  // the class with the largest logit, the first of equals
};

/// Loss of one picture; `gradient` (as long as `logits`) gets its derivative by the logits.
PictureLoss softmax_loss(std::span<const float> logits, int label, std::span<float> gradient);

}  // namespace spintile::host
