// How the learning rate of a training run changes.
#pragma once

namespace spintile::spec {

enum class Schedule { constant, step, cosine, linear };

struct LearningRate {
  double start = 0.1;  // above 0
  Schedule schedule = Schedule::constant;
  int step_epochs = 10;      // step: every so many epochs
  double step_factor = 0.5;  // it is multiplied by this
  double end = 0.0;          // cosine, linear: after the last step of the run

  friend bool operator==(const LearningRate&, const LearningRate&) = default;
};

}  // namespace spintile::spec
