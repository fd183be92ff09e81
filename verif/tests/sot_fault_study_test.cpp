// The study of failing cells, small.
#include "verif/study/sot_fault_study.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace spintile::verif {
namespace {

TEST(SotFaultStudy, VerifiedWritesMendWritesThatErr) {
  const SotFaultResult result = sot_fault_study(SotFaultStudy::quick());
  // Per operation: writes, then reads and writes; 0, 1, 3 stores; two rates.
  ASSERT_EQ(result.faulty.size(), 2U * 2U * 3U * 2U);
  for (std::size_t operation = 0; operation < 2; ++operation) {
    const FaultyOperation* const of = &result.faulty[12 * operation];
    EXPECT_GT(of[1].wrong, 10) << "not verified, 1e-3";
    EXPECT_EQ(of[1].failures, 0.0);
    EXPECT_GT(of[3].failures, 0.0) << "one store is verified, and not mended";
    EXPECT_EQ(of[5].wrong, 0) << "three stores, 1e-3";
    EXPECT_GT(of[4].reads, of[0].reads);
    EXPECT_GT(of[11].wrong, 10) << "reads that err mend nothing";
  }
}

TEST(SotFaultStudy, RotationSpreadsTheSameWrites) {
  const SotFaultResult result = sot_fault_study(SotFaultStudy::quick());
  ASSERT_EQ(result.wear.size(), 2U * 3U * 2U);
  for (std::size_t i = 0; i < result.wear.size(); i += 2) {
    const OperationWear& fixed = result.wear[i];
    const OperationWear& rotated = result.wear[i + 1];
    EXPECT_NEAR(rotated.mean, fixed.mean, 0.05 * fixed.mean);
    EXPECT_LT(rotated.worst, 0.2 * fixed.worst);
    EXPECT_GE(rotated.worst, rotated.mean);
  }
}

TEST(SotFaultStudy, IsTheSameOnTwoThreadsAndInJson) {
  SotFaultStudy study = SotFaultStudy::quick();
  const SotFaultResult one = sot_fault_study(study);
  study.threads = 2;
  EXPECT_EQ(sot_fault_study(study), one);
  const auto report = nlohmann::json::parse(sot_fault_json(one));
  EXPECT_EQ(report.at("operations")[1].at("wrong"), one.faulty[1].wrong);
  EXPECT_EQ(report.at("wear")[0].at("worst"), one.wear[0].worst);
  EXPECT_NE(sot_fault_tables(one).find("| bf16 add, not verified |"), std::string::npos);
  EXPECT_NE(sot_fault_chart(one).find("</svg>"), std::string::npos);
}

TEST(SotFaultStudy, RefusesWhatCannotBe) {
  SotFaultStudy study = SotFaultStudy::quick();
  study.rates = {0.0};
  EXPECT_THROW(sot_fault_study(study), std::invalid_argument);
  study.rates = {};
  EXPECT_THROW(sot_fault_study(study), std::invalid_argument);
}

}  // namespace
}  // namespace spintile::verif
