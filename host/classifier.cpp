#include "host/classifier.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "host/class_lanes.h"
#include "host/input_codes.h"
#include "spec/derive.h"

namespace spintile::host {

Requantisation TrainedClassifier::requantisation(int samples) const {
  if (samples < 1 || samples > variant.readout.samples_max)
    throw std::invalid_argument(fmt::format("variant {}: {} samples: 1 .. {} are possible", variant.name, samples,
                                            variant.readout.samples_max));
  const auto scale_limit = static_cast<double>((std::int64_t{1} << (variant.requantise.scale_bits - 1)) - 1);
  const auto output_limit = static_cast<double>((std::int64_t{1} << (variant.requantise.output_bits - 1)) - 1);
  const double full_scale = static_cast<double>(spec::accumulator_max(variant)) * samples / variant.readout.samples_max;
  const double unit_y = full_scale / spec::subarrays(variant);  // n D_w D_a

  double largest_logit = 0.0;
  double largest_slope = 0.0;
  for (std::size_t column = 0; column < slope.size(); ++column) {
    const double swing = std::abs(slope[column]) * spec::subarrays(variant);
    largest_logit = std::max(largest_logit, swing + std::abs(bias[column]));
    largest_slope = std::max(largest_slope, std::abs(slope[column]) / unit_y);
  }

  // Outputs per logit: all of the output's range (less one, for rounding), or all of the scale's at shift 0.
  double unit = std::max(output_limit - 1.0, 1.0) / std::max(largest_logit, 1e-30);
  unit = std::min(unit, scale_limit / std::max(largest_slope, 1e-30));
  int shift = 0;
  while (shift < spec::shift_max(variant) && largest_slope * unit * std::ldexp(1.0, shift + 1) <= scale_limit &&
         largest_slope > 0.0)
    ++shift;

  Requantisation result{{}, {}, shift};
  for (std::size_t column = 0; column < slope.size(); ++column) {
    result.scale.push_back(std::llrint(slope[column] / unit_y * unit * std::ldexp(1.0, shift)));
    result.offset.push_back(std::llrint(bias[column] * unit));
  }
  return result;
}

void program(InferenceTile& tile, const TrainedClassifier& classifier) {
  tile.program(classifier.weight_codes);
  tile.set_column_gain(classifier.column_gain);
}

std::vector<int> predictions(const Matrix<std::int64_t>& outputs) {
  std::vector<int> digits;
  for (int vector = 0; vector < outputs.rows(); ++vector) digits.push_back(largest_class(outputs.row(vector)));
  return digits;
}

double accuracy(InferenceTile& tile, const TrainedClassifier& classifier, const Dataset& test, int samples) {
  tile.set_samples(samples);
  tile.set_requantisation(classifier.requantisation(samples));
  constexpr int batch = 1000;  // bounds the memory; the answer does not depend on it
  int right = 0;
  for (int first = 0; first < test.size(); first += batch) {
    const int count = std::min(batch, test.size() - first);
    const std::vector<int> digits = predictions(tile.forward(input_codes(test, first, count, tile.variant())).outputs);
    for (int i = 0; i < count; ++i)
      right += digits[static_cast<std::size_t>(i)] == test.labels[static_cast<std::size_t>(first + i)] ? 1 : 0;
  }
  return test.size() == 0 ? 0.0 : static_cast<double>(right) / test.size();
}

}  // namespace spintile::host
