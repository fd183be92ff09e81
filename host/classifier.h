// A classifier of digits that lives in a tile: what to program, and how to read the answer.
#pragma once

#include <cstdint>
#include <vector>

#include "host/dataset.h"
#include "host/inference_tile.h"
#include "host/matrix.h"
#include "spec/variant.h"

namespace spintile::host {

/// Column j says how much a picture looks like digit j; columns from 10 on are unused (weights 0, scale 0).
struct TrainedClassifier {
  spec::Variant variant;              // trained for
  Matrix<std::int32_t> weight_codes;  // R x C, in +-weight_code_max
  std::vector<float> column_gain;     // C
  // logit_j = slope_j y_j / (n D_w D_a) + bias_j, y_j the accumulator; C each
  std::vector<double> slope;
  std::vector<double> bias;

  /// The logits as outputs of the requantiser: one common unit, as fine as output_bits, scale_bits and the shift allow
  /// without saturation. 1 <= samples <= samples_max, else std::invalid_argument.
  Requantisation requantisation(int samples) const;
};

/// Programs the weights and sets the column gain.
void program(InferenceTile& tile, const TrainedClassifier& classifier);

/// The digit a row of outputs (B x C, C >= 10) says: the largest of its first ten, the first of equals.
std::vector<int> predictions(const Matrix<std::int64_t>& outputs);

/// Share of `test` (0 .. 1) that a tile programmed with this classifier gets right at n = samples.
double accuracy(InferenceTile& tile, const TrainedClassifier& classifier, const Dataset& test, int samples);

}  // namespace spintile::host
