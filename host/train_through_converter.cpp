#include "host/train_through_converter.h"

#include <algorithm>
#include <cstdlib>
#include <span>

#include "host/adam.h"
#include "host/converter_network.h"
#include "host/exponential.h"
#include "host/input_codes.h"
#include "host/random_streams.h"
#include "spec/derive.h"

namespace spintile::host {
namespace {

/// The parameters as Adam moves them: before rounding, and the gain as its logarithm, which keeps it positive.
struct Trainee {
  Matrix<float> weights{image_pixels, class_lanes};  // codes over weight_code_max, within +-1
  ClassLanes log_gain{};
  ClassLanes slope{};
  ClassLanes bias{};
};

std::int32_t weight_code(float weight, std::int32_t code_max) {
  const float code = weight * static_cast<float>(code_max);
  return static_cast<std::int32_t>(code + (code < 0.0F ? -0.5F : 0.5F));
}

/// What the tile holds for the trainee: weights rounded to codes, and those cut into digits.
void quantise(const spec::Variant& variant, const Trainee& trainee, ConverterWeights& weights) {
  const std::int32_t code_max = spec::weight_code_max(variant);
  const int slice_bits = variant.crossbar.slice_bits;
  const std::int32_t mask = (1 << slice_bits) - 1;
  const float digit_unit = 1.0F / static_cast<float>(mask);
  const std::span<const float> exact = trainee.weights.values();
  for (std::size_t i = 0; i < exact.size(); ++i) {
    const std::int32_t code = weight_code(exact[i], code_max);
    std::int32_t magnitude = std::abs(code);
    for (Matrix<float>& cells : weights.cells) {
      const auto digit = static_cast<float>(magnitude & mask) * digit_unit;
      cells.values()[i] = code < 0 ? -digit : digit;
      magnitude >>= slice_bits;
    }
  }
  std::ranges::transform(trainee.log_gain, weights.gain.begin(), exponential);
  weights.slope = trainee.slope;
  weights.bias = trainee.bias;
}

void clear(ConverterWeights& gradient) {
  for (Matrix<float>& cells : gradient.cells) std::ranges::fill(cells.values(), 0.0F);
  gradient.gain = gradient.slope = gradient.bias = {};
}

/// Adam for each group of parameters; the few of a column may move faster than the many weights.
class Descent {
 public:
  /// One step down the gradient of a batch's mean loss, given that of its sum.
  void step(const ConverterWeights& weights, ConverterWeights& gradient, int batch, float rate, Trainee& trainee) {
    const float share = 1.0F / static_cast<float>(batch);
    // Straight through: a weight is the sum of its slices' digits by place value, and y weighs the slices the same, so
    // the weight's gradient is the plain sum of its cells'.
    const std::span<float> by_weights = gradient.cells.front().values();
    for (std::size_t slice = 1; slice < gradient.cells.size(); ++slice)
      for (std::size_t i = 0; i < by_weights.size(); ++i) by_weights[i] += gradient.cells[slice].values()[i];
    for (float& value : by_weights) value *= share;
    for (std::size_t lane = 0; lane < class_lanes; ++lane) {
      gradient.gain[lane] *= share * weights.gain[lane];  // by the logarithm
      gradient.slope[lane] *= share;
      gradient.bias[lane] *= share;
    }

    weights_.step(trainee.weights.values(), by_weights, rate);
    log_gain_.step(trainee.log_gain, gradient.gain, 2.0F * rate);
    slope_.step(trainee.slope, gradient.slope, rate);
    bias_.step(trainee.bias, gradient.bias, 3.0F * rate);
    for (float& weight : trainee.weights.values()) weight = clamp_magnitude(weight, 1.0F);
  }

 private:
  Adam weights_{static_cast<std::size_t>(image_pixels * class_lanes)};
  Adam log_gain_{class_lanes};
  Adam slope_{class_lanes};
  Adam bias_{class_lanes};
};

/// 1, 2, 4, ... up to samples_max, but not above 16, whose mean is hardly noisy any more.
int draw_samples(int samples_max, PhiloxSequence& draws) {
  const int powers = spec::ceil_log2(std::int64_t{std::min(samples_max, 16)} + 1);
  return 1 << draws.below(static_cast<std::uint32_t>(powers));
}

TrainedClassifier as_classifier(const spec::Variant& variant, const Trainee& trainee) {
  const int columns = variant.crossbar.columns;
  const auto columns_size = static_cast<std::size_t>(columns);
  TrainedClassifier classifier{variant, Matrix<std::int32_t>(image_pixels, columns), std::vector(columns_size, 1.0F),
                               std::vector(columns_size, 0.0), std::vector(columns_size, 0.0)};
  for (int row = 0; row < image_pixels; ++row)
    for (int column = 0; column < classes; ++column)
      classifier.weight_codes(row, column) = weight_code(trainee.weights(row, column), spec::weight_code_max(variant));
  for (std::size_t column = 0; column < classes; ++column) {
    classifier.column_gain[column] = exponential(trainee.log_gain[column]);
    classifier.slope[column] = static_cast<double>(trainee.slope[column]);
    classifier.bias[column] = static_cast<double>(trainee.bias[column]);
  }
  return classifier;
}

}  // namespace

TrainedClassifier train_through_converter(const spec::Variant& variant, const Dataset& train,
                                          const TrainingOptions& options, const TrainingProgress& progress) {
  ConverterNetwork network(variant);
  ConverterWeights weights = network.zero_weights();
  ConverterWeights gradient = network.zero_weights();

  Trainee trainee;
  trainee.log_gain.fill(3.0F);  // 20: the sums of a sparse picture then reach the steep part of the converters' curve
  trainee.slope.fill(1.0F);
  Descent descent;
  PhiloxSequence draws({options.seed, random_stream::training_samples}, 0);

  run_training(train, options, progress, [&](std::span<const int> pictures, float rate, EpochReport& report) {
    quantise(variant, trainee, weights);
    clear(gradient);
    const Matrix<std::int32_t> codes = input_codes(train, pictures, variant);
    for (int i = 0; i < codes.rows(); ++i) {
      const int label = train.labels[static_cast<std::size_t>(pictures[static_cast<std::size_t>(i)])];
      const int samples = draw_samples(variant.readout.samples_max, draws);
      const ClassLoss loss = class_loss(network.forward(weights, codes.row(i), samples, draws), label);
      report.add(loss, label);
      network.add_gradient(weights, loss.gradient, gradient);
    }
    descent.step(weights, gradient, codes.rows(), rate, trainee);
  });
  return as_classifier(variant, trainee);
}

}  // namespace spintile::host
