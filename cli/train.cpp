#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "cli/command.h"
#include "cli/progress.h"
#include "host/file_replacement.h"
#include "spec/parse.h"
#include "verif/mismatch.h"
#include "verif/study/training_run.h"

namespace spintile::cli {
namespace {

constexpr std::string_view lockstep = "lockstep";

struct TrainCommand {
  std::string config;
  std::string output;
  std::optional<int> epochs;
  std::optional<int> samples;
  std::optional<int> test;
  std::optional<int> seed;
  std::optional<int> threads;
  std::optional<int> checkpoint_steps;
  std::optional<std::int64_t> stop_after;
  std::string engine = "arrays";
  std::string export_tiles;
  std::int64_t compare_steps = 1000;
  double clock_mhz = 200.0;
  bool resume = false;
  bool json = false;
  bool quiet = false;
};

/// The file's configuration with what the command line says otherwise.
spec::TrainingConfig configuration(const TrainCommand& command) {
  spec::TrainingConfig config = spec::load_training_config(command.config);
  if (command.epochs) config.training.epochs = *command.epochs;
  if (command.samples) config.data.train = *command.samples;
  if (command.test) config.data.test = *command.test;
  if (command.checkpoint_steps) config.training.checkpoint_steps = *command.checkpoint_steps;
  if (command.seed) config.training.seed = *command.seed;
  if (command.threads) config.training.threads = *command.threads;
  return config;
}

void print_epoch(int epoch, const verif::EpochResult& result) {
  fmt::print("epoch {:>3}: loss {:.4f}, {:6.2f} % right in training; test: loss {:.4f}, {:6.2f} % right\n", epoch,
             result.train_loss, 100.0 * result.train_accuracy, result.test_loss, 100.0 * result.test_accuracy);
}

/// "golden 2.1 s, RTL 14.3 s (6.8 times as long)".
std::string engine_seconds(const verif::LockstepSeconds& seconds) {
  return fmt::format("golden {:.1f} s, RTL {:.1f} s ({:.1f} times as long)", seconds.golden, seconds.rtl,
                     seconds.golden > 0.0 ? seconds.rtl / seconds.golden : 0.0);
}

double steps_a_second(const verif::TrainingRunResult& result) {
  return result.step_seconds > 0.0 ? static_cast<double>(result.steps - result.first_step) / result.step_seconds : 0.0;
}

void print_json(const spec::TrainingConfig& config, const TrainCommand& command, const std::string& folder,
                const verif::TrainingRunResult& result) {
  nlohmann::ordered_json epochs = nlohmann::ordered_json::array();
  for (const verif::EpochResult& epoch : result.epochs) {
    epochs.push_back({{"train_loss", epoch.train_loss},
                      {"train_accuracy", epoch.train_accuracy},
                      {"test_loss", epoch.test_loss},
                      {"test_accuracy", epoch.test_accuracy}});
  }
  nlohmann::ordered_json json = {{"name", config.name},   {"engine", command.engine},
                                 {"output", folder},      {"finished", result.finished},
                                 {"steps", result.steps}, {"steps_a_second", steps_a_second(result)},
                                 {"epochs", epochs}};
  if (!result.hardware.empty()) json["hardware"] = nlohmann::ordered_json::parse(to_json(result.hardware));
  if (command.engine == lockstep) json["seconds"] = {{"golden", result.seconds.golden}, {"rtl", result.seconds.rtl}};
  fmt::print("{}\n", json.dump(2));
}

/// Variant files of the layers' tiles: `spintile generate` makes the packages that the RTL engine runs.
int export_tiles(const spec::TrainingConfig& config, const verif::TrainingData& data, const std::string& folder) {
  for (const spec::Variant& variant : verif::layer_variants(config, data.train.shape)) {
    const std::filesystem::path file = std::filesystem::path(folder) / (variant.name + ".yaml");
    host::replace_file(file, spec::to_yaml(variant));
    fmt::print("{}\n", file.string());
  }
  return good;
}

int train(const TrainCommand& command) {
  const spec::TrainingConfig config = configuration(command);
  const std::string folder = command.output.empty() ? "runs/" + config.name : command.output;
  const verif::TrainingData data = verif::load_training_data(config.data);
  if (!command.export_tiles.empty()) return export_tiles(config, data, command.export_tiles);
  const bool talks = !command.quiet && !command.json;

  Progress progress(command.quiet);
  verif::TrainingRunOptions options;
  options.folder = folder;
  options.resume = command.resume;
  options.stop_after = command.stop_after;
  options.engine = verif::engine_named(command.engine);
  options.compare_steps = command.compare_steps;
  options.clock_mhz = command.clock_mhz;
  options.progress = [&](std::string_view stage, std::int64_t done, std::int64_t total) {
    progress.show(fmt::format("{}: {}", config.name, stage), static_cast<int>(done), static_cast<int>(total));
  };
  options.epoch_done = [&](int epoch, const verif::EpochResult& result) {
    progress.clear();
    if (talks) print_epoch(epoch, result);
  };
  verif::TrainingRunResult result;
  try {
    result = verif::run_training(config, data, options);
  } catch (const verif::MismatchError& error) {
    progress.clear();
    fmt::print(stderr, "spintile: {}: the RTL differs from the golden model: {}\n", config.name, error.what());
    if (command.engine == lockstep)
      fmt::print(stderr, "spintile: `spintile replay` repeats it: the case is in {}/mismatch\n", folder);
    return check_failed;
  }
  progress.clear();

  if (command.json) print_json(config, command, folder, result);
  if (talks && !result.hardware.empty()) fmt::print("{}", to_text(result.hardware));
  if (talks && command.engine == lockstep) {
    fmt::print("no difference in {} steps; in commands: {}\n", result.steps - result.first_step,
               engine_seconds(result.seconds));
  }
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
  command->add_option("--test", options->test, "Pictures to test with, instead of data.test")
      ->check(CLI::PositiveNumber);
  command->add_option("--seed", options->seed, "Instead of training.seed")->check(CLI::NonNegativeNumber);
  command->add_option("--threads", options->threads, "Instead of training.threads")->check(CLI::Range(1, 64));
  command->add_option("--checkpoint-steps", options->checkpoint_steps, "Instead of training.checkpoint_steps")
      ->check(CLI::PositiveNumber);
  command
      ->add_option("--stop-after", options->stop_after,
                   "Stop at this step as an interruption would: what the last checkpoint has not is lost")
      ->check(CLI::PositiveNumber);
  command
      ->add_option("--engine", options->engine,
                   "arrays: devices and rules alone; golden: the golden model of a tile a layer; rtl: the Verilated "
                   "tiles; lockstep: both, compared")
      ->check(CLI::IsMember({"arrays", "golden", "rtl", "lockstep"}));
  command
      ->add_option("--compare-steps", options->compare_steps,
                   "With lockstep: steps between two comparisons of all state; 1000 unless told")
      ->check(CLI::PositiveNumber);
  command->add_option("--clock-mhz", options->clock_mhz, "Clock of the figures of hardware; 200 unless told")
      ->check(CLI::PositiveNumber);
  command->add_option("--export-tiles", options->export_tiles,
                      "Do not train: write the variant of each layer's tile into this folder");
  command->add_flag("--resume", options->resume, "Go on from the folder's checkpoint, to the same bits");
  command->add_flag("--json", options->json, "Print JSON");
  command->add_flag("--quiet", options->quiet, "Print nothing but what is wrong");
  command->callback([&action, options] { action = [options] { return train(*options); }; });
}

}  // namespace spintile::cli
