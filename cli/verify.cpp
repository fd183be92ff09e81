#include "verif/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "cli/check_report.h"
#include "cli/command.h"
#include "cli/digit_source.h"
#include "cli/progress.h"
#include "cli/variant_source.h"
#include "host/input_codes.h"
#include "spec/parse.h"
#include "verif/classification.h"
#include "verif/scratch_folder.h"

namespace spintile::cli {
namespace {

constexpr std::string_view classification = "classification";

struct VerifyCommand {
  std::vector<std::string> variants;
  std::string images;
  std::optional<int> count;
  verif::VerifyOptions checks;
  std::string trace;
  std::string junit;
  bool json = false;
  bool quiet = false;

  bool selects(std::string_view check) const { return check.find(checks.filter) != std::string_view::npos; }
  /// The main job runs when digits are asked for, and where no variant is named.
  bool wants_classification() const {
    return !checks.only_case && selects(classification) && (!images.empty() || count || variants.empty());
  }
};

/// All variants or, in one message, everything that is wrong with any.
std::vector<CheckedVariant> load_all(std::vector<std::string> files) {
  if (files.empty()) files.emplace_back();
  std::vector<CheckedVariant> all;
  std::string problems;
  for (const auto& file : files) {
    try {
      all.push_back({load_variant_or_default(file), file, {}});
    } catch (const spec::VariantError& error) {
      problems += fmt::format("{}{}", problems.empty() ? "" : "\n", error.what());
    }
  }
  if (!problems.empty()) throw std::runtime_error(problems);
  return all;
}

void refuse_empty_filter(const VerifyCommand& command) {
  std::vector<std::string> names = verif::check_names();
  names.emplace_back(classification);
  if (std::none_of(names.begin(), names.end(), [&](const auto& name) { return command.selects(name); })) {
    throw std::runtime_error(fmt::format("--filter {}: no check contains that; there are: {}", command.checks.filter,
                                         fmt::join(names, ", ")));
  }
}

verif::CheckResult check_classification(const spec::Variant& variant, const Digits& digits, std::uint32_t seed,
                                        Progress& progress) {
  const auto start = std::chrono::steady_clock::now();
  const auto report = [&](std::string_view stage, int done, int total) {
    progress.show(fmt::format("{}: {}", variant.name, stage), done, total);
  };
  verif::CheckResult check;
  check.name = classification;
  try {
    check =
        verif::to_check(verif::classify(verif::load_model(variant), variant, seed, digits.train, digits.test, report));
    check.detail += digits.source;
  } catch (const std::exception& error) {  // a missing tool fails the check, as it does those of verif::verify
    check.detail = error.what();
  }
  check.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return check;
}

int verify(const VerifyCommand& command) {
  refuse_empty_filter(command);
  std::vector<CheckedVariant> all = load_all(command.variants);
  std::optional<Digits> digits;
  if (command.wants_classification()) {
    for (const auto& checked : all) host::require_picture_tile(checked.variant);
    digits = load_digits(command.images, command.count.value_or(1000));
  }

  Progress progress(command.quiet);
  for (CheckedVariant& checked : all) {
    verif::VerifyOptions options = command.checks;
    options.trace = command.trace;
    options.variant_argument = checked.file;
    checked.results = verif::verify(checked.variant, options, [&](auto check, auto done, auto total) {
      progress.show(fmt::format("{}: {}", checked.variant.name, check), static_cast<int>(done),
                    static_cast<int>(total));
    });
    if (digits) checked.results.push_back(check_classification(checked.variant, *digits, options.seed, progress));
    progress.clear();
    if (command.json) continue;
    command.quiet ? print_failures(checked) : print_text(checked);
  }
  if (command.json) print_json(all, command.checks.seed);
  if (!command.junit.empty()) verif::write_file(std::filesystem::absolute(command.junit), junit(all));
  return std::all_of(all.begin(), all.end(), all_passed) ? good : check_failed;
}

}  // namespace

void add_verify(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("verify", "Check variants: lint, co-simulation with the golden model, digits");
  const auto options = std::make_shared<VerifyCommand>();
  options->checks.jobs = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  command->add_option("variants", options->variants,
                      "YAML files; the built-in variant, with digits, when none is given");
  command->add_option("--images", options->images, "Folder with the IDX files of MNIST: also classify digits");
  command->add_option("--count", options->count, "Digits to classify, 1000 unless told; also classify digits")
      ->check(CLI::PositiveNumber);
  command->add_option("--seed", options->checks.seed, "Of everything random")->capture_default_str();
  command->add_option("--cases", options->checks.cases, "Random cases of the co-simulation")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--case", options->checks.only_case, "Run this case of the co-simulation and nothing else");
  command->add_option("--trace", options->trace, "FST file: wave form of --case, or of the first case that fails");
  command->add_option("--filter", options->checks.filter, "Run only the checks whose name contains this");
  command->add_option("--jobs", options->checks.jobs, "Threads")->check(CLI::PositiveNumber)->capture_default_str();
  command->add_option("--junit", options->junit, "Also write the results to this file as JUnit XML");
  command->add_flag("--json", options->json, "Print JSON");
  command->add_flag("--quiet", options->quiet, "Print nothing but the checks that failed");
  command->callback([&action, options] { action = [options] { return verify(*options); }; });
}

}  // namespace spintile::cli
