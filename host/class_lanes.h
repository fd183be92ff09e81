// The ten classes side by side, padded to whole SIMD registers; the training loops run over these.
#pragma once

#include <array>
#include <span>

#include "host/dataset.h"

namespace spintile::host {

inline constexpr int class_lanes = 12;

/// One float a class; lanes from 10 on are padding.
using ClassLanes = std::array<float, class_lanes>;

/// lanes <- lanes + factor x values, both with at least class_lanes elements.
inline void add_scaled(std::span<float> lanes, float factor, std::span<const float> values) {
  for (std::size_t lane = 0; lane < class_lanes; ++lane) lanes[lane] += factor * values[lane];
}

/// Softmax cross-entropy of one picture.
struct ClassLoss {
  float loss = 0.0F;      // -log of the probability of the label
  int predicted = 0;      // the class with the largest logit, the first of equals
  ClassLanes gradient{};  // of the loss, by the logits; 0 in the padding
};

ClassLoss class_loss(const ClassLanes& logits, int label);

/// The position of the largest value, the first of equals.
template <class Value>
int largest_class(std::span<const Value> values) {
  int best = 0;
  for (int candidate = 1; candidate < classes; ++candidate)
    if (values[static_cast<std::size_t>(candidate)] > values[static_cast<std::size_t>(best)]) best = candidate;
  return best;
}

}  // namespace spintile::host
