// The fused multiply-add on the golden array gives what the arithmetic gives: every triple of the smallest formats,
// weighted triples of the others, in every mode, with and without flag rows and search pairs.
#include <gtest/gtest.h>

#include "verif/float_comparison.h"
#include "verif/tests/microcode_operations.h"

namespace spintile::verif {
namespace {

using spec::FloatKind;
using spec::FloatOperation;

void expect_same(const FloatCases& cases, const gen::microcode::Options& options) {
  FloatProgramRun run(float_program(cases.operation, options), 1);
  const auto difference = run.first_difference(cases);
  ASSERT_FALSE(difference) << to_string(*difference) << (options.search_pairs ? ", search pairs" : "");
}

std::vector<FloatOperation> fused_in_its_modes(const char* format) {
  return in_its_modes(operation_of(FloatKind::multiply_add, format));
}

struct Smallest : testing::TestWithParam<const char*> {};

INSTANTIATE_TEST_SUITE_P(MicrocodeFused, Smallest, testing::Values("e2m1", "e2m2", "e2m3", "e3m1", "e3m2", "e4m1"),
                         [](const auto& param) { return param.param; });

TEST_P(Smallest, EveryTriple) {
  for (const FloatOperation& operation : fused_in_its_modes(GetParam())) {
    const FloatCases cases = every_float_case(operation);
    for (const bool flags : {false, true}) expect_same(cases, {.flags = flags});
  }
}

struct EveryFormat : testing::TestWithParam<const char*> {};

INSTANTIATE_TEST_SUITE_P(MicrocodeFused, EveryFormat,
                         testing::Values("fp8_e4m3", "fp8_e5m2", "fp16", "bf16", "tf32", "fp32", "fp64", "e2m1", "e2m6",
                                         "e8m1", "e11m1", "e2m52", "e5m17"),
                         [](const auto& param) { return param.param; });

TEST_P(EveryFormat, WeightedTriples) {
  for (const FloatOperation& operation : fused_in_its_modes(GetParam())) {
    const FloatCases cases = weighted_float_cases(operation, 12, 0, 1 << 14);
    for (const auto& options : every_option) expect_same(cases, options);
  }
}

}  // namespace
}  // namespace spintile::verif
