// The compiled programs on the golden array give what the arithmetic gives: every operand of the 8-bit formats,
// weighted operands of the others, in every mode, with and without flag rows and search pairs.
#include <gtest/gtest.h>

#include "verif/float_comparison.h"
#include "verif/float_stimulus.h"
#include "verif/tests/microcode_operations.h"

namespace spintile::verif {
namespace {

using spec::FloatKind;
using spec::FloatOperation;

testing::AssertionResult same_in(const FloatCases& cases, const gen::microcode::Options& options) {
  FloatProgramRun run(float_program(cases.operation, options), 1);
  const auto difference = run.first_difference(cases);
  if (!difference) return testing::AssertionSuccess();
  return testing::AssertionFailure() << to_string(*difference) << (options.search_pairs ? ", search pairs" : "");
}

void expect_same(const FloatCases& cases) {
  for (const auto& options : every_option) ASSERT_TRUE(same_in(cases, options));
}

struct EightBits : testing::TestWithParam<const char*> {};

INSTANTIATE_TEST_SUITE_P(Microcode, EightBits, testing::Values("fp8_e4m3", "fp8_e5m2"),
                         [](const auto& param) { return param.param; });

TEST_P(EightBits, EveryPair) {
  for (const FloatKind kind : two_operand_kinds) {
    for (const FloatOperation& operation : in_its_modes(operation_of(kind, GetParam()))) {
      expect_same(every_float_case(operation));
    }
  }
}

TEST_P(EightBits, EveryWordTimesEveryConstant) {
  FloatOperation operation = operation_of(FloatKind::multiply_constant, GetParam());
  for (operation.constant = 0; operation.constant < 256; ++operation.constant) {
    for (const FloatOperation& each : in_its_modes(operation)) {
      if (each.saturate && operation.constant % 8 != 0) continue;
      const FloatCases cases = every_float_case(each);
      ASSERT_TRUE(same_in(cases, {.flags = false}));
      ASSERT_TRUE(same_in(cases, {.flags = true, .search_pairs = true}));
    }
  }
}

TEST_P(EightBits, EveryWord) {
  for (const FloatKind kind : one_operand_kinds) {
    for (const FloatOperation& operation : in_its_modes(operation_of(kind, GetParam()))) {
      expect_same(every_float_case(operation));
    }
  }
}

/// `operation` with integers of a few widths, signed and not, in every mode.
std::vector<FloatOperation> with_integers(FloatOperation operation, std::initializer_list<int> widths) {
  std::vector<FloatOperation> operations;
  for (const int bits : widths) {
    for (const bool is_signed : {true, false}) {
      operation.integer_bits = bits;
      operation.integer_signed = is_signed;
      for (const FloatOperation& each : in_its_modes(operation)) operations.push_back(each);
    }
  }
  return operations;
}

TEST_P(EightBits, EveryWordToIntegers) {
  const FloatOperation operation = operation_of(FloatKind::to_integer, GetParam());
  for (const FloatOperation& each : with_integers(operation, {2, 3, 4, 7, 8, 9, 15, 16, 17, 18, 31, 32, 33, 63, 64})) {
    expect_same(every_float_case(each));
  }
}

TEST_P(EightBits, EveryIntegerOfAFewBits) {
  const FloatOperation operation = operation_of(FloatKind::from_integer, GetParam());
  for (const FloatOperation& each : with_integers(operation, {2, 3, 4, 5, 7, 8, 9, 12, 16})) {
    expect_same(every_float_case(each));
  }
}

constexpr std::array targets = {"fp32", "fp16", "bf16", "tf32",  "fp8_e4m3", "fp8_e5m2", "fp64",
                                "e2m1", "e3m2", "e8m1", "e11m1", "e2m52",    "e5m17"};

TEST_P(EightBits, EveryWordToOtherFormats) {
  FloatOperation operation = operation_of(FloatKind::convert, GetParam());
  for (const char* target : targets) {
    operation.target = spec::float_format(target);
    for (const FloatOperation& each : in_its_modes(operation)) expect_same(every_float_case(each));
  }
}

struct EveryFormat : testing::TestWithParam<const char*> {};

INSTANTIATE_TEST_SUITE_P(Microcode, EveryFormat,
                         testing::Values("fp32", "bf16", "fp16", "tf32", "fp64", "e2m1", "e2m2", "e3m2", "e8m1",
                                         "e11m1", "e2m52", "e5m17", "e11m31"),
                         [](const auto& param) { return param.param; });

constexpr std::uint64_t cases_in_each_mode = 1 << 15;

TEST_P(EveryFormat, WeightedWords) {
  for (const FloatKind kind : one_operand_kinds) {
    for (const FloatOperation& operation : in_its_modes(operation_of(kind, GetParam()))) {
      expect_same(weighted_float_cases(operation, 2, 0, cases_in_each_mode));
    }
  }
  for (std::uint64_t i = 0; i < 8; ++i) {
    FloatOperation operation = operation_of(FloatKind::multiply_constant, GetParam());
    operation.constant = float_operands(operation_of(FloatKind::multiply, GetParam()), 5, i).front();
    for (const FloatOperation& each : in_its_modes(operation))
      expect_same(weighted_float_cases(each, 6, i << 10, 1 << 10));
  }
}

TEST_P(EveryFormat, WeightedIntegers) {
  for (const FloatKind kind : {FloatKind::from_integer, FloatKind::to_integer}) {
    for (const FloatOperation& each : with_integers(operation_of(kind, GetParam()), {2, 3, 8, 16, 24, 32, 53, 64})) {
      expect_same(weighted_float_cases(each, 8, 0, 1 << 11));
    }
  }
}

TEST_P(EveryFormat, WeightedWordsToOtherFormats) {
  FloatOperation operation = operation_of(FloatKind::convert, GetParam());
  for (const char* target : targets) {
    operation.target = spec::float_format(target);
    for (const FloatOperation& each : in_its_modes(operation)) {
      expect_same(weighted_float_cases(each, 10, 0, 1 << 12));
    }
  }
}

TEST_P(EveryFormat, WeightedPairs) {
  for (const FloatKind kind : two_operand_kinds) {
    for (const FloatOperation& operation : in_its_modes(operation_of(kind, GetParam()))) {
      expect_same(weighted_float_cases(operation, 2, 0, cases_in_each_mode));
    }
  }
}

TEST_P(EveryFormat, ZerosStoredInsteadOfClears) {
  for (const FloatOperation& one : operation_of_each_kind(GetParam())) {
    for (const FloatOperation& operation : in_its_modes(one)) {
      const gen::microcode::Options options = {.flags = true, .stores_zeros = true};
      for (const spec::sot::Word& word : gen::microcode::compile(operation, options).words) {
        ASSERT_FALSE(std::holds_alternative<spec::sot::Clear>(word.act)) << to_string(operation);
      }
      ASSERT_TRUE(same_in(weighted_float_cases(operation, 12, 0, 1 << 10), options)) << to_string(operation);
    }
  }
}

/// A million of each, in pieces that stay in the cache.
TEST(MicrocodeFp32, AMillionPairsOfEachOperation) {
  constexpr std::uint64_t piece = 1 << 16;
  for (const FloatOperation& operation : operation_of_each_kind("fp32")) {
    FloatProgramRun run(float_program(operation, {.flags = true}), 1);
    for (std::uint64_t first = 0; first < 1'000'000; first += piece) {
      const auto difference = run.first_difference(weighted_float_cases(operation, 3, first, piece));
      ASSERT_FALSE(difference) << to_string(*difference);
    }
  }
}

}  // namespace
}  // namespace spintile::verif
