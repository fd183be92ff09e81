#include "verif/float_comparison.h"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

#include "verif/float_patterns.h"
#include "verif/float_stimulus.h"

namespace spintile::verif {
namespace {

constexpr int flag_rows = 5;
constexpr int exhaustive_bits_max = 20;

void add_case(FloatCases& cases, std::uint64_t a, std::uint64_t b) {
  const refmodel::FloatResult result = refmodel::evaluate(cases.operation, a, b);
  cases.a.push_back(a);
  cases.b.push_back(b);
  cases.result.push_back(result.word);
  cases.flags.push_back(result.flags);
}

}  // namespace

FloatCases weighted_float_cases(const spec::FloatOperation& operation, std::uint64_t seed, std::uint64_t first,
                                std::uint64_t count) {
  FloatCases cases;
  cases.operation = operation;
  for (auto* list : {&cases.a, &cases.b, &cases.result, &cases.flags}) list->reserve(count);
  for (std::uint64_t i = first; i < first + count; ++i) {
    const auto [a, b] = float_operands(operation, seed, i);
    add_case(cases, a, b);
  }
  return cases;
}

FloatCases every_float_case(const spec::FloatOperation& operation) {
  const int bits = operation.operand_bits() * operation.operands();
  if (bits > exhaustive_bits_max) {
    throw std::invalid_argument(fmt::format("{}: {} bits of operands, every case is allowed up to {}",
                                            to_string(operation), bits, exhaustive_bits_max));
  }
  FloatCases cases;
  cases.operation = operation;
  const std::uint64_t words = std::uint64_t{1} << operation.operand_bits();
  for (std::uint64_t a = 0; a < words; ++a) {
    for (std::uint64_t b = 0; b < (operation.operands() == 2 ? words : 1); ++b) add_case(cases, a, b);
  }
  return cases;
}

std::string to_string(const FloatDifference& difference) {
  const auto text = [&](const refmodel::FloatResult& result) {
    return difference.flags ? fmt::format("{:#x} flags {:#x}", result.word, result.flags)
                            : fmt::format("{:#x}", result.word);
  };
  return fmt::format("{}: {:#x} {:#x} gives {}, not {}", to_string(difference.operation), difference.a, difference.b,
                     text(difference.given), text(difference.expected));
}

FloatProgramRun::FloatProgramRun(FloatProgram placed, std::uint64_t seed)
    : placed_(std::move(placed)), seed_(seed), executable_(placed_.program, placed_.bases, placed_.program.rows()) {}

void FloatProgramRun::fill(int lanes) {
  array_.emplace(placed_.program.rows(), lanes);
  std::vector<std::uint64_t> bits(array_->lane_words());
  for (int row = 0; row < array_->rows(); ++row) {
    Draws draws(seed_, static_cast<std::uint64_t>(row));
    for (auto& word : bits) word = draws.bits(64);
    array_->set_row(row, bits);
  }
}

std::optional<FloatDifference> FloatProgramRun::first_difference(const FloatCases& cases) {
  const spec::FloatOperation& operation = cases.operation;
  if (!array_ || static_cast<std::size_t>(array_->lanes()) != cases.size()) fill(static_cast<int>(cases.size()));
  array_->load(placed_.base(region_a), operation.operand_bits(), cases.a);
  if (operation.operands() == 2) array_->load(placed_.base(region_b), operation.operand_bits(), cases.b);
  executable_.run(*array_);
  result_.resize(cases.size());
  array_->unload(placed_.base(region_result), operation.result_bits(), result_);
  flags_.resize(cases.size());
  if (has_flags()) array_->unload(placed_.base(region_flags), flag_rows, flags_);
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (result_[i] == cases.result[i] && (!has_flags() || flags_[i] == cases.flags[i])) continue;
    return FloatDifference{operation,
                           cases.a[i],
                           cases.b[i],
                           {result_[i], static_cast<unsigned>(flags_[i])},
                           {cases.result[i], static_cast<unsigned>(cases.flags[i])},
                           has_flags()};
  }
  return {};
}

}  // namespace spintile::verif
