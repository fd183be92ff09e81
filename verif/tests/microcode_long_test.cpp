// Ten million weighted pairs an operation and mode in the 16-bit formats, a million in the widest; see microcode_test.
#include <gtest/gtest.h>

#include <string>

#include "verif/float_comparison.h"
#include "verif/tests/microcode_operations.h"

namespace spintile::verif {
namespace {

constexpr std::uint64_t piece = 1 << 16;

void expect_same(const spec::FloatOperation& operation, std::uint64_t cases) {
  FloatProgramRun run(float_program(operation, {.flags = true}), 1);
  for (std::uint64_t first = 0; first < cases; first += piece) {
    const auto difference = run.first_difference(weighted_float_cases(operation, 11, first, piece));
    ASSERT_FALSE(difference) << to_string(*difference);
  }
}

struct MicrocodeLong : testing::TestWithParam<const char*> {};

INSTANTIATE_TEST_SUITE_P(Pairs, MicrocodeLong, testing::Values("bf16", "fp16", "fp32", "fp64"),
                         [](const auto& param) { return param.param; });

TEST_P(MicrocodeLong, ArrayIsArithmetic) {
  const std::uint64_t cases = std::string(GetParam()) == "fp64" ? 1'000'000 : 10'000'000;
  for (const auto& one : operation_of_each_kind(GetParam())) {
    for (const auto& operation : in_its_modes(one)) {
      if (!operation.saturate) expect_same(operation, cases);
      if (HasFatalFailure()) return;
    }
  }
}

}  // namespace
}  // namespace spintile::verif
