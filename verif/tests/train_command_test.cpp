// `spintile train` from outside: what it leaves on the disk, and that an interruption changes none of it.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "verif/external_program.h"
#include "verif/scratch_folder.h"

namespace spintile {
namespace {

namespace fs = std::filesystem;

constexpr const char* small =
    "schema_version: 1\nname: small\ndata: {set: digits, train: 60, test: 20}\nnetwork: {hidden: [12]}\n"
    "training: {epochs: 3, batch: 2, checkpoint_steps: 7, log_steps: 4}\n"
    "learning_rate: {start: 0.3, schedule: cosine}\n";

class TrainCommand : public testing::Test {
 protected:
  verif::ProgramResult train(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {SPINTILE_COMMAND, "train"});
    return verif::run_program(arguments, scratch_.path());
  }
  std::string config(const std::string& more) const {
    const fs::path file = scratch_.path() / "small.yaml";
    verif::write_file(file, small + more);
    return file.string();
  }
  std::string folder(const std::string& name) const { return (scratch_.path() / name).string(); }

  static std::map<std::string, std::string> files_in(const fs::path& root) {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
      if (!entry.is_regular_file()) continue;
      std::ifstream stream(entry.path(), std::ios::binary);
      files[entry.path().lexically_relative(root).string()] = {std::istreambuf_iterator<char>(stream), {}};
    }
    return files;
  }

  /// Whole, and interrupted at 12 (after the checkpoint at 7), at once, and at 61 (in the third epoch): the same bytes.
  void expect_interruptions_leave_no_trace(const std::string& algorithm) const {
    const std::string file = config(algorithm);
    const auto whole = train({file, "-o", folder("whole"), "--quiet"});
    ASSERT_EQ(whole.status, 0) << whole.log;
    EXPECT_EQ(whole.log, "");
    ASSERT_EQ(train({file, "-o", folder("parts"), "--stop-after", "12"}).status, 0);
    EXPECT_NE(files_in(folder("parts")), files_in(folder("whole")));
    ASSERT_EQ(train({file, "-o", folder("parts"), "--resume", "--stop-after", "8"}).status, 0);
    ASSERT_EQ(train({file, "-o", folder("parts"), "--resume", "--stop-after", "61"}).status, 0);
    ASSERT_EQ(train({file, "-o", folder("parts"), "--resume"}).status, 0);
    const auto expected = files_in(folder("whole"));
    EXPECT_EQ(files_in(folder("parts")), expected);
    for (const char* name : {"checkpoint", "config.yaml", "log.jsonl", "learning_curve.svg",
                             "weights/layer0.weights.npy", "weights/layer1.bias.npy"})
      EXPECT_TRUE(expected.contains(name)) << name;
    ASSERT_EQ(train({file, "-o", folder("other"), "--seed", "2"}).status, 0);
    EXPECT_NE(files_in(folder("other")).at("weights/layer0.weights.npy"), expected.at("weights/layer0.weights.npy"));
  }

 private:
  verif::ScratchFolder scratch_;
};

TEST_F(TrainCommand, AnInterruptionLeavesNoTraceInFloat) {
  expect_interruptions_leave_no_trace("algorithm: {kind: float}\n");
}

TEST_F(TrainCommand, AnInterruptionLeavesNoTraceInDevices) {
  expect_interruptions_leave_no_trace(
      "algorithm: {kind: agad, auto_scale: true, chop_probability: 1}\nread: {kind: noise}\n"
      "transfer_read: {kind: noise}\nupdate: {slots: 5}\nfast_device: {preset: soft_bounds_20, decay: 1e-4}\n");
}

