#include "host/training.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "host/philox.h"
#include "host/random_streams.h"
#include "host/shuffle.h"

namespace spintile::host {
namespace {

void require_trainable(const Dataset& train, const TrainingOptions& options) {
  if (train.size() < 1) throw std::invalid_argument("training: no pictures; at least 1 is needed");
  if (options.epochs < 1) throw std::invalid_argument(fmt::format("training: epochs: {}: 1 or more", options.epochs));
  if (options.batch < 1) throw std::invalid_argument(fmt::format("training: batch: {}: 1 or more", options.batch));
  if (!(options.learning_rate > 0.0F))
    throw std::invalid_argument(fmt::format("training: learning_rate: {}: above 0", options.learning_rate));
}

}  // namespace

void run_training(const Dataset& train, const TrainingOptions& options, const TrainingProgress& progress,
                  const TrainingStep& step) {
  require_trainable(train, options);
  std::vector<int> order(static_cast<std::size_t>(train.size()));
  std::iota(order.begin(), order.end(), 0);
  PhiloxSequence draws({options.seed, random_stream::training_order}, 0);

  const auto batch = static_cast<std::size_t>(options.batch);
  const std::size_t epoch_steps = (order.size() + batch - 1) / batch;
  const auto steps = static_cast<float>(epoch_steps * static_cast<std::size_t>(options.epochs));
  std::size_t done = 0;
  for (int epoch = 1; epoch <= options.epochs; ++epoch) {
    shuffle(order, draws);
    EpochReport report;
    for (std::size_t first = 0; first < order.size(); first += batch, ++done) {
      const float left = 1.0F - static_cast<float>(done) / steps;
      const std::size_t count = std::min(batch, order.size() - first);
      step(std::span<const int>(order).subspan(first, count), options.learning_rate * left, report);
    }
    if (progress) progress(epoch, options.epochs, report.loss / train.size(), 1.0 * report.right / train.size());
  }
}

}  // namespace spintile::host
