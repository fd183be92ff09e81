#include "spec/tile_of_training.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "spec/derive.h"
#include "spec/parse.h"
#include "verif/scratch_folder.h"
#include "verif/tests/refusal.h"

namespace spintile::spec {
namespace {

TrainingConfig mnist_tile() { return load_training_config(SPINTILE_SOURCE_DIR "/configs/mnist_agad_tile.yaml"); }

TEST(TileOfTraining, IsWhatTheConfigurationSays) {
  const TrainingConfig config = mnist_tile();
  const Variant first = tile_of_training(config, 0, 784, 64);
  EXPECT_EQ(first.name, "mnist_agad_tile_layer0");
  EXPECT_EQ(first.crossbar.rows, 784);
  EXPECT_EQ(first.crossbar.columns, 64);
  EXPECT_EQ(first.crossbar.array_rows, config.read.array_rows);
  EXPECT_TRUE(first.crossbar.fast_array);
  EXPECT_EQ(first.input, (Input{.streams = config.read.streams, .stream_bits = config.read.stream_bits}));
  EXPECT_FALSE(has_backward(first)) << "nobody needs what layer 0 sends back";
  EXPECT_EQ(first.readout.samples_max, std::max(config.read.samples, config.transfer_read.samples));
  EXPECT_EQ(first.update.pulse_slots, config.update.slots);
  EXPECT_EQ(first.update.random_words, config.update.random_words);
  EXPECT_EQ(first.transfer.kind, TransferKind::agad);
  EXPECT_EQ(first.transfer.arithmetic, TransferArithmetic::bf16);
  EXPECT_EQ(first.transfer.pulses, config.algorithm.transfer_pulses);
  EXPECT_EQ(first.device.mtj_gain, config.read.mtj_gain);
  EXPECT_EQ(first.commands.queue, 4) << "its template says nothing of one";
  const Variant second = tile_of_training(config, 1, 64, 10);
  EXPECT_EQ(second.crossbar.array_rows, 64);
  EXPECT_EQ(second.backward.array_columns, 10);
  EXPECT_EQ(parse_variant(to_yaml(second), "a variant of its own"), second);
}

TEST(TileOfTraining, ReadsByARamp) {
  TrainingConfig config = mnist_tile();
  config.read.kind = config.transfer_read.kind = ReadKind::ramp;
  config.read.input_bits = 6;
  config.read.output_bits = config.transfer_read.output_bits = 8;
  config.tile.clear();
  const Variant variant = tile_of_training(config, 1, 64, 10);
  EXPECT_EQ(variant.input, (Input{.coding = InputCoding::time, .streams = 1, .stream_bits = 5}));
  EXPECT_TRUE(has_ramp(variant));
  EXPECT_EQ(variant.readout.ramp_bits, 8);
  EXPECT_EQ(variant.crossbar.array_rows, 64) << "one sub-array";
  EXPECT_EQ(variant.backward.array_columns, 10);
  EXPECT_EQ(transfer_code_bits(variant), 8);
  const auto expect_refused = [&](std::string_view what) {
    EXPECT_NE(refusal<std::invalid_argument>([&] { tile_of_training(config, 1, 64, 10); }).find(what),
              std::string::npos)
        << what;
  };
  config.transfer_read.output_bits = 7;
  expect_refused("transfer_read.output_bits: 7");
  config.read.input_bits = 10;
  expect_refused("read.input_bits: 10");
}

TEST(TileOfTraining, OfPlainDescentHasOneArray) {
  TrainingConfig config = mnist_tile();
  config.algorithm.kind = Algorithm::sgd;
  config.transfer_read.samples = 200;
  const Variant variant = tile_of_training(config, 0, 20, 10);
  EXPECT_FALSE(variant.crossbar.fast_array);
  EXPECT_FALSE(has_transfer(variant));
  EXPECT_EQ(variant.readout.samples_max, config.read.samples) << "there are no one-hot reads";
}

TEST(TileOfTraining, TakesTheRestFromAFile) {
  const verif::ScratchFolder folder;
  std::filesystem::create_directories(folder.path() / "tiles");
  std::ofstream(folder.path() / "tiles" / "small.yaml")
      << "schema_version: 1\nname: small\ncrossbar:\n  rows: 1\n  columns: 1\n  array_rows: 1\n  weight_slices: 2\n"
         "input:\n  streams: 3\nreadout:\n  column_mux: 1\n  settle_cycles: 9\n  ping_pong: true\ncommands:\n  queue: "
         "2\nreset: sync_high\n";
  std::ofstream(folder.path() / "run.yaml") << "schema_version: 1\nname: run\ntile: tiles/small.yaml\nread:\n  kind: "
                                               "stochastic\nalgorithm:\n  kind: sgd\n";
  const TrainingConfig config = load_training_config(folder.path() / "run.yaml");
  const Variant variant = tile_of_training(config, 2, 30, 7);
  EXPECT_EQ(variant.readout.settle_cycles, 9);
  EXPECT_TRUE(variant.readout.ping_pong);
  EXPECT_EQ(variant.reset, ResetStyle::sync_high);
  EXPECT_EQ(variant.commands.queue, 2);
  EXPECT_EQ(variant.crossbar.weight_slices, 1);
  EXPECT_EQ(variant.input.streams, config.read.streams);
  EXPECT_EQ(variant.crossbar.rows, 30);
}

TEST(TileOfTraining, CapsTheMultiplexerOfSmallLayers) {
  const verif::ScratchFolder folder;
  const std::filesystem::path file = folder.path() / "wide.yaml";
  std::ofstream(file) << "schema_version: 1\nname: wide\ncrossbar:\n  rows: 16\n  columns: 16\n  array_rows: 16\n"
                         "input:\n  streams: 1\nreadout:\n  column_mux: 16\n";
  TrainingConfig config = mnist_tile();
  config.tile = file.string();
  EXPECT_EQ(tile_of_training(config, 0, 784, 64).readout.column_mux, 16);
  EXPECT_EQ(tile_of_training(config, 1, 64, 10).readout.column_mux, 10);
}

TEST(TileOfTraining, RefusesWhatATileCannotDo) {
  const auto expect_refused = [](const char* key, const auto& change) {
    TrainingConfig config = mnist_tile();
    change(config);
    const std::string message = refusal<std::invalid_argument>([&] { tile_of_training(config, 0, 784, 64); });
    EXPECT_NE(message.find(key), std::string::npos) << message;
    EXPECT_NE(message.find("a tile wants"), std::string::npos) << message;
  };
  expect_refused("algorithm.kind: ttv1", [](TrainingConfig& c) { c.algorithm.kind = Algorithm::ttv1; });
  expect_refused("algorithm.kind: float", [](TrainingConfig& c) { c.algorithm.kind = Algorithm::floating; });
  expect_refused("read.kind: noise", [](TrainingConfig& c) { c.read.kind = ReadKind::noise; });
  expect_refused("transfer_read.kind: ideal", [](TrainingConfig& c) { c.transfer_read.kind = ReadKind::ideal; });
  expect_refused("transfer_read.mtj_gain: 9", [](TrainingConfig& c) { c.transfer_read.mtj_gain = 9.0; });
  expect_refused("carry.digits: 3", [](TrainingConfig& c) { c.carry.digits = 3; });
  expect_refused("update.kind: mean_count", [](TrainingConfig& c) { c.update.kind = PulseKind::mean_count; });
  expect_refused("weight_device.decay: 0.1", [](TrainingConfig& c) { c.weight_device.device.decay = 0.1; });
  expect_refused("fast_device.diffusion", [](TrainingConfig& c) { c.fast_device.device.diffusion = 0.1; });
}

TEST(TileOfTraining, ReportsWhatNoVariantCanBe) {
  TrainingConfig config = mnist_tile();
  config.read.array_rows = 1;  // 784 sub-arrays
  const std::string message = refusal<KeyFileError>([&] { tile_of_training(config, 0, 784, 64); });
  EXPECT_NE(message.find("crossbar.array_rows"), std::string::npos) << message;
}

}  // namespace
}  // namespace spintile::spec
