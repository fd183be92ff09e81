#include "cli/fp_evaluate.h"

#include <fmt/format.h>

#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <stdexcept>
#include <vector>

#include "cli/command.h"
#include "cli/fp_text.h"
#include "cli/progress.h"

namespace spintile::cli {
namespace {

/// A block is a multiple of the engine's lanes, and big enough that reading and printing go in long runs.
std::size_t block_cases(const verif::FloatEngine& engine, const spec::FloatOperation& operation) {
  constexpr std::size_t least = 16384;
  if (operation.reduces_lanes()) return 1 + least / static_cast<std::size_t>(operation.lanes);
  const auto lanes = static_cast<std::size_t>(engine.lanes());
  return (least + lanes - 1) / lanes * lanes;
}

void print(const std::vector<char>& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) {
    throw std::runtime_error("cannot write to the standard output");
  }
}

/// Nothing where the result is an integer or a truth value.
std::optional<spec::FloatFormat> float_result_format(const spec::FloatOperation& operation) {
  if (operation.kind == spec::FloatKind::to_integer || operation.result_bits() == 1) return {};
  return operation.kind == spec::FloatKind::convert ? operation.target : operation.format;
}

/// Finds the cases whose result or flags are not the expected ones.
class Comparison {
 public:
  Comparison(const spec::FloatOperation& operation, bool any_nan)
      : operation_(operation), nan_format_(any_nan ? float_result_format(operation) : std::nullopt) {}

  std::uint64_t differing() const { return differing_; }

  /// Appends a line for each case that differs.
  void append_differences(std::vector<char>& text, const FloatCases& cases, std::span<const std::uint64_t> result,
                          std::span<const std::uint8_t> flags) {
    const auto lanes = static_cast<std::size_t>(operation_.lanes);
    for (std::size_t i = 0; i < cases.size(); ++i) {
      if (same_result(result[i], cases.expected_result[i]) && flags[i] == cases.expected_flags[i]) continue;
      ++differing_;
      const int digits = hex_digits(operation_.operand_bits());
      const int result_digits = hex_digits(operation_.result_bits());
      auto out = std::back_inserter(text);
      for (std::size_t k = 0; k < static_cast<std::size_t>(operation_.operands()); ++k) {
        for (const std::uint64_t word : std::span(cases.operands[k]).subspan(i * lanes, lanes)) {
          fmt::format_to(out, "{:0{}X} ", word, digits);
        }
      }
      fmt::format_to(out, "got {:0{}X} {:02X} expected {:0{}X} {:02X} line {}\n", result[i], result_digits, flags[i],
                     cases.expected_result[i], result_digits, cases.expected_flags[i], cases.line[i]);
    }
  }

 private:
  bool same_result(std::uint64_t got, std::uint64_t expected) const {
    return got == expected || (nan_format_ && nan_format_->is_nan(got) && nan_format_->is_nan(expected));
  }

  spec::FloatOperation operation_;
  std::optional<spec::FloatFormat> nan_format_;  // whose NaNs are all alike
  std::uint64_t differing_ = 0;
};

}  // namespace

int evaluate_cases(const spec::FloatOperation& operation, verif::FloatEngine& engine, std::FILE* input,
                   const std::string& input_name, const EvaluateOptions& options) {
  constexpr std::uint64_t cases_between_progress = std::uint64_t{1} << 20;
  FloatCaseReader reader(input, input_name, operation, options.check);
  const FloatCaseWriter writer(operation);
  Comparison comparison(operation, options.any_nan);
  Progress progress(options.quiet);

  const std::size_t limit = block_cases(engine, operation);
  FloatCases cases;
  std::vector<std::uint64_t> result(limit);
  std::vector<std::uint8_t> flags(limit);
  std::vector<char> text;
  std::uint64_t done = 0;
  while (reader.read(cases, limit)) {
    const std::span results = std::span(result).first(cases.size());
    const std::span flag_words = std::span(flags).first(cases.size());
    const auto& [a, b, c] = cases.operands;
    engine.evaluate(operation, {a, b, c}, results, flag_words);
    text.clear();
    options.check ? comparison.append_differences(text, cases, results, flag_words)
                  : writer.append(text, cases, results, flag_words);
    progress.clear();
    print(text);
    const std::uint64_t before = done;
    done += cases.size();
    if (before / cases_between_progress != done / cases_between_progress) progress.count("cases", done);
  }
  progress.clear();
  if (!options.check) return good;
  fmt::print("{} cases, {} differ\n", done, comparison.differing());
  return comparison.differing() == 0 ? good : check_failed;
}

}  // namespace spintile::cli
