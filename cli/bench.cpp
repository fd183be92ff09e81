#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/progress.h"
#include "cli/variant_source.h"
#include "verif/bench/figure.h"

namespace spintile::cli {
namespace {

struct BenchCommand {
  std::string filter;
  bool json = false;
  bool quiet = false;
};

void refuse_empty_filter(const std::string& filter) {
  const std::vector<std::string> names = verif::figure_names();
  if (std::none_of(names.begin(), names.end(), [&](const auto& name) { return name.find(filter) != name.npos; })) {
    throw std::runtime_error(
        fmt::format("--filter {}: no figure contains that; there are: {}", filter, fmt::join(names, ", ")));
  }
}

void print_table(const std::vector<verif::Figure>& figures) {
  fmt::print("{:<14}  {:>11}  {:>13}  {:>9}\n", "figure", "measured", "target", "of target");
  for (const auto& figure : figures) {
    fmt::print("{:<14}  {:>5.4g} {:<5}  {:>7g} {:<5}  {:>7.0f} %  {:<6}  {}\n", figure.name, figure.value, figure.unit,
               figure.target, figure.unit, 100.0 * figure.value / figure.target, figure.met() ? "met" : "MISSED",
               figure.meaning);
  }
}

void print_json(const std::vector<verif::Figure>& figures) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const auto& figure : figures) {
    list.push_back({{"name", figure.name},
                    {"meaning", figure.meaning},
                    {"value", figure.value},
                    {"unit", figure.unit},
                    {"target", figure.target},
                    {"of_target", figure.value / figure.target},
                    {"met", figure.met()}});
  }
  fmt::print("{}\n", list.dump(2));
}

/// Good whether the targets are met or not: a slow machine is no failure.
int bench(const BenchCommand& command) {
  refuse_empty_filter(command.filter);
  Progress progress(command.quiet);
  const auto names = verif::figure_names();
  const auto figures = verif::measure_figures(load_variant_or_default(""), command.filter, [&](std::string_view name) {
    const auto index = std::find(names.begin(), names.end(), name) - names.begin();
    progress.show(name, static_cast<int>(index), static_cast<int>(names.size()));
  });
  progress.clear();
  command.json ? print_json(figures) : print_table(figures);
  return good;
}

}  // namespace

void add_bench(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("bench", "Measure the speeds that are promised, each beside its target");
  const auto options = std::make_shared<BenchCommand>();
  command->add_option("--filter", options->filter, "Measure only the figures whose name contains this");
  command->add_flag("--json", options->json, "Print JSON");
  command->add_flag("--quiet", options->quiet, "Show no progress");
  command->callback([&action, options] { action = [options] { return bench(*options); }; });
}

}  // namespace spintile::cli
