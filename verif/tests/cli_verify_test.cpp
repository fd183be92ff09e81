// `spintile verify` from outside; cli_test.cpp has the commands that need no Verilator.
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
#include "verif/verify.h"

namespace spintile {
namespace {

const std::string single_cell = std::string(SPINTILE_SOURCE_DIR) + "/variants/single_cell.yaml";
const std::string one_row = std::string(SPINTILE_SOURCE_DIR) + "/variants/one_row.yaml";

class VerifyCommand : public testing::Test {
 protected:
  verif::ProgramResult verify(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {SPINTILE_COMMAND, "verify", "--cases", "4"});
    return verif::run_program(arguments, scratch_.path());
  }
  std::filesystem::path folder() const { return scratch_.path(); }

 private:
  verif::ScratchFolder scratch_;
};

TEST_F(VerifyCommand, NamesEveryCheckOfEveryVariant) {
  const auto result = verify({single_cell, one_row});
  EXPECT_EQ(result.status, 0) << result.log;
  for (const auto& check : verif::check_names(spec::load_variant(single_cell))) {
    EXPECT_NE(result.log.find("  " + check + " "), std::string::npos) << check << " in\n" << result.log;
  }
  EXPECT_NE(result.log.find("single_cell ("), std::string::npos);
  EXPECT_NE(result.log.find("one_row ("), std::string::npos);
}

TEST_F(VerifyCommand, JsonAndJUnitHoldTheResults) {
  const auto result = verify({single_cell, "--json", "--quiet", "--seed", "7", "--junit", "report.xml"});
  ASSERT_EQ(result.status, 0) << result.log;
  const auto document = nlohmann::json::parse(result.log);
  EXPECT_EQ(document.at("seed"), 7);
  EXPECT_EQ(document.at("passed"), true);
  const auto& checks = document.at("variants").at(0).at("checks");
  EXPECT_EQ(checks.size(), verif::check_names(spec::load_variant(single_cell)).size());

  std::ifstream report(folder() / "report.xml");
  const std::string xml(std::istreambuf_iterator<char>(report), {});
  EXPECT_NE(xml.find("single_cell.cosimulation"), std::string::npos) << xml;
}

TEST_F(VerifyCommand, FilterSelectsAndRefusesWhatMatchesNothing) {
  const auto result = verify({single_cell, "--json", "--quiet", "--filter", "cosim"});
  ASSERT_EQ(result.status, 0) << result.log;
  EXPECT_EQ(nlohmann::json::parse(result.log).at("variants").at(0).at("checks").size(), 1U);
  EXPECT_EQ(verify({single_cell, "--filter", "no such check"}).status, 2);
}

TEST_F(VerifyCommand, QuietSaysNothingWhenAllIsGood) { EXPECT_EQ(verify({single_cell, "--quiet"}).log, ""); }

TEST_F(VerifyCommand, AFailedCheckExits1AndIsShownEvenWhenQuiet) {
  const auto result = verif::run_program(
      {"/usr/bin/env", "PATH=/nowhere", SPINTILE_COMMAND, "verify", single_cell, "--quiet", "--filter", "lint"},
      folder());
  EXPECT_EQ(result.status, 1) << result.log;
  EXPECT_NE(result.log.find("FAILED"), std::string::npos) << result.log;
}

TEST_F(VerifyCommand, OneCaseIsReplayedWithItsWaveForm) {
  const auto result = verify({single_cell, "--case", "3", "--trace", "case 3.fst"});
  EXPECT_EQ(result.status, 0) << result.log;
  EXPECT_GT(std::filesystem::file_size(folder() / "case 3.fst"), 0U);
}

TEST_F(VerifyCommand, DigitsNeedATileTheyFit) {
  const auto result = verify({single_cell, "--count", "10"});
  EXPECT_EQ(result.status, 2);
  EXPECT_NE(result.log.find("784"), std::string::npos) << result.log;
}

TEST_F(VerifyCommand, AFolderWithoutMnistIsRefused) {
  const auto result = verify({"--images", folder().string()});
  EXPECT_EQ(result.status, 2);
  EXPECT_NE(result.log.find(folder().string()), std::string::npos) << result.log;
}

TEST_F(VerifyCommand, TheBuiltInVariantReadsDigits) {
  const auto result = verif::run_program({"/usr/bin/env", "SPINTILE_DATA=/nowhere", SPINTILE_COMMAND, "verify",
                                          "--count", "50", "--filter", "classification"},
                                         folder());
  EXPECT_EQ(result.status, 0) << result.log;
  EXPECT_NE(result.log.find("50 pictures"), std::string::npos) << result.log;
  EXPECT_NE(result.log.find("built-in drawn digits"), std::string::npos) << result.log;
}

}  // namespace
}  // namespace spintile
