#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "cli/command.h"
#include "cli/progress.h"
#include "verif/study/training_run.h"

namespace spintile::cli {
namespace {

struct TrainCommand {
  std::string config;
  std::string output;
  std::optional<int> epochs;
  std::optional<int> samples;
  std::optional<int> seed;
  std::optional<int> threads;
  std::optional<std::int64_t> stop_after;
  bool resume = false;
  bool json = false;
  bool quiet = false;
};

/// The file's configuration with what the command line says otherwise.
spec::TrainingConfig configuration(const TrainCommand& command) {
  spec::TrainingConfig config = spec::load_training_config(command.config);
  if (command.epochs) config.training.epochs = *command.epochs;
  if (command.samples) config.data.train = *command.samples;
  if (command.seed) config.training.seed = *command.seed;
  if (command.threads) config.training.threads = *command.threads;
  return config;
}

void print_epoch(int epoch, const verif::EpochResult& result) {
  fmt::print("epoch {:>3}: loss {:.4f}, {:6.2f} % right in training; test: loss {:.4f}, {:6.2f} % right\n", epoch,
             result.train_loss, 100.0 * result.train_accuracy, result.test_loss, 100.0 * result.test_accuracy);
}

double steps_a_second(const verif::TrainingRunResult& result) {
  return result.step_seconds > 0.0 ? static_cast<double>(result.steps - result.first_step) / result.step_seconds : 0.0;
}

void print_json(const spec::TrainingConfig& config, const std::string& folder, const verif::TrainingRunResult& result) {
  nlohmann::ordered_json epochs = nlohmann::ordered_json::array();
  for (const verif::EpochResult& epoch : result.epochs) {
    epochs.push_back({{"train_loss", epoch.train_loss},
                      {"train_accuracy", epoch.train_accuracy},
                      {"test_loss", epoch.test_loss},
                      {"test_accuracy", epoch.test_accuracy}});
  }
  const nlohmann::ordered_json json = {{"name", config.name},
                                       {"output", folder},
                                       {"finished", result.finished},
                                       {"steps", result.steps},
                                       {"steps_a_second", steps_a_second(result)},
                                       {"epochs", epochs}};
  fmt::print("{}\n", json.dump(2));
}

int train(const TrainCommand& command) {
  const spec::TrainingConfig config = configuration(command);
  const std::string folder = command.output.empty() ? "runs/" + config.name : command.output;
  const verif::TrainingData data = verif::load_training_data(config.data);
  const bool talks = !command.quiet && !command.json;

  Progress progress(command.quiet);
  verif::TrainingRunOptions options;
  options.folder = folder;
  options.resume = command.resume;
  options.stop_after = command.stop_after;
  options.progress = [&](std::string_view stage, std::int64_t done, std::int64_t total) {
    progress.show(fmt::format("{}: {}", config.name, stage), static_cast<int>(done), static_cast<int>(total));
  };
  options.epoch_done = [&](int epoch, const verif::EpochResult& result) {
    progress.clear();
    if (talks) print_epoch(epoch, result);
  };
  const verif::TrainingRunResult result = verif::run_training(config, data, options);
  progress.clear();

  if (command.json) print_json(config, folder, result);
  if (talks) {
    fmt::print("{} {} steps ({:.0f} a second); files in {}\n", result.finished ? "finished:" : "stopped after",
               result.steps, steps_a_second(result), folder);
  }
  if (!result.finished) return good;
  const double accuracy = result.epochs.back().test_accuracy;
  if (accuracy >= config.training.expected_accuracy) return good;
  fmt::print(stderr, "spintile: {}: {:.2f} % of the test pictures right; {:.2f} % were expected\n", config.name,
             100.0 * accuracy, 100.0 * config.training.expected_accuracy);
  return check_failed;
}

}  // namespace

void add_train(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("train", "Train a network whose weights live in analog arrays");
  const auto options = std::make_shared<TrainCommand>();
  command->add_option("config", options->config, "YAML file; ready-made ones are in configs/")->required();
  command->add_option("-o,--output", options->output, "Folder of the run; runs/NAME unless told");
  command->add_option("--epochs", options->epochs, "Instead of training.epochs")->check(CLI::PositiveNumber);
  command->add_option("--samples", options->samples, "Pictures to train on, instead of data.train")
      ->check(CLI::PositiveNumber);
  command->add_option("--seed", options->seed, "Instead of training.seed")->check(CLI::NonNegativeNumber);
  command->add_option("--threads", options->threads, "Instead of training.threads")->check(CLI::Range(1, 64));
  command
      ->add_option("--stop-after", options->stop_after,
                   "Stop at this step as an interruption would: what the last checkpoint has not is lost")
      ->check(CLI::PositiveNumber);
  command->add_flag("--resume", options->resume, "Go on from the folder's checkpoint, to the same bits");
  command->add_flag("--json", options->json, "Print JSON");
  command->add_flag("--quiet", options->quiet, "Print nothing but what is wrong");
  command->callback([&action, options] { action = [options] { return train(*options); }; });
}

}  // namespace spintile::cli
