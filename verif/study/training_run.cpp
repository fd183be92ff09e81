#include "verif/study/training_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <chrono>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "host/checkpoint.h"
#include "host/cifar10.h"
#include "host/digits.h"
#include "host/file_replacement.h"
#include "host/learning_rate.h"
#include "host/mnist.h"
#include "host/npy.h"
#include "spec/parse.h"
#include "verif/study/line_chart.h"

namespace spintile::verif {
namespace {

namespace fs = std::filesystem;

/// What decides the bits: a run may go on with other threads, on another engine with tiles, or save itself more often.
std::string subject_of(spec::TrainingConfig config, const TrainingTiles& tiles) {
  config.training.threads = 1;
  config.training.checkpoint_steps = 0;
  config.tile.clear();  // a path: what it says is in the tiles
  std::string subject = spec::to_yaml(config);
  for (const LayerFigures& layer : tiles.figures()) subject += spec::to_yaml(layer.variant);
  return subject;
}

constexpr std::string_view set_names[] = {"mnist", "cifar10", "digits"};

fs::path data_folder(const spec::TrainingData& data) {
  if (!data.folder.empty()) return data.folder;
  const std::string_view name = set_names[static_cast<std::size_t>(data.set)];
  const host::FolderSearch search = host::find_data_folder(name);
  if (search.found) return *search.found;
  std::string looked;
  for (const fs::path& place : search.looked) looked += fmt::format("{}{}", looked.empty() ? "" : ", ", place.string());
  throw std::runtime_error(
      fmt::format("data.set: {}: not in {}; name its folder in data.folder or SPINTILE_DATA", name, looked));
}

host::Dataset first(const host::Dataset& dataset, int count) {
  return count == 0 ? dataset : host::first_images(dataset, count);
}

void import_weights(host::Network& network, const fs::path& folder) {
  for (std::size_t i = 0; i < network.dense_layers().size(); ++i) {
    host::DenseLayer& layer = *network.dense_layers()[i];
    layer.tile().set_weights(
        host::read_npy_matrix(folder / fmt::format("layer{}.weights.npy", i), layer.inputs(), layer.outputs()));
    layer.set_bias(host::read_npy_vector(folder / fmt::format("layer{}.bias.npy", i), layer.outputs()));
  }
}

void export_weights(const host::Network& network, const fs::path& folder) {
  for (std::size_t i = 0; i < network.dense_layers().size(); ++i) {
    const host::DenseLayer& layer = *network.dense_layers()[i];
    host::replace_file(folder / fmt::format("layer{}.weights.npy", i), host::npy_text(layer.tile().weights()));
    host::replace_file(folder / fmt::format("layer{}.bias.npy", i), host::npy_text(layer.bias()));
  }
}

/// Of the lines of a log: each window of training steps, each epoch's test.
std::string learning_curve(const spec::TrainingConfig& config, const fs::path& log, std::int64_t epoch_steps) {
  ChartSeries train{fmt::format("training, {} steps", config.training.log_steps), {}};
  ChartSeries test{"test", {}, true};
  std::ifstream lines(log, std::ios::binary);
  for (std::string line; std::getline(lines, line);) {
    const auto object = nlohmann::json::parse(line);
    const bool is_epoch = object.contains("epoch");
    const double right = object.at(is_epoch ? "test_accuracy" : "accuracy");
    const double epoch = object.at("step").get<double>() / static_cast<double>(epoch_steps);
    (is_epoch ? test : train).points.push_back({epoch, 100.0 * (1.0 - right)});
  }
  LineChart chart;
  chart.title = config.name;
  chart.x = {"epoch", 0.0};
  chart.y = {"wrong pictures, %", 0.0};
  chart.series = {std::move(train), std::move(test)};
  return line_chart_svg(chart);
}

/// The run in its folder: network, training, and what the files need to go on.
class Run {
 public:
  Run(const spec::TrainingConfig& config, const TrainingData& data, const TrainingRunOptions& options)
      : config_(config),
        data_(data),
        options_(options),
        tiles_(config, engine_options(options)),
        network_(make_network(config, data.train.shape, tiles_)),
        training_(network_, data.train,
                  {config.training.epochs, config.training.batch, config.learning_rate,
                   static_cast<std::uint32_t>(config.training.seed)}) {
    network_.use(tiles_.layer_pool());
    open_folder();
    tiles_.compare();
  }

