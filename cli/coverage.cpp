#include "verif/coverage.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "cli/command.h"
#include "cli/progress.h"
#include "cli/variant_source.h"
#include "spec/parse.h"

namespace spintile::cli {
namespace {

struct CoverageCommand {
  std::vector<std::string> variants;
  verif::CoverageOptions options;
  bool json = false;
  bool quiet = false;
};

struct Coverage {
  std::vector<verif::CoveragePoint> points;
  std::vector<verif::CoveragePoint> left;  // not covered

  bool enough() const { return verif::coverage_share(points) >= verif::coverage_threshold; }
  bool all_explained() const {
    return std::all_of(left.begin(), left.end(), [](const auto& point) { return !point.reason.empty(); });
  }
};

void print_text(const Coverage& coverage) {
  const auto rows = verif::by_block(coverage.points);
  std::size_t width = 5;
  for (const auto& row : rows) width = std::max(width, row.block.size());
  fmt::print("{:<{}}  points  covered\n", "block", width);
  for (const auto& row : rows) {
    fmt::print("{:<{}}  {:>6}  {:>5.1f} %\n", row.block, width, row.points, 100.0 * row.covered / row.points);
  }
  fmt::print("{:<{}}  {:>6}  {:>5.1f} %  (at least {:.0f} %)\n", "all", width, coverage.points.size(),
             100.0 * verif::coverage_share(coverage.points), 100.0 * verif::coverage_threshold);
}

void print_left(const Coverage& coverage, bool only_unexplained) {
  for (const auto& point : coverage.left) {
    if (only_unexplained && !point.reason.empty()) continue;
    fmt::print("{}: {}:{}: {}: {}\n    {}\n", point.variant, point.file, point.line, point.kind, point.text,
               point.reason.empty() ? "NOT REACHED, and no exception (verif/coverage_exceptions.cpp)" : point.reason);
  }
}

void print_json(const Coverage& coverage, const verif::CoverageOptions& options) {
  nlohmann::ordered_json blocks = nlohmann::ordered_json::array();
  for (const auto& row : verif::by_block(coverage.points)) {
    blocks.push_back({{"block", row.block}, {"points", row.points}, {"covered", row.covered}});
  }
  nlohmann::ordered_json left = nlohmann::ordered_json::array();
  for (const auto& point : coverage.left) {
    left.push_back({{"variant", point.variant},
                    {"block", point.block},
                    {"file", point.file},
                    {"line", point.line},
                    {"kind", point.kind},
                    {"text", point.text},
                    {"reason", point.reason}});
  }
  const nlohmann::ordered_json document = {{"seed", options.seed},
                                           {"cases", options.cases},
                                           {"points", coverage.points.size()},
                                           {"share", verif::coverage_share(coverage.points)},
                                           {"threshold", verif::coverage_threshold},
                                           {"passed", coverage.enough() && coverage.all_explained()},
                                           {"blocks", blocks},
                                           {"left", left}};
  fmt::print("{}\n", document.dump(2));
}

int run(const CoverageCommand& command) {
  std::vector<spec::Variant> variants;
  for (const auto& file : command.variants) variants.push_back(spec::load_variant(file));
  if (variants.empty()) variants.push_back(load_variant_or_default(""));

  Coverage coverage;
  Progress progress(command.quiet);
  for (const auto& variant : variants) {
    const auto show = [&](std::uint32_t done) {
      progress.show(variant.name, static_cast<int>(done), static_cast<int>(command.options.cases));
    };
    show(0);
    auto points = verif::measure_coverage(variant, command.options, show);
    std::move(points.begin(), points.end(), std::back_inserter(coverage.points));
  }
  progress.clear();
  std::copy_if(coverage.points.begin(), coverage.points.end(), std::back_inserter(coverage.left),
               [](const auto& point) { return !point.covered(); });
  if (command.json) {
    print_json(coverage, command.options);
  } else {
    if (!command.quiet) print_text(coverage);
    print_left(coverage, command.quiet);
  }
  return coverage.enough() && coverage.all_explained() ? good : check_failed;
}

}  // namespace

void add_coverage(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("coverage", "Which lines of the emitted Verilog the co-simulation reaches");
  const auto options = std::make_shared<CoverageCommand>();
  options->options.jobs = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  command->add_option("variants", options->variants, "YAML files; the built-in variant when none is given");
  command->add_option("--seed", options->options.seed, "Of everything random")->capture_default_str();
  command->add_option("--cases", options->options.cases, "Random cases of the co-simulation")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--jobs", options->options.jobs, "Threads")->check(CLI::PositiveNumber)->capture_default_str();
  command->add_flag("--json", options->json, "Print JSON");
  command->add_flag("--quiet", options->quiet, "Print nothing but the lines that should have been reached");
  command->callback([&action, options] { action = [options] { return run(*options); }; });
}

}  // namespace spintile::cli
