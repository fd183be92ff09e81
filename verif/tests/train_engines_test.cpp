// `spintile train --engine` from outside: the same bits on every engine with tiles, and by a run that changes engines;
// what a tile a layer reports, interrupted and not, on one thread and two; the tiles it writes down; what it refuses.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "spec/parse.h"
#include "verif/external_program.h"
#include "verif/scratch_folder.h"

namespace spintile {
namespace {

namespace fs = std::filesystem;

constexpr const char* small =
    "schema_version: 1\nname: small\ndata: {set: digits, train: 24, test: 4}\nnetwork: {hidden: [6], activation: "
    "sigmoid}\ntraining: {epochs: 1, batch: 1, checkpoint_steps: 10}\nlearning_rate: {start: 0.1}\n";
constexpr const char* agad =
    "algorithm: {kind: agad, auto_scale: true, chopper: regular, chop_probability: 1, arithmetic: bf16}\n"
    "read: {kind: stochastic, samples: 8, streams: 2, stream_bits: 1, array_rows: 98}\n"
    "transfer_read: {kind: stochastic, samples: 8, column_gain: 0.25}\nupdate: {slots: 5}\n"
    "fast_device: {preset: soft_bounds_20}\nweight_device: {preset: soft_bounds_20}\n";

class TrainEngines : public testing::Test {
 protected:
  verif::ProgramResult train(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {SPINTILE_COMMAND, "train"});
    return verif::run_program(arguments, scratch_.path());
  }
  std::string config(const std::string& name, const std::string& more) const {
    const fs::path file = scratch_.path() / name;
    verif::write_file(file, small + more);
    return file.string();
  }
  std::string folder(const std::string& name) const { return (scratch_.path() / name).string(); }
  static std::string text(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }

 private:
  verif::ScratchFolder scratch_;
};

TEST_F(TrainEngines, NeitherAnInterruptionNorThreadsLeaveATrace) {
  const std::string file = config("small.yaml", agad);
  const auto whole = train({file, "--engine", "golden", "-o", folder("whole"), "--json", "--quiet"});
  ASSERT_EQ(whole.status, 0) << whole.log;
  ASSERT_EQ(train({file, "--engine", "golden", "-o", folder("parts"), "--stop-after", "13"}).status, 0);
  const auto rest = train({file, "--engine", "golden", "-o", folder("parts"), "--resume", "--threads", "2"});
  ASSERT_EQ(rest.status, 0) << rest.log;
  for (const char* name : {"checkpoint", "log.jsonl", "weights/layer0.weights.npy", "weights/layer1.bias.npy"})
    EXPECT_TRUE(text(folder("parts/") + name) == text(folder("whole/") + name)) << name;

  const auto json = nlohmann::json::parse(whole.log);
  EXPECT_EQ(json.at("engine"), "golden");
  const auto& layers = json.at("hardware").at("layers");
  ASSERT_EQ(layers.size(), 2U);
  EXPECT_EQ(layers[0].at("rows"), 784);
  EXPECT_EQ(layers[1].at("columns"), 10);
  EXPECT_EQ(layers[0].at("phases").at("FORWARD").at("commands"), 24);
  EXPECT_FALSE(layers[0].at("phases").contains("BACKWARD"));
  EXPECT_EQ(layers[1].at("phases").at("BACKWARD").at("commands"), 24);
  EXPECT_GT(layers[1].at("phases").at("TRANSFER").at("commands"), 0);
  for (const char* part : {"arrays", "converters", "sot_unit"}) {
    EXPECT_GT(layers[0].at("use").at(part), 0.0) << part;
    EXPECT_LT(layers[0].at("use").at(part), 1.0) << part;
  }
}

TEST_F(TrainEngines, AllWithTilesGiveTheSameBits) {
  const std::string file = config("small.yaml", agad);
  const auto run = [&](const std::string& engine, const std::string& name, std::vector<std::string> more) {
    more.insert(more.begin(), {file, "--engine", engine, "-o", folder(name), "--json", "--quiet"});
    return train(more);
  };
  for (const std::string engine : {"golden", "rtl", "lockstep"}) {
    const auto whole = run(engine, engine, {});
    ASSERT_EQ(whole.status, 0) << whole.log;
    EXPECT_GT(nlohmann::json::parse(whole.log).at("hardware").at("layers")[1].at("weight_pulses"), 0);
  }
  ASSERT_EQ(run("golden", "mixed", {"--stop-after", "10"}).status, 0);
  ASSERT_EQ(run("rtl", "mixed", {"--resume", "--stop-after", "20"}).status, 0);
  ASSERT_EQ(run("lockstep", "mixed", {"--resume"}).status, 0);
  for (const std::string other : {"rtl", "lockstep", "mixed"}) {
    for (const char* name : {"/checkpoint", "/log.jsonl", "/weights/layer0.weights.npy"})
      EXPECT_TRUE(text(folder("golden") + name) == text(folder(other) + name)) << other << name;
  }
}

TEST_F(TrainEngines, WritesDownItsTiles) {
  const auto run = train({config("small.yaml", agad), "--export-tiles", folder("tiles")});
  ASSERT_EQ(run.status, 0) << run.log;
  int tiles = 0;
  for (const auto& entry : fs::directory_iterator(folder("tiles"))) {
    const spec::Variant variant = spec::load_variant(entry.path());
    EXPECT_TRUE(variant.crossbar.columns == 6 || variant.crossbar.columns == 10) << entry.path();
    EXPECT_EQ(entry.path().stem(), variant.name);
    ++tiles;
  }
  EXPECT_EQ(tiles, 2);
}

TEST_F(TrainEngines, RefusesWhatNoTileDoes) {
  const auto says = [](const verif::ProgramResult& result, const std::string& what) {
    EXPECT_EQ(result.status, 2) << result.log;
    EXPECT_NE(result.log.find(what), std::string::npos) << result.log;
  };
  says(train({config("float.yaml", "algorithm: {kind: float}\n"), "--engine", "golden"}), "algorithm.kind: float");
  says(train({config("small.yaml", agad), "--engine", "silver"}), "--engine");
  ASSERT_EQ(train({config("small.yaml", agad), "-o", folder("run"), "--stop-after", "10"}).status, 0);
  says(train({config("small.yaml", agad), "-o", folder("run"), "--resume", "--engine", "golden"}),
       "of another configuration");
}

}  // namespace
}  // namespace spintile
