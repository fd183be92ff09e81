// What other tools say about the float units of the tree, without running them.
#include <gtest/gtest.h>

#include "verif/static_checks.h"
#include "verif/tests/every_variant.h"

namespace spintile::verif {
namespace {

class FloatUnitLint : public testing::TestWithParam<std::string> {
 protected:
  gen::Package package() const {
    return gen::generate(spec::load_variant(SPINTILE_SOURCE_DIR "/variants/" + GetParam() + ".yaml"));
  }
};

TEST_P(FloatUnitLint, VerilatorHasNothingToSay) {
  const ToolVerdict verdict = lint_with_verilator(package());
  EXPECT_TRUE(verdict.passed) << verdict.log;
}

TEST_P(FloatUnitLint, IcarusHasNothingToSay) {
  const ToolVerdict verdict = compile_with_icarus(package());
  EXPECT_TRUE(verdict.passed) << verdict.log;
}

TEST_P(FloatUnitLint, YosysFindsNoLatchAndNoLoop) {
  const ToolVerdict verdict = check_with_yosys(package());
  EXPECT_TRUE(verdict.passed) << verdict.log;
}

INSTANTIATE_TEST_SUITE_P(Variants, FloatUnitLint, testing::ValuesIn(variant_names(spec::Unit::float_unit)),
                         [](const auto& variant) { return variant.param; });

}  // namespace
}  // namespace spintile::verif
