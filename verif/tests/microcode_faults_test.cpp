// Seeded faults: one word of a program changed in one way. Comparison over every operand pair finds each of them, but
// for those that change nothing.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "refmodel/sot/sot_counts.h"
#include "verif/float_comparison.h"
#include "verif/tests/microcode_operations.h"
#include "verif/tests/program_faults.h"

namespace spintile::verif {
namespace {

using spec::FloatKind;
using spec::FloatOperation;

constexpr std::uint64_t weighted_cases = 1 << 14;

FloatProgram with_fault(FloatProgram placed, const Fault& fault) {
  placed.program = with_fault(std::move(placed.program), fault);
  return placed;
}

bool is_found(const FloatProgram& placed, const Fault& fault, const FloatCases& cases) {
  return FloatProgramRun(with_fault(placed, fault), 7).first_difference(cases).has_value();
}

std::int64_t steps(const FloatProgram& placed) {
  return static_counts(placed.program, refmodel::XorWrite::toggle).steps;
}

struct Survey {
  int faults = 0;
  int equivalent = 0;       // every operand pair gives the right result in spite of it
  int redundant_steps = 0;  // of these: words that cost a step and can be left out
  std::string redundant;    // which
  int missed = 0;           // by the weighted operands alone
  std::string missed_which;
};

/// Each fault of a program of a format of few bits, on every operand pair and on a few weighted ones.
Survey survey(const FloatOperation& operation) {
  const FloatProgram placed = float_program(operation, {.flags = true, .roll_loops = false});
  const FloatCases every = every_float_case(operation);
  const FloatCases weighted = weighted_float_cases(operation, 9, 0, weighted_cases);
  Survey result;
  for (const Fault& fault : Faults(placed.program).take()) {
    ++result.faults;
    if (is_found(placed, fault, weighted)) continue;
    if (is_found(placed, fault, every)) {
      ++result.missed;
      result.missed_which += text(placed.program, fault);
      continue;
    }
    ++result.equivalent;
    if (fault.kind == FaultKind::drop && steps(with_fault(placed, fault)) < steps(placed)) {
      ++result.redundant_steps;
      result.redundant += text(placed.program, fault);
    }
  }
  return result;
}

struct Subject {
  FloatKind kind;
  const char* format;
  int redundant_steps;  // at most; words that no longer pay are a chance to save a step, new ones a mistake
};

struct MicrocodeFaults : testing::TestWithParam<Subject> {};

INSTANTIATE_TEST_SUITE_P(
    FewBits, MicrocodeFaults,
    testing::Values(Subject{FloatKind::add, "fp8_e4m3", 5}, Subject{FloatKind::add, "fp8_e5m2", 6},
                    Subject{FloatKind::multiply, "fp8_e4m3", 12}, Subject{FloatKind::multiply, "fp8_e5m2", 8},
                    Subject{FloatKind::divide, "fp8_e4m3", 6},

                    Subject{FloatKind::divide, "e3m2", 7}, Subject{FloatKind::square_root, "e5m5", 12},
                    Subject{FloatKind::square_root, "e2m6", 22}),
    [](const auto& param) { return fmt::format("{}_{}", name(param.param.kind), param.param.format); });

/// What no operand pair shows changes nothing: that is the proof. The weighted operands find all others, which is what
/// makes them fit for the formats that are too wide to try every pair.
TEST_P(MicrocodeFaults, AreFoundUnlessTheyChangeNothing) {
  const Survey found = survey(operation_of(GetParam().kind, GetParam().format));
  EXPECT_GT(found.faults, 1500);
  EXPECT_LT(found.equivalent * 4, found.faults);
  EXPECT_EQ(found.missed, 0) << found.missed_which;
  EXPECT_LE(found.redundant_steps, GetParam().redundant_steps) << found.redundant;
}

}  // namespace
}  // namespace spintile::verif
