// The variants through every check, and what a failure looks like.
#include "verif/verify.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "verif/mutants.h"
#include "verif/scratch_folder.h"
#include "verif/tests/every_variant.h"

namespace spintile::verif {
namespace {

class EveryVariant : public testing::TestWithParam<std::string> {};

TEST_P(EveryVariant, PassesEveryCheck) {
  VerifyOptions options;
  options.cases = 60;
  options.jobs = 2;
  // What `everything`, `single_cell`, the seeded faults of the float unit and of training (float_mutants_test,
  // training_mutants_test) hold too, and a second wide one: alone they are Verilated in the long run
  // (verify_long_test).
  const std::set<std::string> only_linted = {
      "analog_one_column",   "analog_one_row",         "column_mux",          "fast_array",
      "float_unit_one_lane", "float_unit_seven_lanes", "float_unit_verified", "float_unit_wide",
      "health_exclude",      "health_report",          "many_samples",        "many_subarrays",
      "maximal_widths",      "mnist_hidden",           "multi_level",         "no_reset",
      "one_column",          "per_column_multipliers", "ping_pong",           "sense_amplifier",
      "slow_macro",          "training_agad",          "training_mnist",      "training_one_column",
      "training_one_row",    "update_pulses",          "wide_output"};
  if (only_linted.contains(GetParam())) options.filter = "lint";
  // Of real size: Yosys takes most of a minute.
  const std::set<std::string> of_real_size = {"analog_1024_2bit", "analog_1024_4bit", "analog_1024_8bit",
                                              "training_mnist"};
  if (of_real_size.contains(GetParam())) options.filter = "lint.verilator";
  expect_every_check_passes(GetParam(), options);
}

INSTANTIATE_TEST_SUITE_P(Variants, EveryVariant, testing::ValuesIn(variant_names()),
                         [](const auto& variant) { return variant.param; });

/// A tile whose partial-sum counters count down.
gen::Package broken_package() {
  gen::Package package = gen::generate(mutant_variant());
  for (gen::File& file : package.files) {
    if (const std::size_t sum = file.text.find("count_q + step_i"); sum != std::string::npos) {
      file.text.replace(sum, 16, "count_q - step_i");
    }
  }
  return package;
}

TEST(Verify, AFailureIsExplainedWithACommandThatShowsItAgain) {
  const ScratchFolder scratch;
  VerifyOptions options;
  options.seed = 7;
  options.cases = 10;
  options.filter = "cosim";
  options.trace = scratch.path() / "failure.fst";
  options.variant_argument = "path to/tile.yaml";
  const std::vector<CheckResult> results = verify(mutant_variant(), broken_package(), options);
  ASSERT_EQ(results.size(), 1U);
  EXPECT_FALSE(results[0].passed);
  EXPECT_NE(results[0].detail.find("expected"), std::string::npos) << results[0].detail;
  EXPECT_NE(results[0].detail.find("spintile verify 'path to/tile.yaml' --seed 7 --case "), std::string::npos)
      << results[0].detail;
  EXPECT_GT(std::filesystem::file_size(options.trace), 1000U);
}

TEST(Verify, ARefusedPackageFailsItsChecksAndNamesTheLine) {
  gen::Package package = gen::generate(mutant_variant());
  std::string& text = package.files[0].text;
  text.insert(text.rfind("endmodule"), "assign = ;\n");
  VerifyOptions options;
  options.filter = "lint";
  const std::vector<CheckResult> results = verify(mutant_variant(), package, options);
  ASSERT_EQ(results.size(), 3U);
  for (const CheckResult& result : results) {
    EXPECT_FALSE(result.passed) << result.name;
    EXPECT_NE(result.detail.find(package.files[0].path), std::string::npos) << result.name << ": " << result.detail;
  }
}

TEST(Verify, OneCaseRunsAloneAndProgressReachesTheEnd) {
  const spec::Variant variant = spec::load_variant(SPINTILE_SOURCE_DIR "/variants/single_cell.yaml");
  VerifyOptions options;
  options.only_case = 12;
  std::uint32_t last = 0;
  const auto results = verify(variant, options, [&](std::string_view check, std::uint32_t done, std::uint32_t total) {
    EXPECT_EQ(check, "cosimulation");
    EXPECT_EQ(total, 1U);
    last = done;
  });
  ASSERT_EQ(results.size(), 1U);
  EXPECT_TRUE(results[0].passed);
  EXPECT_EQ(last, 1U);
}

}  // namespace
}  // namespace spintile::verif
