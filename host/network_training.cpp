#include "host/network_training.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "host/learning_rate.h"
#include "host/philox.h"
#include "host/random_streams.h"
#include "host/shuffle.h"
#include "host/softmax_loss.h"

namespace spintile::host {
namespace {

void require_fit(const Network& network, const Dataset& pictures) {
  if (pictures.size() < 1) throw std::invalid_argument("training: no pictures; at least 1 is needed");
  if (network.inputs() != pictures.images.columns())
    throw std::invalid_argument(fmt::format("training: pictures of {} values for a network of {}",
                                            pictures.images.columns(), network.inputs()));
  if (network.outputs() != classes)
    throw std::invalid_argument(
        fmt::format("training: a network with {} outputs; {} are needed", network.outputs(), classes));
}

/// Adds what `logits` say of the pictures to `count`; makes the gradient of the mean loss of them.
Matrix<float> add_losses(const Matrix<float>& logits, const Dataset& dataset, std::span<const int> pictures,
                         PictureCount& count) {
  Matrix<float> gradient(logits.rows(), logits.columns());
  const float share = 1.0F / static_cast<float>(pictures.size());
  for (int i = 0; i < logits.rows(); ++i) {
    const int label = dataset.labels[static_cast<std::size_t>(pictures[static_cast<std::size_t>(i)])];
    const PictureLoss loss = softmax_loss(logits.row(i), label, gradient.row(i));
    count.loss += static_cast<double>(loss.loss);
    count.right += loss.predicted == label ? 1 : 0;
    ++count.pictures;
    for (float& value : gradient.row(i)) value *= share;
  }
  return gradient;
}

}  // namespace

NetworkTraining::NetworkTraining(Network& network, const Dataset& train, const DescentOptions& options)
    : network_(network), train_(train), options_(options), order_(static_cast<std::size_t>(train.size())) {
  require_fit(network, train);
  if (options.epochs < 1) throw std::invalid_argument(fmt::format("training: epochs: {}: 1 or more", options.epochs));
  if (options.batch < 1) throw std::invalid_argument(fmt::format("training: batch: {}: 1 or more", options.batch));
  if (!(options.learning_rate.start > 0.0))
    throw std::invalid_argument(fmt::format("training: learning_rate: {}: above 0", options.learning_rate.start));
  epoch_steps_ = (train.size() + options.batch - 1) / options.batch;
  order_pictures();
}

/// A function of seed and epoch alone, so that a run can begin in the middle.
void NetworkTraining::order_pictures() {
  std::iota(order_.begin(), order_.end(), 0);
  const auto epoch = static_cast<std::uint32_t>(done_ / epoch_steps_);
  PhiloxSequence draws({options_.seed, random_stream::picture_order}, epoch);
  shuffle(order_, draws);
}

PictureCount NetworkTraining::step() {
  if (finished()) throw std::logic_error("training: a step after the last");
  const std::int64_t in_epoch = done_ % epoch_steps_;
  if (in_epoch == 0) epoch_ = {};
  const auto first = static_cast<std::size_t>(in_epoch * options_.batch);
  const std::size_t count = std::min(static_cast<std::size_t>(options_.batch), order_.size() - first);
  const std::span<const int> pictures = std::span<const int>(order_).subspan(first, count);

  const Matrix<float> logits = network_.forward(picture_inputs(train_, pictures));
  PictureCount seen;
  network_.backward(add_losses(logits, train_, pictures, seen));
  epoch_.add(seen);
  network_.update(host::learning_rate(options_.learning_rate, done_, epoch_steps_, steps()));
  ++done_;
  if (done_ % epoch_steps_ == 0 && !finished()) order_pictures();
  return seen;
}

State NetworkTraining::state() const {
  State state{{"progress",
               std::vector<std::uint64_t>{static_cast<std::uint64_t>(done_), std::bit_cast<std::uint64_t>(epoch_.loss),
                                          epoch_.right, epoch_.pictures}}};
  add_state(state, "network.", network_.state());
  return state;
}

void NetworkTraining::set_state(const State& state) {
  require_like(state, {{"progress", std::vector<std::uint64_t>(4)}});
  const auto& progress = std::get<std::vector<std::uint64_t>>(state.at("progress"));
  if (progress[0] > static_cast<std::uint64_t>(steps()))
    throw std::invalid_argument(fmt::format("state: step {} of a run of {} steps", progress[0], steps()));
  network_.set_state(part_of(state, "network."));
  done_ = static_cast<std::int64_t>(progress[0]);
  epoch_ = {std::bit_cast<double>(progress[1]), progress[2], progress[3]};
  order_pictures();
}

Matrix<float> picture_inputs(const Dataset& dataset, std::span<const int> pictures) {
  Matrix<float> inputs(static_cast<int>(pictures.size()), dataset.images.columns());
  for (int i = 0; i < inputs.rows(); ++i)
    std::ranges::transform(dataset.images.row(pictures[static_cast<std::size_t>(i)]), inputs.row(i).begin(),
                           [](std::uint8_t pixel) { return static_cast<float>(pixel) * (1.0F / 255.0F); });
  return inputs;
}

PictureCount evaluate(Network& network, const Dataset& test, const std::function<void(int done)>& progress) {
  require_fit(network, test);
  constexpr int batch = 100;  // bounds the memory; the answer does not depend on it
  PictureCount count;
  std::vector<int> pictures;
  for (int first = 0; first < test.size(); first += batch) {
    pictures.resize(static_cast<std::size_t>(std::min(batch, test.size() - first)));
    std::iota(pictures.begin(), pictures.end(), first);
    add_losses(network.forward(picture_inputs(test, pictures)), test, pictures, count);
    if (progress) progress(first + static_cast<int>(pictures.size()));
  }
  return count;
}

}  // namespace spintile::host
