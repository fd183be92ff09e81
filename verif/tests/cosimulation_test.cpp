#include "verif/cosimulation.h"

#include <gtest/gtest.h>

#include "verif/mutants.h"

namespace spintile::verif {
namespace {

/// A tile whose faults can be switched on: the model that mutants_test builds.
class Cosimulation : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const spec::Variant variant = mutant_variant();
    library_ = std::make_shared<const ModelLibrary>(
        ModelBuilder().build(with_mutants(gen::generate(variant), variant.name, mutant_table())));
  }
  static void TearDownTestSuite() { library_.reset(); }

  /// Runs a case with the first fault of that meaning, or none.
  static CaseResult run(std::uint32_t seed, std::uint32_t number, std::string_view fault = {}) {
    HarnessOptions options;
    std::uint64_t selected = 0;
    for (std::size_t index = 0; index < mutant_table().size(); ++index) {
      if (mutant_table()[index].meaning == fault) selected = index + 1;
    }
    options.held_inputs = {{std::string(mutant_selector), selected}};
    return run_case(library_, mutant_variant(), seed, number, options);
  }

  static inline std::shared_ptr<const ModelLibrary> library_;
};

TEST_F(Cosimulation, ACaseDependsOnSeedAndNumberAlone) {
  const CaseResult alone = run(3, 17);
  for (std::uint32_t number = 0; number < 5; ++number) run(3, number);
  EXPECT_EQ(run(3, 17).cycles, alone.cycles);
  EXPECT_NE(run(3, 18).cycles, alone.cycles);
  EXPECT_NE(run(4, 17).cycles, alone.cycles);
  EXPECT_FALSE(alone.mismatch);
}

TEST_F(Cosimulation, TheFirstDifferenceIsNamedWithItsLine) {
  // Four accumulators a beat; the fault is in the first lane.
  constexpr std::string_view fault = "does not extend the sign of an accumulator";
  const CaseResult result = run(1, 2, fault);
  ASSERT_TRUE(result.mismatch);
  EXPECT_EQ(result.mismatch->signal, "m_axis_tdata, accumulator");
  EXPECT_EQ(result.mismatch->line % 4, 0);
  EXPECT_TRUE(result.mismatch->expected.starts_with("0xff") || result.mismatch->expected.starts_with("0xfe"))
      << result.mismatch->expected;
  EXPECT_EQ(to_string(*run(1, 2, fault).mismatch), to_string(*result.mismatch));
}

TEST_F(Cosimulation, AFaultAtThePinsIsSeenInItsCycle) {
  const CaseResult result = run(1, 0, "drives the wrong rail");
  ASSERT_TRUE(result.mismatch);
  EXPECT_EQ(result.mismatch->signal, "row_sign_o");
  EXPECT_EQ(result.cycles, result.mismatch->cycle);
}

}  // namespace
}  // namespace spintile::verif
