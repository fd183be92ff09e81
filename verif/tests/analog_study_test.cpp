#include "verif/study/analog_study.h"

#include <gtest/gtest.h>

#include "verif/scratch_folder.h"

namespace spintile::verif {
namespace {

AnalogResult result(AnalogCase one, double accuracy) { return {one, {{0, 0, 0, 0.5}, {0, 0, 0, accuracy}}}; }

TEST(AnalogStudy, HasEveryCaseOnce) {
  const std::vector<AnalogCase> cases = analog_cases();
  ASSERT_EQ(cases.size(), 6U);
  EXPECT_EQ(name(cases.front()), "numeric");
  EXPECT_EQ(name(cases.back()), "early_carry");
  EXPECT_EQ(published_accuracy(AnalogCase::taox_like), 0.77);
  EXPECT_EQ(published_accuracy(AnalogCase::linear), std::nullopt);
}

TEST(AnalogStudy, SeesWhatIsOutsideTheBounds) {
  const auto violations = [](double linear, double single, double carry) {
    return analog_violations({result(AnalogCase::numeric, 0.98), result(AnalogCase::linear, linear),
                              result(AnalogCase::fitted_ramps, 0.97), result(AnalogCase::taox_like, single),
                              result(AnalogCase::carry, carry), result(AnalogCase::early_carry, 0.975)});
  };
  EXPECT_TRUE(violations(0.97, 0.91, 0.966).empty());
  EXPECT_EQ(violations(0.96, 0.91, 0.97),
            std::vector<std::string>{"linear: 96.00 % right, more than 1.5 points behind float32's 98.00 %"});
  EXPECT_EQ(violations(0.97, 0.91, 0.95),
            std::vector<std::string>{"carry: 95.00 % right, more than 1.5 points behind float32's 98.00 %"});
  EXPECT_EQ(violations(0.97, 0.962, 0.97),
            (std::vector<std::string>{"taox_like: 96.20 % right, not clearly behind the 97.00 % of carry",
                                      "taox_like: 96.20 % right, not clearly behind the 97.50 % of early_carry"}));
  EXPECT_TRUE(analog_violations({result(AnalogCase::taox_like, 0.99)}).empty());
}

TEST(AnalogStudy, DrawsEveryCase) {
  const std::string chart = analog_chart({result(AnalogCase::numeric, 0.98), result(AnalogCase::carry, 0.95)});
  EXPECT_NE(chart.find(">float32</text>"), std::string::npos);
  EXPECT_NE(chart.find(">carry from 0.25</text>"), std::string::npos);
}

/// What configs/ offers is what the study runs.
TEST(AnalogStudy, SharesItsSettingsWithTheConfigurations) {
  for (const auto& [file, one] :
       {std::pair{"mnist_taox_like", AnalogCase::taox_like}, std::pair{"mnist_early_carry", AnalogCase::early_carry}}) {
    spec::TrainingConfig config =
        spec::load_training_config(std::string(SPINTILE_SOURCE_DIR "/configs/") + file + ".yaml");
    config.description.clear();
    config.training.expected_accuracy = 0.0;
    EXPECT_EQ(to_yaml(config), to_yaml(analog_config(one, {}))) << file;
  }
}

TEST(AnalogStudy, AllDevicesHaveAsManyPulsesAsNoisyForTheirSize) {
  const spec::ResistiveDevice nonlinear = analog_config(AnalogCase::taox_like, {}).weight_device.device;
  const spec::ResistiveDevice linear = analog_config(AnalogCase::linear, {}).weight_device.device;
  EXPECT_DOUBLE_EQ(linear.dw_min, 2.0 / 1000.0 / 127.0);
  EXPECT_EQ(linear.dw_min_std, nonlinear.dw_min_std);
  EXPECT_EQ(linear.w_max, nonlinear.w_max);
  EXPECT_EQ(analog_config(AnalogCase::carry, {}).weight_device.device, nonlinear);
  EXPECT_EQ(analog_config(AnalogCase::fitted_ramps, {}).weight_device.device,
            spec::in_units(spec::device_preset("fitted_ramps"), 127.0));
}

/// Drawn digits, a small network: linear devices and those of the ramps learn nearly what float32 does, saturating ones
/// do not, and carry brings most of it back.
TEST(AnalogStudy, CarryBringsBackWhatNonlinearDevicesLose) {
  const TrainingData data = load_training_data({spec::DataSet::digits, "", 1500, 300});
  const auto accuracy = [&](AnalogCase one, int every) {
    spec::TrainingConfig config = analog_config(one, {.epochs = 3, .hidden = 20});
    config.carry.every = every;
    return run_training(config, data, {}).epochs.back().test_accuracy;
  };
  const double numeric = accuracy(AnalogCase::numeric, 100);
  const double linear = accuracy(AnalogCase::linear, 100);
  const double fitted = accuracy(AnalogCase::fitted_ramps, 100);
  const double single = accuracy(AnalogCase::taox_like, 100);
  const double carry = accuracy(AnalogCase::carry, 20);  // so few pictures want it more often
  const double early = accuracy(AnalogCase::early_carry, 20);
  EXPECT_GT(numeric, 0.92);
  EXPECT_GT(linear, numeric - 0.03);
  EXPECT_GT(fitted, numeric - 0.03);
  EXPECT_LT(single, numeric - 0.04);
  EXPECT_GT(carry, single + 0.015);
  EXPECT_GT(early, single + 0.02);
}

/// The same on two threads, and from folders as without them; a second call finds all done.
TEST(AnalogStudy, RunsTheSameHoweverItIsRun) {
  const TrainingData data = load_training_data({spec::DataSet::digits, "", 120, 20});
  const ScratchFolder scratch;
  std::vector<std::vector<double>> losses;
  for (const AnalogStudy& study :
       {AnalogStudy{.epochs = 2, .hidden = 8}, AnalogStudy{.epochs = 2, .hidden = 8, .threads = 2},
        AnalogStudy{.epochs = 2, .hidden = 8, .folder = scratch.path()},
        AnalogStudy{.epochs = 2, .hidden = 8, .folder = scratch.path()}}) {
    std::vector<double>& of_study = losses.emplace_back();
    int reported = 0;
    for (const AnalogResult& one :
         run_analog_study(study, analog_cases(), data, [&](const AnalogResult&) { ++reported; }))
      for (const EpochResult& epoch : one.epochs) of_study.push_back(epoch.test_loss);
    EXPECT_EQ(reported, 6);
    EXPECT_EQ(of_study.size(), 12U);
    EXPECT_EQ(of_study, losses.front());
  }
}

TEST(AnalogStudy, ReadsOfFewBitsAreNoisyWithoutNoise) {
  const spec::TrainingConfig config = analog_config(AnalogCase::carry, {.read_bits = 8});
  EXPECT_EQ(config.read.kind, spec::ReadKind::noise);
  EXPECT_EQ(config.read.output_noise, 0.0);
  EXPECT_EQ(config.read.output_bits, 8);
  EXPECT_EQ(analog_config(AnalogCase::carry, {}).read.kind, spec::ReadKind::ideal);
}

}  // namespace
}  // namespace spintile::verif
