// MNIST by 784-300-10, a picture a step, on arrays that are written by outer products: float32, linear devices, devices
// that are nonlinear, asymmetric and noisy, and the same with periodic carry (Marinella et al., JETCAS 2018; Agarwal et
// al., Symposium on VLSI Technology 2017).
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spec/training_config.h"
#include "verif/study/training_run.h"

namespace spintile::verif {

enum class AnalogCase {
  numeric,       // float32, no devices
  linear,        // as many pulses as taox_like, each as noisy for its size; all steps alike
  fitted_ramps,  // the preset: growing steps up, even steps down, little noise
  taox_like,     // the preset
  carry,         // taox_like, three digits in base 5; carried every 100 updates from a quarter of a device's bound on
  early_carry,   // the same from a tenth of it on
};

/// "numeric", ...: of command lines, folders, configurations.
std::string_view name(AnalogCase one);
/// For people.
std::string_view title(AnalogCase one);
/// Share of the test pictures right, as it was published, where it was.
std::optional<double> published_accuracy(AnalogCase one);
std::vector<AnalogCase> analog_cases();

struct AnalogStudy {
  int epochs = 5;
  int seed = 1;
  int hidden = 300;                   // outputs of the first layer
  int read_bits = 0;                  // of inputs and outputs of each product; 0: ideal reads
  int threads = 1;                    // runs at a time; the same results
  std::filesystem::path folder = {};  // of the runs, each in one of its name, to go on from; empty: none
};

/// The run of a case.
spec::TrainingConfig analog_config(AnalogCase one, const AnalogStudy& study);

struct AnalogResult {
  AnalogCase one = AnalogCase::numeric;
  std::vector<EpochResult> epochs;

  double accuracy() const { return epochs.back().test_accuracy; }
};

/// Runs the cases; `done` is called, from any of the threads but not by two at once, when one is over.
std::vector<AnalogResult> run_analog_study(const AnalogStudy& study, const std::vector<AnalogCase>& cases,
                                           const TrainingData& data,
                                           const std::function<void(const AnalogResult&)>& done = {});

/// What is not as it was: one line each; speaks only of what `results` holds. Linear devices, fitted ramps and both
/// carries within a point and a half of float32; single nonlinear devices further behind, and behind both carries.
std::vector<std::string> analog_violations(const std::vector<AnalogResult>& results);

/// Test error by epoch.
std::string analog_chart(const std::vector<AnalogResult>& results);

}  // namespace spintile::verif
