#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/progress.h"
#include "cli/study.h"
#include "host/file_replacement.h"
#include "verif/study/mnist_study.h"

namespace spintile::cli {
namespace {

using verif::MnistDevice;
using verif::MnistResult;

constexpr MnistDevice devices[] = {MnistDevice::soft_bounds_20, MnistDevice::reram_sb};

struct MnistCommand {
  verif::MnistStudy study;
  int samples = 0;
  std::string device;  // empty: all
  std::string output;
  bool json = false;
  bool quiet = false;
};

bool wanted(const MnistCommand& command, const verif::MnistCase& one) {
  return one.algorithm == spec::Algorithm::floating || command.device.empty() || command.device == name(one.device);
}

std::string table(const std::vector<MnistResult>& results) {
  std::string text = "| MNIST, 784-256-128-10 | device | test pictures right |\n| --- | --- | --- |\n";
  for (const MnistResult& result : results) {
    const bool is_float = result.one.algorithm == spec::Algorithm::floating;
    text += fmt::format("| {} | {} | {:.2f} % |\n", result.one.name(),
                        is_float ? std::string_view() : name(result.one.device), 100.0 * result.accuracy());
  }
  return text;
}

std::string json(const verif::MnistStudy& study, const std::vector<MnistResult>& results,
                 const std::vector<std::string>& violations) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const MnistResult& result : results) {
    std::vector<double> accuracies;
    for (const verif::EpochResult& epoch : result.epochs) accuracies.push_back(epoch.test_accuracy);
    list.push_back({{"case", result.one.name()},
                    {"device", name(result.one.device)},
                    {"offset", result.one.offset},
                    {"test_accuracy", accuracies}});
  }
  const nlohmann::ordered_json report = {
      {"epochs", study.epochs}, {"seed", study.seed}, {"results", list}, {"violations", violations}};
  return report.dump(2) + "\n";
}

int mnist(const MnistCommand& command) {
  const verif::TrainingData data = verif::load_training_data({spec::DataSet::mnist, "", command.samples, 0});
  std::vector<verif::MnistCase> cases = verif::mnist_cases();
  std::erase_if(cases, [&](const verif::MnistCase& one) { return !wanted(command, one); });
  Progress progress(command.quiet);
  int done = 0;
  progress.show("runs", 0, static_cast<int>(cases.size()));
  const auto results = verif::run_mnist_study(command.study, cases, data, [&](const MnistResult& result) {
    progress.show(
        fmt::format("{} on {}: {:.2f} % right", result.one.name(), name(result.one.device), 100.0 * result.accuracy()),
        ++done, static_cast<int>(cases.size()));
  });
  progress.clear();

  // Part of the pictures teaches less: nothing is promised for it.
  const std::vector<std::string> violations =
      command.samples == 0 ? verif::mnist_violations(results) : std::vector<std::string>{};
  fmt::print("{}", command.json ? json(command.study, results, violations) : table(results));
  if (!command.output.empty()) {
    const std::filesystem::path folder = command.output;
    for (const MnistDevice device : devices)
      if (wanted(command, {spec::Algorithm::agad, device}))
        host::replace_file(folder / fmt::format("mnist-{}.svg", name(device)), mnist_chart(results, device));
  }
  for (const std::string& violation : violations) fmt::print(stderr, "outside the bounds: {}\n", violation);
  return violations.empty() ? good : check_failed;
}

}  // namespace

void add_mnist_study(CLI::App& study, Action& action) {
  CLI::App* command =
      study.add_subcommand("mnist", "MNIST by AGAD and TTv2 on devices that are off, beside float32: minutes");
  const auto options = std::make_shared<MnistCommand>();
  command->add_option("--epochs", options->study.epochs, "Of each run")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--samples", options->samples, "Pictures to train on, all unless told; no verdict")
      ->check(CLI::PositiveNumber);
  command->add_option("--device", options->device, "Only this one of soft_bounds_20 and reram_sb")
      ->check(CLI::IsMember({"soft_bounds_20", "reram_sb"}));
  command->add_option("--seed", options->study.seed, "Of everything random")->capture_default_str();
  command->add_option("--threads", options->study.threads, "Runs at a time; the same results")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  command->add_option("-o,--output", options->output, "Draw the learning curves into this folder, mnist-DEVICE.svg");
  command->add_flag("--json", options->json, "JSON instead of a table");
  command->add_flag("--quiet", options->quiet, "Show no progress");
  command->callback([&action, options] { action = [options] { return mnist(*options); }; });
}

}  // namespace spintile::cli
