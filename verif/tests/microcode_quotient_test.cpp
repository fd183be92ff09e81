// Division and square root where the result is known without arithmetic: products divided by a factor and squares, and
// the words next to them; and every operand of the smallest formats, where a turn of the recurrence is a case of its
// own. The other operands are those of microcode_test.
#include <gtest/gtest.h>

#include <bit>
#include <vector>

#include "verif/float_comparison.h"
#include "verif/float_patterns.h"
#include "verif/tests/microcode_operations.h"

namespace spintile::verif {
namespace {

using spec::FloatFormat;
using spec::FloatKind;
using spec::FloatOperation;

constexpr int cases_of_a_format = 1 << 12;

/// A whole number, of at most fraction_bits + 1 bits, as a word.
std::uint64_t whole(const FloatFormat& format, std::uint64_t number) {
  const int places = static_cast<int>(std::bit_width(number)) - 1;
  return (static_cast<std::uint64_t>(format.bias() + places) << format.fraction_bits) |
         ((number << (format.fraction_bits - places)) & format.fraction_mask());
}

/// A number of `bits` bits, the first of them 1.
std::uint64_t number_of(Draws& draws, int bits) {
  return std::uint64_t{1} << (bits - 1) | (pattern(draws, bits) & low_bits(bits - 1));
}

struct Exact {
  FloatOperands operands;
  std::uint64_t result;
};

Exact exact_quotient(const FloatFormat& format, std::uint64_t case_number) {
  Draws draws(21, case_number);
  const int bits = format.fraction_bits + 1;
  const int of_quotient = draws.within(1, bits - 1);
  const std::uint64_t quotient = number_of(draws, of_quotient);
  const std::uint64_t divisor = number_of(draws, bits - of_quotient);
  const std::uint64_t sign = draws.bits(1) != 0 ? format.sign_bit() : 0;
  return {{sign | whole(format, quotient * divisor), whole(format, divisor), 0}, sign | whole(format, quotient)};
}

Exact exact_root(const FloatFormat& format, std::uint64_t case_number) {
  Draws draws(22, case_number);
  const std::uint64_t root = number_of(draws, draws.within(1, (format.fraction_bits + 1) / 2));
  return {{whole(format, root * root), 0, 0}, whole(format, root)};
}

Exact exact(const FloatOperation& operation, std::uint64_t case_number) {
  return operation.kind == FloatKind::divide ? exact_quotient(operation.format, case_number)
                                             : exact_root(operation.format, case_number);
}

/// What is exact, and, as the arithmetic has it, what is a word away from it on either side.
FloatCases exact_and_beside(const FloatOperation& operation) {
  FloatCases cases;
  cases.operation = operation;
  const auto add = [&cases](const FloatOperands& operands, std::uint64_t result, std::uint64_t flags) {
    for (std::size_t i = 0; i < operands.size(); ++i) cases.operands[i].push_back(operands[i]);
    cases.result.push_back(result);
    cases.flags.push_back(flags);
  };
  for (std::uint64_t i = 0; i < cases_of_a_format; ++i) {
    const Exact known = exact(operation, i);
    add(known.operands, known.result, 0);
    for (const std::uint64_t step : {std::uint64_t{1}, ~std::uint64_t{0}}) {
      FloatOperands beside = known.operands;
      beside[0] += step;
      const refmodel::FloatResult result = refmodel::evaluate(operation, beside[0], beside[1], 0);
      add(beside, result.word, result.flags);
    }
  }
  return cases;
}

void expect_same(const FloatCases& cases) {
  for (const auto& options : every_option) {
    FloatProgramRun run(float_program(cases.operation, options), 1);
    const auto difference = run.first_difference(cases);
    ASSERT_FALSE(difference) << to_string(*difference);
  }
}

struct Known : testing::TestWithParam<const char*> {};

INSTANTIATE_TEST_SUITE_P(MicrocodeQuotient, Known, testing::Values("fp8_e4m3", "fp16", "bf16", "tf32", "fp32", "fp64"),
                         [](const auto& param) { return param.param; });

TEST_P(Known, ExactResultsAndThoseBeside) {
  for (const FloatKind kind : {FloatKind::divide, FloatKind::square_root}) {
    for (const FloatOperation& operation : in_its_modes(operation_of(kind, GetParam()))) {
      if (!operation.saturate) expect_same(exact_and_beside(operation));
    }
  }
}

struct Smallest : testing::TestWithParam<const char*> {};

INSTANTIATE_TEST_SUITE_P(MicrocodeQuotient, Smallest,
                         testing::Values("e2m1", "e2m2", "e2m3", "e2m4", "e3m1", "e3m2", "e3m3", "e4m1", "e4m2",
                                         "e5m1"),
                         [](const auto& param) { return param.param; });

TEST_P(Smallest, EveryQuotient) {
  for (const FloatOperation& operation : in_its_modes(operation_of(FloatKind::divide, GetParam()))) {
    expect_same(every_float_case(operation));
  }
}

/// Among them those whose roots can be subnormal, as their exponents are short.
struct SixteenBits : testing::TestWithParam<const char*> {};

INSTANTIATE_TEST_SUITE_P(MicrocodeQuotient, SixteenBits,
                         testing::Values("e2m1", "e2m2", "e2m6", "e2m13", "e3m12", "e4m11", "fp16", "bf16"),
                         [](const auto& param) { return param.param; });

TEST_P(SixteenBits, EverySquareRoot) {
  for (const FloatOperation& operation : in_its_modes(operation_of(FloatKind::square_root, GetParam()))) {
    expect_same(every_float_case(operation));
  }
}

}  // namespace
}  // namespace spintile::verif
