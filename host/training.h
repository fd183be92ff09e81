// What the training loops share: their options, their report to whoever waits, the order of the pictures.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "host/class_lanes.h"
#include "host/dataset.h"

namespace spintile::host {

struct TrainingOptions {
  int epochs = 8;               // 1 or more
  int batch = 100;              // pictures of one step, 1 or more; the last of an epoch may have fewer
  float learning_rate = 0.03F;  // of the first step; falls to 0 along a straight line
  std::uint32_t seed = 1;
};

/// After each epoch: its number from 1, how many there will be, mean loss and share of right answers (0 .. 1) in it.
using TrainingProgress = std::function<void(int epoch, int epochs, double loss, double accuracy)>;

/// Sums over the pictures of an epoch.
struct EpochReport {
  double loss = 0.0;
  int right = 0;

  void add(const ClassLoss& picture, int label) {
    loss += static_cast<double>(picture.loss);
    right += picture.predicted == label ? 1 : 0;
  }
};

/// One step of training: picture numbers, learning rate, where to add each picture's loss.
using TrainingStep = std::function<void(std::span<const int> pictures, float rate, EpochReport& report)>;

/// Calls `step` for every batch of every epoch, the pictures of an epoch in an order drawn from the seed, then
/// `progress` (if any). Throws std::invalid_argument for an empty data set or options out of range, before the first
/// step.
void run_training(const Dataset& train, const TrainingOptions& options, const TrainingProgress& progress,
                  const TrainingStep& step);

}  // namespace spintile::host
