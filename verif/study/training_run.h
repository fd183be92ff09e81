// A training run: from a configuration to a trained network, with a log, checkpoints and a learning curve in a folder.
// Everything it leaves there is a function of the configuration, to the byte, however often it was interrupted.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "host/dataset.h"
#include "host/network_training.h"
#include "spec/training_config.h"
#include "verif/study/training_tiles.h"

namespace spintile::verif {

struct TrainingData {
  host::Dataset train;
  host::Dataset test;
};

/// The pictures that a configuration names. Throws std::runtime_error that says where it looked.
TrainingData load_training_data(const spec::TrainingData& data);

/// The network of a configuration with these tiles, its weights drawn or imported.
host::Network make_network(const spec::TrainingConfig& config, host::PictureShape picture, TrainingTiles& tiles);

/// What is known after an epoch.
struct EpochResult {
  double train_loss = 0.0;
  double train_accuracy = 0.0;  // 0 .. 1; before each step
  double test_loss = 0.0;
  double test_accuracy = 0.0;
};

struct TrainingRunOptions {
  Engine engine = Engine::arrays;
  std::int64_t compare_steps = 1000;       // lockstep: steps between two comparisons of all state
  double clock_mhz = 200.0;                // of the figures of hardware
  std::filesystem::path folder;            // empty: nothing is written
  bool resume = false;                     // go on from the folder's checkpoint, where there is one
  std::optional<std::int64_t> stop_after;  // stop at this step of the run, as an interruption would
  /// Called often: "training" with steps, "test" with pictures, and before a model is Verilated. May be empty.
  std::function<void(std::string_view stage, std::int64_t done, std::int64_t total)> progress;
  std::function<void(int epoch, const EpochResult& result)> epoch_done;  // may be empty
};

struct TrainingRunResult {
  bool finished = false;
  std::int64_t first_step = 0;  // of this call: above 0 after a checkpoint
  std::int64_t steps = 0;       // done in all
  double step_seconds = 0.0;    // in the steps of this call
  std::vector<EpochResult> epochs;
  HardwareFigures hardware;  // of the steps of this call; none for arrays
  LockstepSeconds seconds;   // in the commands of either engine of lockstep
};

/// Files in the folder: config.yaml (resolved), log.jsonl (a line every training.log_steps steps and every epoch),
/// checkpoint, and at the end learning_curve.svg and weights/layer<i>.{weights,bias}.npy (inputs x outputs; outputs).
/// With tiles also hardware.json, of the steps of this call. A checkpoint of one engine with tiles goes on with another
/// to the same bits. MismatchError for a difference in lockstep; the case is in mismatch/layer<i>.
/// Throws std::runtime_error when the folder holds another run or, without `resume`, any.
TrainingRunResult run_training(const spec::TrainingConfig& config, const TrainingData& data,
                               const TrainingRunOptions& options);

}  // namespace spintile::verif
