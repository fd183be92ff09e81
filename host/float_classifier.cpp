#include "host/float_classifier.h"

#include <algorithm>

#include "host/adam.h"

namespace spintile::host {
namespace {

constexpr float pixel_unit = 1.0F / 255.0F;

ClassLanes logits_of(const FloatClassifier& classifier, std::span<const std::uint8_t> image) {
  ClassLanes logits = classifier.bias;
  for (int pixel = 0; pixel < image_pixels; ++pixel)
    if (const std::uint8_t value = image[static_cast<std::size_t>(pixel)]; value != 0)
      add_scaled(logits, static_cast<float>(value) * pixel_unit, classifier.weights.row(pixel));
  return logits;
}

void add_gradient(std::span<const std::uint8_t> image, const ClassLanes& by_logits, FloatClassifier& gradient) {
  for (int pixel = 0; pixel < image_pixels; ++pixel)
    if (const std::uint8_t value = image[static_cast<std::size_t>(pixel)]; value != 0)
      add_scaled(gradient.weights.row(pixel), static_cast<float>(value) * pixel_unit, by_logits);
  add_scaled(gradient.bias, 1.0F, by_logits);
}

}  // namespace

FloatClassifier train_float(const Dataset& train, const TrainingOptions& options, const TrainingProgress& progress) {
  FloatClassifier classifier;
  FloatClassifier gradient;
  Adam weights(classifier.weights.values().size());
  Adam bias(class_lanes);
  run_training(train, options, progress, [&](std::span<const int> pictures, float rate, EpochReport& report) {
    std::ranges::fill(gradient.weights.values(), 0.0F);
    gradient.bias = {};
    const float share = 1.0F / static_cast<float>(pictures.size());
    for (const int picture : pictures) {
      const std::span<const std::uint8_t> image = train.images.row(picture);
      const int label = train.labels[static_cast<std::size_t>(picture)];
      ClassLoss loss = class_loss(logits_of(classifier, image), label);
      report.add(loss, label);
      for (float& value : loss.gradient) value *= share;
      add_gradient(image, loss.gradient, gradient);
    }
    weights.step(classifier.weights.values(), gradient.weights.values(), rate);
    bias.step(classifier.bias, gradient.bias, rate);
  });
  return classifier;
}

double accuracy(const FloatClassifier& classifier, const Dataset& test) {
  int right = 0;
  for (int picture = 0; picture < test.size(); ++picture) {
    const ClassLanes logits = logits_of(classifier, test.images.row(picture));
    right += largest_class(std::span<const float>(logits)) == test.labels[static_cast<std::size_t>(picture)] ? 1 : 0;
  }
  return test.size() == 0 ? 0.0 : static_cast<double>(right) / test.size();
}

}  // namespace spintile::host
