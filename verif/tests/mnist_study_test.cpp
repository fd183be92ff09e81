#include "verif/study/mnist_study.h"

#include <gtest/gtest.h>

namespace spintile::verif {
namespace {

using spec::Algorithm;

MnistResult result(MnistCase one, double accuracy) { return {one, {{0, 0, 0, 0.5}, {0, 0, 0, accuracy}}}; }

std::vector<MnistResult> published(double agad, double ttv2) {
  return {result({}, 0.975), result({Algorithm::agad, MnistDevice::reram_sb, 0.5}, agad),
          result({Algorithm::ttv2, MnistDevice::reram_sb, 0.5}, ttv2)};
}

TEST(MnistStudy, HasEveryCaseOnce) {
  const std::vector<MnistCase> cases = mnist_cases();
  EXPECT_EQ(cases.size(), 9U);
  EXPECT_EQ(cases.front().name(), "float");
  EXPECT_EQ(cases.back().name(), "TTv2, offset 0.5");
}

TEST(MnistStudy, SeesWhatIsOutsideTheBounds) {
  EXPECT_TRUE(mnist_violations(published(0.966, 0.5)).empty());
  EXPECT_EQ(mnist_violations(published(0.964, 0.5)),
            std::vector<std::string>{"AGAD, offset 0.5 on reram_sb: 96.40 % right, more than 1 point behind float's "
                                     "97.50 %"});
  EXPECT_EQ(mnist_violations(published(0.97, 0.965)),
            std::vector<std::string>{"TTv2, offset 0.5 on reram_sb: 96.50 % right, not clearly behind AGAD's 97.00 %"});
  EXPECT_TRUE(mnist_violations({result({Algorithm::ttv2, MnistDevice::reram_sb, 0.0}, 0.99)}).empty());
}

TEST(MnistStudy, DrawsOneDeviceBesideFloat) {
  const std::string chart = mnist_chart(published(0.97, 0.5), MnistDevice::reram_sb);
  EXPECT_NE(chart.find(">TTv2, offset 0.5</text>"), std::string::npos);
  EXPECT_NE(chart.find(">float</text>"), std::string::npos);
  EXPECT_EQ(mnist_chart(published(0.97, 0.5), MnistDevice::soft_bounds_20).find("AGAD"), std::string::npos);
}

/// What configs/ offers is what the study runs.
TEST(MnistStudy, SharesItsSettingsWithTheConfigurations) {
  for (const auto& [file, one] :
       {std::pair{"mnist_float", MnistCase{}},
        std::pair{"mnist_agad", MnistCase{Algorithm::agad, MnistDevice::soft_bounds_20, 0.5}},
        std::pair{"mnist_ttv2", MnistCase{Algorithm::ttv2, MnistDevice::soft_bounds_20, 0.5}}}) {
    spec::TrainingConfig config =
        spec::load_training_config(std::string(SPINTILE_SOURCE_DIR "/configs/") + file + ".yaml");
    const spec::TrainingConfig study = mnist_config(one, {.epochs = config.training.epochs});
    config.name = study.name;
    config.description.clear();
    config.training.expected_accuracy = 0.0;
    EXPECT_EQ(to_yaml(config), to_yaml(study)) << file;
  }
}

/// Each case for a few drawn digits: all run, and the same on two threads.
TEST(MnistStudy, RunsEveryCaseTheSameOnTwoThreads) {
  const TrainingData data = load_training_data({spec::DataSet::digits, "", 30, 20});
  std::vector<std::vector<double>> losses;
  for (const int threads : {1, 2}) {
    std::vector<double>& of_threads = losses.emplace_back();
    int reported = 0;
    for (const MnistResult& one : run_mnist_study({.epochs = 2, .threads = threads}, mnist_cases(), data,
                                                  [&](const MnistResult&) { ++reported; }))
      for (const EpochResult& epoch : one.epochs) of_threads.push_back(epoch.test_loss);
    EXPECT_EQ(reported, 9);
  }
  EXPECT_EQ(losses[0].size(), 18U);
  EXPECT_EQ(losses[0], losses[1]);
}

}  // namespace
}  // namespace spintile::verif
