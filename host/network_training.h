// Training a network by stochastic gradient descent, a batch of pictures a step. All that it remembers is a State: a
// run that goes on from one gives the same bits as one that never stopped.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "host/dataset.h"
#include "host/network.h"
#include "spec/learning_rate.h"

namespace spintile::host {

struct DescentOptions {
  int epochs = 1;  // 1 or more
  int batch = 1;   // pictures a step, 1 or more; the last step of an epoch may have fewer
  spec::LearningRate learning_rate = {};
  std::uint32_t seed = 1;  // of the order of the pictures, a new one each epoch
};

/// Sums over pictures.
struct PictureCount {
  double loss = 0.0;
  std::uint64_t right = 0;
  std::uint64_t pictures = 0;

  void add(const PictureCount& other) {
    loss += other.loss;
    right += other.right;
    pictures += other.pictures;
  }
  double mean_loss() const { return pictures == 0 ? 0.0 : loss / static_cast<double>(pictures); }
  /// 0 .. 1.
  double accuracy() const { return pictures == 0 ? 0.0 : static_cast<double>(right) / static_cast<double>(pictures); }
};

class NetworkTraining {
 public:
  /// Both stay the caller's and outlive this. Throws std::invalid_argument for an empty data set, options out of range
  /// or a network that does not take the pictures.
  NetworkTraining(Network& network, const Dataset& train, const DescentOptions& options);

  std::int64_t epoch_steps() const { return epoch_steps_; }
  std::int64_t steps() const { return epoch_steps_ * options_.epochs; }
  std::int64_t done() const { return done_; }
  bool finished() const { return done_ == steps(); }
  /// The next batch: forward, mean loss of its pictures, backward, update. What it saw before the update. Throws
  /// std::logic_error when finished.
  PictureCount step();
  /// Pictures of the running epoch before their step, or of the last one where it is just over.
  const PictureCount& epoch() const { return epoch_; }

  /// Where it stands and all of the network.
  State state() const;
  void set_state(const State& state);

 private:
  void order_pictures();

  Network& network_;
  const Dataset& train_;
  DescentOptions options_;
  std::int64_t epoch_steps_ = 0;
  std::int64_t done_ = 0;
  PictureCount epoch_;
  std::vector<int> order_;  // of the running epoch
};

/// The pictures as vectors: value / 255.
Matrix<float> picture_inputs(const Dataset& dataset, std::span<const int> pictures);

/// Loss and accuracy of a network. `progress`, if any, is told how many pictures are through.
PictureCount evaluate(Network& network, const Dataset& test, const std::function<void(int done)>& progress = {});

}  // namespace spintile::host
