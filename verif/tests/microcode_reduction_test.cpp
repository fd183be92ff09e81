// The reductions over lanes on the golden array give what the contract's rounds give, with any number of lanes, in
// every mode, with and without flag rows and search pairs.
#include <gtest/gtest.h>

#include "refmodel/numeric/float_value.h"
#include "refmodel/sot/sot_array.h"
#include "refmodel/sot/sot_counts.h"
#include "refmodel/sot/sot_executable.h"
#include "verif/float_program.h"
#include "verif/float_stimulus.h"
#include "verif/tests/microcode_operations.h"
#include "verif/tests/unrolled.h"

namespace spintile::verif {
namespace {

using refmodel::FloatResult;
using spec::FloatKind;
using spec::FloatOperation;
using Words = std::vector<std::uint64_t>;

struct Operands {
  Words a, b;
};

/// Weighted words, of products for lane_dot.
Operands operands_of(const FloatOperation& operation, std::uint64_t seed) {
  FloatOperation drawn = operation.kind == FloatKind::lane_dot ? operation.of_products() : operation.of_two_lanes();
  Operands operands;
  for (int lane = 0; lane < operation.lanes; ++lane) {
    const auto [a, b, c] = float_operands(drawn, seed, static_cast<std::uint64_t>(lane));
    operands.a.push_back(a);
    operands.b.push_back(b);
  }
  return operands;
}

/// The rounds of docs/contract.md, "Reductions over lanes", lane by lane.
FloatResult expected(const FloatOperation& operation, const Operands& operands) {
  std::vector<FloatResult> values;
  for (std::size_t lane = 0; lane < operands.a.size(); ++lane) {
    values.push_back(operation.kind == FloatKind::lane_dot
                         ? evaluate(operation.of_products(), operands.a[lane], operands.b[lane])
                         : FloatResult{operands.a[lane], 0});
  }
  for (std::size_t distance = 1; distance < values.size(); distance *= 2) {
    for (std::size_t lane = 0; lane + distance < values.size(); lane += 2 * distance) {
      const FloatResult other = values[lane + distance];
      const FloatResult both = evaluate(operation.of_two_lanes(), values[lane].word, other.word);
      values[lane] = {both.word, values[lane].flags | other.flags | both.flags};
    }
  }
  return values.front();
}

FloatResult on_array(const FloatOperation& operation, const Operands& operands,
                     const gen::microcode::Options& options) {
  const FloatProgram placed = float_program(operation, options);
  const int lanes = operation.lanes;
  const int bits = operation.format.total_bits();
  refmodel::SotArray array(placed.program.rows(), lanes);
  // Rows that hold something.
  for (int row = 0; row < array.rows(); ++row) array.load(row, 1, operands.a);
  array.load(placed.base(region_a), bits, operands.a);
  if (operation.operands() > 1) array.load(placed.base(region_b), bits, operands.b);
  refmodel::run(array, placed.program, placed.bases);
  Words result(static_cast<std::size_t>(lanes));
  array.unload(placed.base(region_result), bits, result);
  Words flags(static_cast<std::size_t>(lanes));
  if (options.flags) array.unload(placed.base(region_flags), 5, flags);
  return {result.front(), static_cast<unsigned>(flags.front())};
}

struct ReducedFormat : testing::TestWithParam<const char*> {};

INSTANTIATE_TEST_SUITE_P(MicrocodeReduction, ReducedFormat,
                         testing::Values("fp8_e4m3", "fp8_e5m2", "bf16", "fp16", "fp32", "e2m1"),
                         [](const auto& param) { return param.param; });

TEST_P(ReducedFormat, LaneZeroHasAllLanes) {
  for (const FloatKind kind : spec::all_lane_reductions) {
    for (FloatOperation operation : in_every_mode(operation_of(kind, GetParam()))) {
      for (const int lanes : {1, 2, 3, 5, 8, 33}) {
        operation.lanes = lanes;
        for (std::uint64_t seed = 0; seed < 4; ++seed) {
          const Operands operands = operands_of(operation, seed);
          const auto& options = every_option[seed];
          FloatResult wanted = expected(operation, operands);
          if (!options.flags) wanted.flags = 0;
          const FloatResult given = on_array(operation, operands, options);
          ASSERT_EQ(given.word, wanted.word) << to_string(operation) << " seed " << seed;
          ASSERT_EQ(given.flags, wanted.flags) << to_string(operation) << " seed " << seed;
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
