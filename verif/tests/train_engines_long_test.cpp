// MNIST with the RTL in the loop: 784-64-10, AGAD in bf16, stochastic reads both ways; 2,000 pictures from scratch and
// 3,000 from where the golden model was past the warm-up, bit for bit.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "verif/external_program.h"
#include "verif/scratch_folder.h"

namespace spintile {
namespace {

namespace fs = std::filesystem;

class TrainEnginesLong : public testing::Test {
 protected:
  verif::ProgramResult train(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {SPINTILE_COMMAND, "train"});
    return verif::run_program(arguments, scratch_.path());
  }
  std::string folder(const std::string& name) const { return (scratch_.path() / name).string(); }
  /// Training accuracies of the log, a window a line.
  static std::vector<double> accuracies(const fs::path& log) {
    std::vector<double> values;
    std::ifstream stream(log);
    for (std::string line; std::getline(stream, line);) {
      const auto object = nlohmann::json::parse(line);
      if (!object.contains("epoch")) values.push_back(object.at("accuracy"));
    }
    return values;
  }

 private:
  verif::ScratchFolder scratch_;
};

TEST_F(TrainEnginesLong, MnistInLockstep) {
  const std::string config = SPINTILE_SOURCE_DIR "/configs/mnist_agad_tile.yaml";
  const std::vector<std::string> lockstep = {config,    "--engine", "lockstep", "--threads", "2", "--json",
                                             "--quiet", "--test",   "100",      "--epochs",  "1", "--checkpoint-steps",
                                             "2500"};
  const auto run = [&](std::vector<std::string> more) {
    more.insert(more.begin(), lockstep.begin(), lockstep.end());
    return train(more);
  };
  const auto scratch = run({"-o", folder("scratch"), "--stop-after", "2000"});
  ASSERT_EQ(scratch.status, 0) << scratch.log;
  const auto first = nlohmann::json::parse(scratch.log);
  EXPECT_EQ(first.at("steps"), 2000);

  const auto golden = train({config, "--engine", "golden", "--quiet", "--test", "100", "--epochs", "1",
                             "--checkpoint-steps", "2500", "--stop-after", "2500", "-o", folder("both")});
  ASSERT_EQ(golden.status, 0) << golden.log;
  const auto rest = run({"-o", folder("both"), "--resume", "--stop-after", "5500"});
  ASSERT_EQ(rest.status, 0) << rest.log;
  const auto second = nlohmann::json::parse(rest.log);
  for (const auto& layer : second.at("hardware").at("layers")) {
    EXPECT_GT(layer.at("weight_pulses"), 0) << layer;
    EXPECT_EQ(layer.at("phases").at("FORWARD").at("commands"), 3000);
  }
  const std::vector<double> accuracy = accuracies(folder("both") + "/log.jsonl");
  ASSERT_GE(accuracy.size(), 10U);
  EXPECT_GT(accuracy.back(), accuracy.front());
  RecordProperty("steps_a_second", second.at("steps_a_second").dump());
}

}  // namespace
}  // namespace spintile
