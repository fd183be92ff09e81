#include "spec/training_config.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "spec/training_keys.h"
#include "verif/tests/refusal.h"

namespace spintile::spec {
namespace {

const std::string least = "schema_version: 1\nname: a_run\n";

std::string message(const std::string& yaml) {
  return refusal<KeyFileError>([&] { parse_training_config(yaml, "t.yaml"); });
}

TEST(TrainingConfig, LeastFileHasTheDefaults) {
  TrainingConfig expected;
  expected.name = "a_run";
  EXPECT_EQ(parse_training_config(least, "t.yaml"), expected);
}

TEST(TrainingConfig, APresetComesBeforeWhatChangesItWhereverItStands) {
  const TrainingConfig config =
      parse_training_config(least + "fast_device: {reference_mean: 0.5, preset: soft_bounds_20}\n", "t.yaml");
  ResistiveDevice expected = device_preset("soft_bounds_20");
  expected.reference_mean = 0.5;
  EXPECT_EQ(config.fast_device.device, expected);
  EXPECT_EQ(config.weight_device.device, device_preset("reram_sb"));
}

TEST(TrainingConfig, ReadsLists) {
  const TrainingConfig config = parse_training_config(
      least + "network: {hidden: []}\nweight_device: {step: table, table_up: [1, 0.5], table_down: [0.25, 1, 2]}\n",
      "t.yaml");
  EXPECT_TRUE(config.network.hidden.empty());
  EXPECT_EQ(config.weight_device.device.table_down, (std::vector<double>{0.25, 1.0, 2.0}));
}

TEST(TrainingConfig, TextReadsBackAsTheSame) {
  TrainingConfig config = parse_training_config(least, "t.yaml");
  EXPECT_EQ(parse_training_config(to_yaml(config), "t.yaml"), config);
  // Every key away from its default.
  for (const table::Key<TrainingConfig>& key : training_keys()) {
    if (const auto* integer = std::get_if<table::IntegerKey<TrainingConfig>>(&key.kind)) {
      integer->set(config, integer->maximum);
    } else if (const auto* real = std::get_if<table::RealKey<TrainingConfig>>(&key.kind)) {
      real->set(config, real->minimum + 0.3 * (std::min(real->maximum, 1e3) - real->minimum));
    } else if (const auto* choice = std::get_if<table::ChoiceKey<TrainingConfig>>(&key.kind)) {
      choice->set(config, static_cast<int>(choice->names.size()) - 1);
    } else if (const auto* list = std::get_if<table::ListKey<TrainingConfig>>(&key.kind)) {
      list->set(config, {1.0, 7.0});
    } else if (key.path != "name") {
      std::get<table::TextKey<TrainingConfig>>(key.kind).set(config, "some words: #1 [here] 'and' there");
    }
  }
  for (Read* read : {&config.read, &config.transfer_read}) {  // together at their maxima they are refused
    read->streams = 7;
    read->stream_bits = 2;
  }
  EXPECT_EQ(parse_training_config(to_yaml(config), "t.yaml"), config);
  EXPECT_EQ(to_yaml(parse_training_config(to_yaml(config), "t.yaml")), to_yaml(config));
}

TEST(TrainingConfig, RefusalsNameLineKeyValueAndWhatIsAllowed) {
  EXPECT_EQ(message("name: a_run\n"), "t.yaml: schema_version: missing: integer 1");
  EXPECT_EQ(message(least + "algorithm:\n  tial: 5\n"),
            "t.yaml:4: algorithm.tial: 5: no such key; the nearest is algorithm.tail");
  EXPECT_EQ(message(least + "training: {epochs: 0}\n"), "t.yaml:3: training.epochs: 0: integer 1 .. 100000");
  EXPECT_EQ(message(least + "network: {hidden: [256, 1.5]}\n"),
            "t.yaml:3: network.hidden: a list: list of up to 8 integers 1 .. 4096");
  EXPECT_EQ(message(least + "network: {hidden: 256}\n"),
            "t.yaml:3: network.hidden: 256: list of up to 8 integers 1 .. 4096");
  EXPECT_EQ(message(least + "update: {slots: 33}\n"), "t.yaml:3: update.slots: 33: integer 1 .. 32");
  EXPECT_NE(message(least + "fast_device: {preset: rram}\n").find("t.yaml:3: fast_device.preset: rram: one of ideal"),
            std::string::npos);
  EXPECT_EQ(message(least + "fast_device:\n  step: table\n  table_down: [1, 1]\n"),
            "t.yaml: fast_device.table_up: []: 2 or more numbers, as its step is table");
  EXPECT_EQ(message(least + "read: {kind: stochastic, samples: 257}\n"),
            "t.yaml:3: read.samples: 257: integer 1 .. 256");
  EXPECT_EQ(message(least + "read:\n  kind: stochastic\n  stream_bits: 3\n  streams: 6\n"),
            "t.yaml:6: read.streams: 6: at most 5: stream_bits = 3 in an input of at most 15 bits");
  EXPECT_NE(message(least + "data: {folder: \"a\\\"b\"}\n").find("data.folder"), std::string::npos);
}

TEST(TrainingConfig, EveryShippedOneIsGood) {
  int count = 0;
  for (const auto& file : std::filesystem::directory_iterator(SPINTILE_SOURCE_DIR "/configs")) {
    const TrainingConfig config = load_training_config(file.path());
    EXPECT_EQ(config.name, file.path().stem().string());
    EXPECT_FALSE(config.description.empty()) << file.path();
    ++count;
  }
  EXPECT_GE(count, 2);
}

}  // namespace
}  // namespace spintile::spec