  TrainingRunResult result() && {
    run();
    return std::move(result_);
  }

 private:
  static EngineOptions engine_options(const TrainingRunOptions& options) {
    EngineOptions engine{options.engine, {}, {}};
    if (!options.folder.empty()) engine.case_folder = options.folder / "mismatch";
    if (options.progress) {
      engine.on_build = [&options](std::string_view, int layer) {
        options.progress(fmt::format("model of the tile of layer {}", layer), 0, 1);
      };
    }
    return engine;
  }

  void open_folder() {
    if (options_.folder.empty()) return;
    const fs::path checkpoint = file("checkpoint");
    if (fs::exists(checkpoint)) {
      if (!options_.resume)
        throw std::runtime_error(fmt::format("{}: holds a run; --resume goes on with it, another --output begins anew",
                                             options_.folder.string()));
      resume(checkpoint);
    } else {
      host::replace_file(file("config.yaml"), spec::to_yaml(config_));
      host::replace_file(file("log.jsonl"), "");
    }
    log_.open(file("log.jsonl"), std::ios::binary | std::ios::app);
  }

  fs::path file(const char* name) const { return options_.folder / name; }

  void run() {
    result_.first_step = training_.done();
    const std::int64_t end = std::min(training_.steps(), options_.stop_after.value_or(training_.steps()));
    while (training_.done() < end) {
      step();
      const bool epoch_over = training_.done() % training_.epoch_steps() == 0;
      if (training_.done() % config_.training.log_steps == 0) log_steps();
      if (epoch_over) finish_epoch();
      const int every = config_.training.checkpoint_steps;
      if (training_.done() % options_.compare_steps == 0) tiles_.compare();
      if (epoch_over || (every > 0 && training_.done() % every == 0)) save();
    }
    tiles_.compare();
    result_.steps = training_.done();
    result_.finished = training_.finished();
    result_.hardware = {tiles_.figures(), pictures_, options_.clock_mhz};
    result_.seconds = tiles_.seconds();
    if (!result_.hardware.empty() && !options_.folder.empty())
      host::replace_file(file("hardware.json"), to_json(result_.hardware));
    if (!result_.finished || options_.folder.empty()) return;
    host::replace_file(file("learning_curve.svg"), learning_curve(config_, file("log.jsonl"), training_.epoch_steps()));
    export_weights(network_, file("weights"));
  }

  void step() {
    const auto start = std::chrono::steady_clock::now();
    tiles_.count(true);
    const host::PictureCount seen = training_.step();
    tiles_.count(false);
    pictures_ += static_cast<std::int64_t>(seen.pictures);
    result_.step_seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    window_.add(seen);
    if (options_.progress && training_.done() % 16 == 0)
      options_.progress("training", training_.done(), training_.steps());
  }

  void log(const nlohmann::ordered_json& line) {
    if (!log_.is_open()) return;
    log_ << line.dump() << '\n';
    log_.flush();
    if (!log_) throw std::runtime_error(fmt::format("{}: cannot be written", file("log.jsonl").string()));
  }

  void log_steps() {
    log({{"step", training_.done()}, {"loss", window_.mean_loss()}, {"accuracy", window_.accuracy()}});
    window_ = {};
  }

  void finish_epoch() {
    const host::PictureCount train = training_.epoch();
    const auto show = [this](int done) {
      if (options_.progress) options_.progress("test", done, data_.test.size());
    };
    const host::PictureCount test = host::evaluate(network_, data_.test, show);
    const EpochResult epoch{train.mean_loss(), train.accuracy(), test.mean_loss(), test.accuracy()};
    result_.epochs.push_back(epoch);
    const auto number = static_cast<int>(result_.epochs.size());
    log({{"epoch", number},
         {"step", training_.done()},
         {"learning_rate",
          host::learning_rate(config_.learning_rate, training_.done() - 1, training_.epoch_steps(), training_.steps())},
         {"train_loss", epoch.train_loss},
         {"train_accuracy", epoch.train_accuracy},
         {"test_loss", epoch.test_loss},
         {"test_accuracy", epoch.test_accuracy}});
    if (options_.epoch_done) options_.epoch_done(number, epoch);
  }

