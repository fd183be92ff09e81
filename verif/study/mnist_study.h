// MNIST by 784-256-128-10 on arrays whose devices are off: float32, AGAD and TTv2, with the mean offset of array A's
// devices at 0 and at 0.5 (docs/contract.md, "Training arrays": reference_mean).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "spec/training_config.h"
#include "verif/study/training_run.h"

namespace spintile::verif {

enum class MnistDevice { soft_bounds_20, reram_sb };

struct MnistCase {
  spec::Algorithm algorithm = spec::Algorithm::floating;  // floating, agad, ttv2
  MnistDevice device = MnistDevice::soft_bounds_20;       // of no meaning to floating
  double offset = 0.0;

  /// "AGAD, offset 0.5"; "float".
  std::string name() const;
};

/// float, and each algorithm on each device at each offset.
std::vector<MnistCase> mnist_cases();

struct MnistStudy {
  int epochs = 10;
  int seed = 1;
  int threads = 1;  // runs at a time; the same results
};

/// The run of a case.
spec::TrainingConfig mnist_config(const MnistCase& one, const MnistStudy& study);

struct MnistResult {
  MnistCase one;
  std::vector<EpochResult> epochs;

  double accuracy() const { return epochs.back().test_accuracy; }
};

/// Runs the cases; `done` is called, from any of the threads but not by two at once, when one is over.
std::vector<MnistResult> run_mnist_study(const MnistStudy& study, const std::vector<MnistCase>& cases,
                                         const TrainingData& data,
                                         const std::function<void(const MnistResult&)>& done = {});

/// What is not as it was published: AGAD within 1 point of float at every offset, TTv2 at 0.5 behind AGAD by more than
/// 1 point. One line each; speaks only of what `results` holds.
std::vector<std::string> mnist_violations(const std::vector<MnistResult>& results);

/// Test error by epoch, float and the cases of one device.
std::string mnist_chart(const std::vector<MnistResult>& results, MnistDevice device);

std::string_view name(MnistDevice device);

}  // namespace spintile::verif
