// The ten classes side by side, padded to whole SIMD registers; the training loops run over these.
#pragma once

#include <array>
#include <span>

#include "host/dataset.h"
#include "host/softmax_loss.h"

namespace spintile::host {

inline constexpr int class_lanes = 12;

/// One float a class; lanes from 10 on are padding.
using ClassLanes = std::array<float, class_lanes>;

/// lanes <- lanes + factor x values, both with at least class_lanes elements.
inline void add_scaled(std::span<float> lanes, float factor, std::span<const float> values) {
  for (std::size_t lane = 0; lane < class_lanes; ++lane) lanes[lane] += factor * values[lane];
}

/// Softmax cross-entropy of one picture.
struct ClassLoss : PictureLoss {
  ClassLanes gradient{};  // of the loss, by the logits; 0 in the padding
};

ClassLoss class_loss(const ClassLanes& logits, int label);

/// The class with the largest of the first ten values, the first of equals.
template <class Value>
int largest_class(std::span<const Value> values) {
  return largest_of(values.first(classes));
}

}  // namespace spintile::host