  void save() {
    if (options_.folder.empty()) return;
    std::vector<std::uint64_t> epochs;
    for (const EpochResult& one : result_.epochs)
      for (const double value : {one.train_loss, one.train_accuracy, one.test_loss, one.test_accuracy})
        epochs.push_back(std::bit_cast<std::uint64_t>(value));
    host::Checkpoint checkpoint{subject_of(config_, tiles_), {}};
    host::add_state(checkpoint.state, "training.", training_.state());
    checkpoint.state["epochs"] = epochs;
    checkpoint.state["window"] =
        std::vector<std::uint64_t>{std::bit_cast<std::uint64_t>(window_.loss), window_.right, window_.pictures};
    checkpoint.state["log_bytes"] = std::vector<std::uint64_t>{fs::file_size(file("log.jsonl"))};
    host::write_checkpoint(file("checkpoint"), checkpoint);
  }

  void resume(const fs::path& from) {
    const host::Checkpoint checkpoint = host::read_checkpoint(from);
    if (checkpoint.subject != subject_of(config_, tiles_))
      throw std::runtime_error(
          fmt::format("{}: of another configuration, that in {}", from.string(), file("config.yaml").string()));
    host::require_like(checkpoint.state,
                       {{"window", std::vector<std::uint64_t>(3)}, {"log_bytes", std::vector<std::uint64_t>(1)}});
    training_.set_state(host::part_of(checkpoint.state, "training."));
    const auto words = [&](const char* name) {
      return std::get<std::vector<std::uint64_t>>(checkpoint.state.at(name));
    };
    const std::vector<std::uint64_t> epochs = words("epochs");
    for (std::size_t i = 0; i + 4 <= epochs.size(); i += 4) {
      const auto value = [&](std::size_t which) { return std::bit_cast<double>(epochs[i + which]); };
      result_.epochs.push_back({value(0), value(1), value(2), value(3)});
    }
    const std::vector<std::uint64_t> window = words("window");
    window_ = {std::bit_cast<double>(window[0]), window[1], window[2]};
    fs::resize_file(file("log.jsonl"), words("log_bytes").front());  // the lines behind it come again
  }

  const spec::TrainingConfig& config_;
  const TrainingData& data_;
  const TrainingRunOptions& options_;
  TrainingTiles tiles_;
  host::Network network_;
  host::NetworkTraining training_;
  host::PictureCount window_;  // since the last line of the log
  std::int64_t pictures_ = 0;  // of the steps of this call
  std::ofstream log_;
  TrainingRunResult result_;
};

}  // namespace

TrainingData load_training_data(const spec::TrainingData& data) {
  switch (data.set) {
    case spec::DataSet::mnist: {
      const host::Mnist mnist = host::load_mnist(data_folder(data));
      return {first(mnist.train, data.train), first(mnist.test, data.test)};
    }
    case spec::DataSet::cifar10: {
      const fs::path folder = data_folder(data);
      return {first(host::load_cifar10_train(folder), data.train), first(host::load_cifar10_test(folder), data.test)};
    }
    case spec::DataSet::digits: {
      // As many as MNIST has, where nobody says how many; pictures of one seed never repeat those of another.
      return {host::draw_digits(data.train == 0 ? 60000 : data.train, 1),
              host::draw_digits(data.test == 0 ? 10000 : data.test, 2)};
    }
  }
  throw std::logic_error("data.set");
}

host::Network make_network(const spec::TrainingConfig& config, host::PictureShape picture, TrainingTiles& tiles) {
  host::Network network =
      host::make_network(config.network, picture, static_cast<std::uint32_t>(config.training.seed), tiles.maker());
  if (!config.training.initial_weights.empty()) import_weights(network, config.training.initial_weights);
  return network;
}

TrainingRunResult run_training(const spec::TrainingConfig& config, const TrainingData& data,
                               const TrainingRunOptions& options) {
  return Run(config, data, options).result();
}

}  // namespace spintile::verif
