#include "cli/check_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "spec/parse.h"
#include "verif/junit.h"

namespace spintile::cli {
namespace {

constexpr int name_width = 18;

std::string indented(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', end + 1)) {
    text.insert(end + 1, "      ");
  }
  return text;
}

void print_check(const verif::CheckResult& result) {
  fmt::print("  {:<{}}  {}  {:>6.1f} s  {}\n", result.name, name_width, result.passed ? "passed" : "FAILED",
             result.seconds, indented(result.detail));
}

std::string title(const CheckedVariant& checked) {
  return fmt::format("{} ({})", checked.variant.name, checked.file.empty() ? "built-in" : checked.file);
}

nlohmann::ordered_json to_json(const CheckedVariant& checked) {
  return {{"name", checked.variant.name},
          {"file", checked.file},
          {"hash", fmt::format("{:016x}", spec::variant_hash(checked.variant))},
          {"passed", all_passed(checked)},
          {"checks", nlohmann::ordered_json::parse(verif::to_json(checked.results))}};
}

}  // namespace

bool all_passed(const CheckedVariant& checked) {
  return std::all_of(checked.results.begin(), checked.results.end(), [](const auto& result) { return result.passed; });
}

void print_text(const CheckedVariant& checked) {
  fmt::print("{}\n", title(checked));
  for (const auto& result : checked.results) print_check(result);
  const auto passed =
      std::count_if(checked.results.begin(), checked.results.end(), [](const auto& result) { return result.passed; });
  fmt::print("  {} of {} checks passed\n", passed, checked.results.size());
}

void print_failures(const CheckedVariant& checked) {
  if (all_passed(checked)) return;
  fmt::print("{}\n", title(checked));
  for (const auto& result : checked.results) {
    if (!result.passed) print_check(result);
  }
}

void print_json(const std::vector<CheckedVariant>& all, std::uint32_t seed) {
  nlohmann::ordered_json variants = nlohmann::ordered_json::array();
  for (const auto& checked : all) variants.push_back(to_json(checked));
  const nlohmann::ordered_json document = {
      {"seed", seed}, {"passed", std::all_of(all.begin(), all.end(), all_passed)}, {"variants", variants}};
  fmt::print("{}\n", document.dump(2));
}

std::string junit(const std::vector<CheckedVariant>& all) {
  std::vector<verif::CheckResult> cases;
  for (const auto& checked : all) {
    for (verif::CheckResult result : checked.results) {
      result.name = fmt::format("{}.{}", checked.variant.name, result.name);
      cases.push_back(std::move(result));
    }
  }
  return verif::junit_xml("spintile", cases);
}

}  // namespace spintile::cli
