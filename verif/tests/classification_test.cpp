#include "verif/classification.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "host/digits.h"
#include "spec/parse.h"
#include "verif/verify.h"

namespace spintile::verif {
namespace {

const std::filesystem::path variants = std::filesystem::path(SPINTILE_SOURCE_DIR) / "variants";
constexpr std::uint32_t seed = 5;

Classification classify_drawn(const spec::Variant& built, const spec::Variant& expected,
                              const ClassificationProgress& progress = {}) {
  return classify(load_model(built), expected, seed, host::draw_digits(4000, 1), host::draw_digits(200, 2), progress);
}

TEST(Classification, RtlAndGoldenModelAgreeOnDrawnDigits) {
  const spec::Variant variant = spec::load_variant(variants / "mnist_stochastic.yaml");
  std::vector<std::string> stages;
  const Classification result = classify_drawn(variant, variant, [&](std::string_view stage, int done, int total) {
    EXPECT_LE(done, total);
    if (stages.empty() || stages.back() != stage) stages.emplace_back(stage);
  });
  EXPECT_FALSE(result.mismatch) << to_string(*result.mismatch);
  EXPECT_EQ(stages.size(), 6U) << "two trainings, n = 1, 2, 4, 8";
  EXPECT_GT(result.float_accuracy, 0.9);
  ASSERT_EQ(result.rows.size(), 4U);
  for (std::size_t i = 0; i < result.rows.size(); ++i) {
    EXPECT_EQ(result.rows[i].samples, 1 << i);
    EXPECT_GT(result.rows[i].accuracy, 0.75);
  }
  const CheckResult check = to_check(result);
  EXPECT_TRUE(check.passed);
  EXPECT_NE(check.detail.find("n = 8"), std::string::npos) << check.detail;
}

TEST(Classification, RtlOfAnotherTimingIsFoundOut) {
  const spec::Variant variant = spec::load_variant(variants / "mnist_stochastic.yaml");
  spec::Variant slower = variant;
  ++slower.readout.read_cycles;
  const Classification result = classify_drawn(slower, variant);
  ASSERT_TRUE(result.mismatch);
  EXPECT_FALSE(to_check(result).passed);
}

TEST(Classification, RefusesATileThatPicturesDoNotFit) {
  const spec::Variant variant = spec::load_variant(variants / "single_cell.yaml");
  EXPECT_THROW(classify(nullptr, variant, seed, host::draw_digits(10, 1), host::draw_digits(10, 2)),
               std::invalid_argument);
}

}  // namespace
}  // namespace spintile::verif
