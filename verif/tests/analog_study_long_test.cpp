// The whole study of outer products within its bounds.
#include <gtest/gtest.h>

#include "verif/study/analog_study.h"

namespace spintile::verif {
namespace {

TEST(AnalogStudy, TheTableIsWithinItsBounds) {
  const TrainingData data = load_training_data({spec::DataSet::mnist, "", 0, 0});
  EXPECT_EQ(analog_violations(run_analog_study({.threads = 2}, analog_cases(), data)), std::vector<std::string>{});
}

}  // namespace
}  // namespace spintile::verif
