// The yardstick: a linear classifier of digits in floating point, softmax regression.
#pragma once

#include "host/class_lanes.h"
#include "host/dataset.h"
#include "host/matrix.h"
#include "host/training.h"

namespace spintile::host {

/// logit_j = sum over pixels of pixel/255 x weights(pixel, j), plus bias_j.
struct FloatClassifier {
  Matrix<float> weights{image_pixels, class_lanes};
  ClassLanes bias{};
};

/// Trains all 784 x 10 weights and 10 biases on softmax cross-entropy. The same arguments give the same bits
/// everywhere.
FloatClassifier train_float(const Dataset& train,
                            const TrainingOptions& options = {.epochs = 8, .learning_rate = 0.002F},
                            const TrainingProgress& progress = {});

/// Share of `test` (0 .. 1) it gets right.
double accuracy(const FloatClassifier& classifier, const Dataset& test);

}  // namespace spintile::host
