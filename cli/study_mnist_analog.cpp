#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/progress.h"
#include "cli/study.h"
#include "host/file_replacement.h"
#include "verif/study/analog_study.h"

namespace spintile::cli {
namespace {

using verif::AnalogCase;
using verif::AnalogResult;

struct AnalogCommand {
  verif::AnalogStudy study;
  int samples = 0;
  std::vector<std::string> cases;  // empty: all
  std::string runs;
  std::string svg;
  bool json = false;
  bool quiet = false;
};

std::vector<std::string> case_names() {
  std::vector<std::string> names;
  for (const AnalogCase one : verif::analog_cases()) names.emplace_back(name(one));
  return names;
}

std::string table(const verif::AnalogStudy& study, const std::vector<AnalogResult>& results) {
  std::string text =
      fmt::format("| MNIST, 784-{}-10 | test pictures right | published |\n| --- | --- | --- |\n", study.hidden);
  for (const AnalogResult& result : results) {
    const std::optional<double> published = published_accuracy(result.one);
    text += fmt::format("| {} | {:.2f} % | {} |\n", title(result.one), 100.0 * result.accuracy(),
                        published ? fmt::format("{:.0f} %", 100.0 * *published) : "");
  }
  return text;
}

std::string json(const AnalogCommand& command, const std::vector<AnalogResult>& results,
                 const std::vector<std::string>& violations) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const AnalogResult& result : results) {
    std::vector<double> accuracies;
    for (const verif::EpochResult& epoch : result.epochs) accuracies.push_back(epoch.test_accuracy);
    nlohmann::ordered_json one = {{"case", name(result.one)}, {"test_accuracy", accuracies}};
    if (const auto published = published_accuracy(result.one)) one["published_accuracy"] = *published;
    list.push_back(one);
  }
  const verif::AnalogStudy& study = command.study;
  const nlohmann::ordered_json report = {{"epochs", study.epochs}, {"seed", study.seed},
                                         {"hidden", study.hidden}, {"read_bits", study.read_bits},
                                         {"results", list},        {"violations", violations}};
  return report.dump(2) + "\n";
}

int mnist_analog(const AnalogCommand& command) {
  const verif::TrainingData data = verif::load_training_data({spec::DataSet::mnist, "", command.samples, 0});
  std::vector<AnalogCase> cases = verif::analog_cases();
  if (!command.cases.empty())
    std::erase_if(cases, [&](AnalogCase one) { return std::ranges::count(command.cases, name(one)) == 0; });
  Progress progress(command.quiet);
  int done = 0;
  progress.show("runs", 0, static_cast<int>(cases.size()));
  const auto results = verif::run_analog_study(command.study, cases, data, [&](const AnalogResult& result) {
    progress.show(fmt::format("{}: {:.2f} % right", name(result.one), 100.0 * result.accuracy()), ++done,
                  static_cast<int>(cases.size()));
  });
  progress.clear();

  // Part of the pictures, or another network, teaches less: nothing is promised for it.
  const bool is_whole = command.samples == 0 && command.study.hidden == verif::AnalogStudy{}.hidden;
  const std::vector<std::string> violations = is_whole ? verif::analog_violations(results) : std::vector<std::string>{};
  fmt::print("{}", command.json ? json(command, results, violations) : table(command.study, results));
  if (!command.svg.empty()) host::replace_file(command.svg, verif::analog_chart(results));
  for (const std::string& violation : violations) fmt::print(stderr, "outside the bounds: {}\n", violation);
  return violations.empty() ? good : check_failed;
}

}  // namespace

void add_mnist_analog_study(CLI::App& study, Action& action) {
  CLI::App* command = study.add_subcommand(
      "mnist-analog",
      "MNIST on arrays written by outer products: linear and nonlinear devices, periodic carry: minutes");
  const auto options = std::make_shared<AnalogCommand>();
  command
      ->add_option("--case", options->cases,
                   "Only these of numeric, linear, fitted_ramps, taox_like, carry, early_carry")
      ->check(CLI::IsMember(case_names()));
  command->add_option("--epochs", options->study.epochs, "Of each run")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--samples", options->samples, "Pictures to train on, all unless told; no verdict")
      ->check(CLI::PositiveNumber);
  command->add_option("--hidden", options->study.hidden, "Outputs of the first layer")
      ->check(CLI::Range(1, 4096))
      ->capture_default_str();
  command->add_option("--read-bits", options->study.read_bits, "Bits of inputs and outputs of a read; 0: ideal")
      ->check(CLI::IsMember({0, 4, 6, 8, 10, 12}))
      ->capture_default_str();
  command->add_option("--seed", options->study.seed, "Of everything random")->capture_default_str();
  command->add_option("--threads", options->study.threads, "Runs at a time; the same results")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  command->add_option("--runs", options->runs, "Keep the runs in this folder, and go on with those that are there");
  command->add_option("--svg", options->svg, "Draw the learning curves into this file");
  command->add_flag("--json", options->json, "JSON instead of a table");
  command->add_flag("--quiet", options->quiet, "Show no progress");
  command->callback([&action, options] {
    action = [options] {
      options->study.folder = options->runs;
      return mnist_analog(*options);
    };
  });
}

}  // namespace spintile::cli