TEST_F(TrainCommand, TheResultDoesNotDependOnThreads) {
  const std::string file = config("algorithm: {kind: agad, chop_probability: 1}\nfast_device: {preset: reram_sb}\n");
  for (const char* threads : {"1", "2"}) {
    const auto run = train({file, "-o", folder(threads), "--epochs", "1", "--threads", threads});
    ASSERT_EQ(run.status, 0) << run.log;
  }
  EXPECT_EQ(files_in(folder("1")).at("checkpoint"), files_in(folder("2")).at("checkpoint"));
}

TEST_F(TrainCommand, WritesALogOfJsonLines) {
  const auto run = train({config("algorithm: {kind: float}\n"), "-o", folder("run"), "--json", "--quiet"});
  ASSERT_EQ(run.status, 0) << run.log;
  const auto summary = nlohmann::json::parse(run.log);
  EXPECT_EQ(summary.at("steps"), 90);
  EXPECT_EQ(summary.at("epochs").size(), 3U);
  std::istringstream log(files_in(folder("run")).at("log.jsonl"));
  int epochs = 0;
  int steps = 0;
  for (std::string line; std::getline(log, line);) {
    const auto object = nlohmann::json::parse(line);
    EXPECT_TRUE(object.contains("step"));
    if (object.contains("epoch")) {
      EXPECT_EQ(object.at("epoch"), ++epochs);
      EXPECT_EQ(object.at("test_accuracy"),
                summary.at("epochs").at(static_cast<std::size_t>(epochs - 1)).at("test_accuracy"));
    } else {
      ++steps;
      EXPECT_GE(object.at("loss").get<double>(), 0.0);
    }
  }
  EXPECT_EQ(epochs, 3);
  EXPECT_EQ(steps, 22);
}

TEST_F(TrainCommand, GoesOnFromExportedWeights) {
  const std::string file = config("algorithm: {kind: float}\n");
  ASSERT_EQ(train({file, "-o", folder("first")}).status, 0);
  const fs::path next = fs::path(folder("next.yaml"));
  verif::write_file(next,
                    "schema_version: 1\nname: next\ndata: {set: digits, train: 60, test: 20}\nnetwork: {hidden: [12]}\n"
                    "training: {epochs: 1, initial_weights: " +
                        folder("first/weights") + "}\nlearning_rate: {start: 1e-30}\nalgorithm: {kind: float}\n");
  const auto run = train({next.string(), "-o", folder("second"), "--quiet"});
  ASSERT_EQ(run.status, 0) << run.log;
  EXPECT_EQ(files_in(folder("second")).at("weights/layer0.weights.npy"),
            files_in(folder("first")).at("weights/layer0.weights.npy"));
}

TEST_F(TrainCommand, RefusesAndSaysWhy) {
  const std::string file = config("algorithm: {kind: float}\n");
  const auto says = [](const verif::ProgramResult& result, int status, const std::string& text) {
    EXPECT_EQ(result.status, status);
    EXPECT_NE(result.log.find(text), std::string::npos) << result.log;
  };
  ASSERT_EQ(train({file, "-o", folder("run"), "--epochs", "1"}).status, 0);
  says(train({file, "-o", folder("run"), "--epochs", "1"}), 2, "holds a run; --resume");
  says(train({file, "-o", folder("run"), "--resume", "--seed", "5"}), 2, "of another configuration");
  says(train({"nowhere.yaml"}), 2, "nowhere.yaml: not a readable training configuration");
  says(train({config("algorithm: {kind: adam}\n")}), 2, "small.yaml:7: algorithm.kind: adam: one of float");
  says(train({config("algorithm: {kind: float}\n"), "--epochs", "0"}), 2, "--epochs");
  verif::write_file(folder("strict.yaml"),
                    "schema_version: 1\nname: strict\ndata: {set: digits, train: 10, test: 20}\nnetwork: {hidden: []}\n"
                    "training: {epochs: 1, expected_accuracy: 1}\nalgorithm: {kind: float}\n");
  says(train({folder("strict.yaml"), "-o", folder("strict")}), 1, "100.00 % were expected");
}

}  // namespace
}  // namespace spintile
