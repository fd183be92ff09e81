#include "verif/float_comparison.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <span>
#include <stdexcept>
#include <utility>

#include "refmodel/numeric/float_reduction.h"
#include "verif/float_patterns.h"

namespace spintile::verif {
namespace {

constexpr int flag_rows = 5;
constexpr int exhaustive_bits_max = 20;

void add_case(FloatCases& cases, const FloatOperands& operands) {
  const auto& [a, b, c] = operands;
  const refmodel::FloatResult result = refmodel::evaluate(cases.operation, a, b, c);
  for (std::size_t i = 0; i < operands.size(); ++i) cases.operands[i].push_back(operands[i]);
  cases.result.push_back(result.word);
  cases.flags.push_back(result.flags);
}

void add_reduction(FloatCases& cases, const FloatLaneOperands& operands) {
  const auto& [a, b] = operands;
  const refmodel::FloatResult result = refmodel::reduce_lanes(cases.operation, a, b);
  for (std::size_t i = 0; i < operands.size(); ++i) {
    cases.operands[i].insert(cases.operands[i].end(), operands[i].begin(), operands[i].end());
  }
  cases.result.push_back(result.word);
  cases.flags.push_back(result.flags);
}

}  // namespace

FloatCases weighted_float_cases(const spec::FloatOperation& operation, std::uint64_t seed, std::uint64_t first,
                                std::uint64_t count) {
  FloatCases cases;
  cases.operation = operation;
  for (auto& list : cases.operands) list.reserve(count);
  for (auto* list : {&cases.result, &cases.flags}) list->reserve(count);
  for (std::uint64_t i = first; i < first + count; ++i) {
    operation.reduces_lanes() ? add_reduction(cases, float_lane_operands(operation, seed, i))
                              : add_case(cases, float_operands(operation, seed, i));
  }
  return cases;
}

FloatCases every_float_case(const spec::FloatOperation& operation) {
  const int bits = operation.operand_bits() * operation.operands();
  if (bits > exhaustive_bits_max || operation.reduces_lanes()) {
    throw std::invalid_argument(fmt::format("{}: {} bits of operands, every case is allowed up to {}",
                                            to_string(operation), bits, exhaustive_bits_max));
  }
  FloatCases cases;
  cases.operation = operation;
  const std::uint64_t words = std::uint64_t{1} << operation.operand_bits();
  for (std::uint64_t a = 0; a < words; ++a) {
    for (std::uint64_t b = 0; b < (operation.operands() >= 2 ? words : 1); ++b) {
      for (std::uint64_t c = 0; c < (operation.operands() == 3 ? words : 1); ++c) add_case(cases, {a, b, c});
    }
  }
  return cases;
}

FloatDifference difference_of(const FloatCases& cases, std::size_t i, const refmodel::FloatResult& given, bool flags) {
  const auto lanes = static_cast<std::size_t>(cases.operation.lanes);
  std::vector<std::uint64_t> operands;
  for (std::size_t k = 0; k < static_cast<std::size_t>(cases.operation.operands()); ++k) {
    const std::span of_case = std::span(cases.operands[k]).subspan(i * lanes, lanes);
    operands.insert(operands.end(), of_case.begin(), of_case.end());
  }
  return {cases.operation, operands, given, {cases.result[i], static_cast<unsigned>(cases.flags[i])}, flags};
}

std::string to_string(const FloatDifference& difference) {
  const auto text = [&](const refmodel::FloatResult& result) {
    return difference.flags ? fmt::format("{:#x} flags {:#x}", result.word, result.flags)
                            : fmt::format("{:#x}", result.word);
  };
  return fmt::format("{}: {:#x} gives {}, not {}", to_string(difference.operation), fmt::join(difference.operands, " "),
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
  const auto lanes_of_case = static_cast<std::size_t>(operation.lanes);
  const std::size_t at_once = operation.reduces_lanes() ? 1 : cases.size();
  const std::size_t lanes = at_once * lanes_of_case;
  if (!array_ || static_cast<std::size_t>(array_->lanes()) != lanes) fill(static_cast<int>(lanes));
  result_.resize(cases.size());
  flags_.resize(cases.size());
  for (std::size_t first = 0; first < cases.size(); first += at_once) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(operation.operands()); ++i) {
      array_->load(placed_.base(operand_regions[i]), operation.operand_bits(),
                   std::span(cases.operands[i]).subspan(first * lanes_of_case, lanes));
    }
    executable_.run(*array_);
    array_->unload(placed_.base(region_result), operation.result_bits(), std::span(result_).subspan(first, at_once));
    if (has_flags()) {
      array_->unload(placed_.base(region_flags), flag_rows, std::span(flags_).subspan(first, at_once));
    }
  }
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (result_[i] == cases.result[i] && (!has_flags() || flags_[i] == cases.flags[i])) continue;
    return difference_of(cases, i, {result_[i], static_cast<unsigned>(flags_[i])}, has_flags());
  }
  return {};
}

}  // namespace spintile::verif
