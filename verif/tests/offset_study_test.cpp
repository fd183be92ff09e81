// A short form of the offset study: who learns in spite of unknown symmetry points, and that the study repeats itself.
#include "verif/study/offset_study.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace spintile::verif {
namespace {

using spec::Algorithm;

double error_of(const std::vector<OffsetResult>& results, Algorithm algorithm, double offset) {
  for (const OffsetResult& result : results) {
    if (result.algorithm == algorithm && result.offset == offset) return result.error;
  }
  throw std::logic_error("no such result");
}

TEST(OffsetStudy, AgadIsFlatAndTheOthersAreNot) {
  const std::vector<OffsetResult> results = offset_study(OffsetStudy::quick());
  const double agad = error_of(results, Algorithm::agad, 0.0);
  EXPECT_LT(agad, 0.08);
  EXPECT_NEAR(error_of(results, Algorithm::agad, 0.1), agad, 0.2 * agad);
  EXPECT_NEAR(error_of(results, Algorithm::agad, 0.5), agad, 0.2 * agad);
  const double chopped = error_of(results, Algorithm::c_ttv2, 0.5);
  EXPECT_LT(error_of(results, Algorithm::c_ttv2, 0.0), 0.08);
  EXPECT_GT(chopped, 1.5 * agad);
  EXPECT_LT(error_of(results, Algorithm::ttv2, 0.0), 0.08);
  EXPECT_GT(error_of(results, Algorithm::ttv2, 0.5), 2.0 * chopped);
  EXPECT_NEAR(error_of(results, Algorithm::sgd, 0.0), 0.184, 0.04);
  EXPECT_NEAR(error_of(results, Algorithm::sgd, 0.5), 0.388, 0.1);
}

TEST(OffsetStudy, IsTheSameOnAnyNumberOfThreads) {
  OffsetStudy study = OffsetStudy::quick();
  study.vectors = 400;
  const std::vector<OffsetResult> alone = offset_study(study);
  study.threads = 3;
  int reports = 0;
  EXPECT_EQ(offset_study(study,
                         [&](int done, int total) {
                           EXPECT_EQ(done, ++reports);
                           EXPECT_EQ(total, 4 * 3 * 2 * 2);
                         }),
            alone);
  EXPECT_EQ(reports, 48);
}

TEST(OffsetStudy, BoundsSeeWhatLeavesThem) {
  std::vector<OffsetResult> results = {
      {.algorithm = Algorithm::agad, .states = 20, .offset = 0.0, .error = 0.06, .mean_errors = {}},
      {.algorithm = Algorithm::agad, .states = 20, .offset = 1.0, .error = 0.06, .mean_errors = {}},
      {.algorithm = Algorithm::ttv2, .states = 20, .offset = 0.5, .error = 0.642, .mean_errors = {}},
      {.algorithm = Algorithm::ttv2, .states = 20, .offset = 0.7, .error = 9.0, .mean_errors = {}}};  // not published
  EXPECT_EQ(offset_violations(results).size(), 0U);
  results[2].error = 0.642 * 1.31;
  EXPECT_EQ(offset_violations(results).size(), 1U);
  results[1].error = 0.09;  // too high, and the mean is 0.075
  EXPECT_EQ(offset_violations(results).size(), 4U);
}

TEST(OffsetStudy, RefusesOptionsOutOfRange) {
  OffsetStudy study = OffsetStudy::quick();
  study.seeds = 0;
  EXPECT_THROW(offset_study(study), std::invalid_argument);
  study = OffsetStudy::quick();
  study.rates.clear();
  EXPECT_THROW(offset_study(study), std::invalid_argument);
  study = OffsetStudy::quick();
  study.algorithms = {Algorithm::floating};
  EXPECT_THROW(offset_study(study), std::invalid_argument);
}

}  // namespace
}  // namespace spintile::verif
