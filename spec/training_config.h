// A training run as a user writes it down: `spintile train` reads it from YAML.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "spec/key_problem.h"
#include "spec/learning_rate.h"
#include "spec/network.h"
#include "spec/periodic_carry.h"
#include "spec/pulsed_update.h"
#include "spec/resistive_device.h"
#include "spec/training_algorithm.h"

namespace spintile::spec {

enum class DataSet { mnist, cifar10, digits };

struct TrainingData {
  DataSet set = DataSet::mnist;
  std::string folder;  // empty: where data sets are looked for
  int train = 0;       // the first so many pictures; 0: all
  int test = 0;

  friend bool operator==(const TrainingData&, const TrainingData&) = default;
};

struct TrainingSteps {
  int epochs = 10;
  int batch = 1;
  int seed = 1;                    // of everything random
  int threads = 1;                 // the bits do not depend on it
  int log_steps = 500;             // steps between two lines of the log
  int checkpoint_steps = 0;        // steps between two checkpoints beside those after each epoch; 0: none
  std::string initial_weights;     // folder of .npy files; empty: drawn
  double expected_accuracy = 0.0;  // share of the test pictures, 0 .. 1, that a run must reach

  friend bool operator==(const TrainingSteps&, const TrainingSteps&) = default;
};

/// A preset, and what is told otherwise.
struct ChosenDevice {
  int preset = 0;  // in device_presets()
  ResistiveDevice device;

  /// The preset of that name.
  static ChosenDevice named(std::string_view name);

  friend bool operator==(const ChosenDevice&, const ChosenDevice&) = default;
};

struct TrainingConfig {
  std::string name;
  std::string description;
  std::string tile;  // variant file that says what else the tiles are like (spec/tile_of_training.h); empty: none
  TrainingData data;
  Network network;
  TrainingSteps training;
  LearningRate learning_rate;
  TrainingAlgorithm algorithm;
  Read read;           // of W, forward and backward
  Read transfer_read;  // of A, and of digits in a carry, one-hot
  PulsedUpdate update;
  PeriodicCarry carry;
  ChosenDevice fast_device = ChosenDevice::named("reram_sb");    // A
  ChosenDevice weight_device = ChosenDevice::named("reram_sb");  // W

  friend bool operator==(const TrainingConfig&, const TrainingConfig&) = default;
};

/// Throws KeyFileError with every problem found. A path in a loaded file is relative to the folder of that file.
TrainingConfig parse_training_config(std::string_view yaml, const std::string& file_name);
TrainingConfig load_training_config(const std::filesystem::path& file);

/// The resolved configuration: every key, in one fixed order; parse_training_config gives the same back.
std::string to_yaml(const TrainingConfig& config);

}  // namespace spintile::spec
