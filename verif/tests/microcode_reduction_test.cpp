// The reductions over lanes on the golden array give what the contract's rounds give, with any number of lanes, in
// every mode, with and without flag rows and search pairs.
#include <gtest/gtest.h>

#include "refmodel/sot/sot_counts.h"
#include "verif/float_comparison.h"
#include "verif/tests/microcode_operations.h"
#include "verif/tests/unrolled.h"

namespace spintile::verif {
namespace {

using spec::FloatKind;
using spec::FloatOperation;

struct ReducedFormat : testing::TestWithParam<const char*> {};

INSTANTIATE_TEST_SUITE_P(MicrocodeReduction, ReducedFormat,
                         testing::Values("fp8_e4m3", "fp8_e5m2", "bf16", "fp16", "fp32", "e2m1"),
                         [](const auto& param) { return param.param; });

TEST_P(ReducedFormat, LaneZeroHasAllLanes) {
  for (const FloatKind kind : spec::all_lane_reductions) {
    for (FloatOperation operation : in_every_mode(operation_of(kind, GetParam()))) {
      for (const int lanes : {1, 2, 3, 5, 8, 33}) {
        operation.lanes = lanes;
        const FloatCases cases = weighted_float_cases(operation, 14, 0, 8);
        for (const auto& options : every_option) {
          const auto difference = FloatProgramRun(float_program(operation, options), 1).first_difference(cases);
          ASSERT_FALSE(difference) << to_string(*difference) << (options.search_pairs ? ", search pairs" : "");
        }
      }
    }
  }
}

TEST(MicrocodeReduction, LoopsChangeNothing) {
  FloatOperation operation = operation_of(FloatKind::lane_dot, "bf16");
  operation.lanes = 13;
  const auto rolled = gen::microcode::compile(operation, {.flags = true});
  const auto straight = gen::microcode::compile(operation, {.flags = true, .roll_loops = false});
  EXPECT_EQ(unrolled(rolled.words), straight.words);
  EXPECT_LT(rolled.words.size(), straight.words.size());
  for (const auto& word : rolled.words) ASSERT_EQ(spec::sot::decode(encode(word)), word);
}

/// A round is an addition, and two steps a row that bring the other lanes' values; where the lanes are no power of two,
/// three more in the rounds in which a lane is alone.
TEST(MicrocodeReduction, StepsAreThoseOfTheRounds) {
  const auto steps = [](FloatOperation operation, int lanes) {
    operation.lanes = lanes;
    return static_counts(gen::microcode::compile(operation), refmodel::XorWrite::toggle).steps;
  };
  const std::int64_t add = steps(operation_of(FloatKind::add, "fp32"), 1);
  const FloatOperation sum = operation_of(FloatKind::lane_sum, "fp32");
  EXPECT_EQ(steps(sum, 1), 32);
  EXPECT_EQ(steps(sum, 2), add + 64);
  EXPECT_EQ(steps(sum, 64), 6 * (add + 64));
  EXPECT_EQ(steps(sum, 3), 2 * (add + 64) + 3);
}

TEST(MicrocodeReduction, RefusesLanesThatNoMoveReaches) {
  FloatOperation operation = operation_of(FloatKind::lane_sum, "fp16");
  for (const int lanes : {0, -1, spec::reduction_lanes_max + 1}) {
    operation.lanes = lanes;
    EXPECT_THROW(gen::microcode::compile(operation), std::invalid_argument) << lanes;
  }
}

}  // namespace
}  // namespace spintile::verif
