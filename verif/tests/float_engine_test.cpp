// The engines behind one interface: the array gives what arithmetic gives, whatever the number of cases; what an
// operation costs is counted the same everywhere.
#include "verif/float_engine.h"

#include <gtest/gtest.h>

#include <array>
#include <stdexcept>
#include <vector>

#include "verif/float_cost.h"
#include "verif/float_program.h"
#include "verif/float_stimulus.h"

namespace spintile::verif {
namespace {

using Cases = std::array<std::vector<std::uint64_t>, 3>;

Cases stimulus(const spec::FloatOperation& operation, std::size_t count) {
  Cases cases;
  for (std::uint64_t i = 0; i < count; ++i) {
    const FloatOperands operands = float_operands(operation, 1, i);
    for (std::size_t k = 0; k < operands.size(); ++k) cases[k].push_back(operands[k]);
  }
  return cases;
}

struct Results {
  std::vector<std::uint64_t> words;
  std::vector<std::uint8_t> flags;

  friend bool operator==(const Results&, const Results&) = default;
};

Results evaluate(FloatEngine& engine, const spec::FloatOperation& operation, const Cases& cases) {
  const auto& [a, b, c] = cases;
  Results results{std::vector<std::uint64_t>(a.size()), std::vector<std::uint8_t>(a.size())};
  engine.evaluate(operation, {a, b, c}, results.words, results.flags);
  return results;
}

spec::FloatOperation operation_of(spec::FloatKind kind, std::string_view format) {
  spec::FloatOperation operation;
  operation.kind = kind;
  operation.format = spec::float_format(format);
  return operation;
}

TEST(FloatEngine, ArrayEqualsValueForAnyNumberOfCases) {
  const auto value = value_engine();
  for (const int lanes : {1, 7, 64, 100}) {
    const auto array = array_engine(lanes);
    EXPECT_EQ(array->lanes(), lanes);
    for (const std::size_t count : {0U, 1U, 7U, 99U, 100U, 101U, 350U}) {
      const auto operation = operation_of(spec::FloatKind::add, "fp16");
      const Cases cases = stimulus(operation, count);
      EXPECT_EQ(evaluate(*array, operation, cases), evaluate(*value, operation, cases)) << lanes << " " << count;
    }
  }
}

TEST(FloatEngine, AnEngineGoesFromOperationToOperationAndBack) {
  const auto value = value_engine();
  const auto array = array_engine(64);
  const auto sum = operation_of(spec::FloatKind::add, "bf16");
  auto flushed = operation_of(spec::FloatKind::subtract, "fp32");
  flushed.subnormals = spec::Subnormals::flush;
  flushed.rounding = spec::Rounding::toward_zero;
  const auto product = operation_of(spec::FloatKind::multiply, "fp8_e4m3");
  const auto fused = operation_of(spec::FloatKind::multiply_add, "fp16");
  const auto root = operation_of(spec::FloatKind::square_root, "bf16");
  for (const auto& operation : {sum, fused, flushed, product, sum, root, flushed, fused}) {
    const Cases cases = stimulus(operation, 1000);
    EXPECT_EQ(evaluate(*array, operation, cases), evaluate(*value, operation, cases)) << to_string(operation);
  }
}

TEST(FloatEngine, RefusesLanes) {
  EXPECT_THROW(array_engine(0), std::invalid_argument);
  EXPECT_THROW(array_engine(array_engine_lanes_max + 1), std::invalid_argument);
}

TEST(FloatEngine, ATileIsNoFloatUnit) { EXPECT_THROW(rtl_engine(nullptr, spec::Variant{}), std::invalid_argument); }

TEST(FloatProgram, RegionsFollowOneAnother) {
  const FloatProgram placed = float_program(operation_of(spec::FloatKind::add, "fp16"), {.flags = true});
  EXPECT_EQ(placed.base(region_a), 0);
  EXPECT_EQ(placed.base(region_b), 16);
  EXPECT_EQ(placed.base(region_result), 32);
  EXPECT_EQ(placed.base(region_flags), 48);
  EXPECT_EQ(placed.base(region_scratch), 53);
}

TEST(FloatProgram, AThirdOperandFollowsTheScratchRows) {
  const FloatProgram placed = float_program(operation_of(spec::FloatKind::multiply_add, "fp16"), {.flags = true});
  EXPECT_EQ(placed.base(region_scratch), 53);
  EXPECT_EQ(placed.base(region_c), 53 + placed.program.regions.at(region_scratch).rows);
  EXPECT_EQ(placed.program.regions.at(region_c).rows, 16);
}

TEST(FloatCost, OfTheDevice) {
  const auto operation = operation_of(spec::FloatKind::add, "fp32");
  const FloatCost plain = float_cost(operation);
  EXPECT_LE(plain.counts.steps, 690) << "required";
  EXPECT_EQ(plain.rows, float_program(operation).program.rows());
  EXPECT_GT(plain.cells_written, 0);
  EXPECT_LE(plain.cells_written, static_cast<double>(plain.counts.rows_written) * 2);
  const FloatCost again = float_cost(operation);
  EXPECT_EQ(again.counts, plain.counts);
  EXPECT_EQ(again.cells_written, plain.cells_written) << "the same operands in each call";

  const FloatCost rmw = float_cost(operation, {.xor_write = refmodel::XorWrite::rmw});
  EXPECT_GT(rmw.counts.reads, plain.counts.reads);
  EXPECT_GT(rmw.counts.write_pulses, plain.counts.write_pulses);
  const FloatCost pairs = float_cost(operation, {.search_pairs = true});
  EXPECT_GT(pairs.counts.steps, plain.counts.steps);
  EXPECT_GT(pairs.rows, plain.rows);
  const FloatCost flags = float_cost(operation, {.flags = true});
  EXPECT_GE(flags.rows, plain.rows + 5);
}

}  // namespace
}  // namespace spintile::verif
