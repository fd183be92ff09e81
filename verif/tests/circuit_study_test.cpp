// The circuit study: what must hold of any crossbar, and that the tables and the picture in docs/ are today's.
#include "verif/study/circuit_study.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>
#include <string>

namespace spintile::verif {
namespace {

std::string file(const std::string& name) {
  std::ostringstream text;
  text << std::ifstream(std::string(SPINTILE_SOURCE_DIR "/") + name, std::ios::binary).rdbuf();
  return text.str();
}

TEST(CircuitStudy, LargerCrossbarsAndBetterConductorsLoseMore) {
  const CircuitResult result = circuit_study(CircuitStudy::quick());
  ASSERT_EQ(result.losses.size(), 2U * 2U * 3U);
  for (std::size_t i = 0; i < result.losses.size(); ++i) {
    const WireLoss& loss = result.losses[i];
    EXPECT_GT(loss.mean, 0.0);
    EXPECT_GT(loss.worst, loss.mean);
    if (i % 3 != 0) {
      // Twice the lines: about four times the loss, as long as it is small.
      const double growth = loss.worst / result.losses[i - 1].worst;
      EXPECT_GT(growth, 2.5);
      EXPECT_LT(growth, 4.2);
    }
    if (i % 6 >= 3) {
      EXPECT_LT(loss.worst, result.losses[i - 3].worst);  // 100 Mohm against 1
    }
  }
}

// The first order of a uniform crossbar by hand: with N rows at V, a cell's current passes (j + 1) row segments with
// those of its row and N - k column segments with those of its column; the mean over cells of both drops is close to r
// I N^2 / 3.
TEST(CircuitStudy, LossIsThatOfTheFirstOrder) {
  CircuitStudy study = CircuitStudy::quick();
  study.sizes = {128};
  study.on_resistances = {100e6};
  const CircuitResult result = circuit_study(study);
  const double mean_conductance = 0.55 / 100e6;  // anywhere between on and a tenth of it
  const double expected = 2.0 * 1.92 * mean_conductance * 128.0 * 128.0 / 3.0;
  EXPECT_NEAR(result.losses[0].mean, expected, 0.05 * expected);
}

TEST(CircuitStudy, OffsetsWithinReachAreTakenAway) {
  const CircuitResult result = circuit_study(CircuitStudy::quick());
  ASSERT_EQ(result.reaches.size(), 2U);
  EXPECT_EQ(result.reaches[0].failures, 0);
  EXPECT_EQ(result.reaches[0].rms_after, 0.0);
  EXPECT_GT(result.reaches[1].rms_before, 1.5);
  EXPECT_LT(result.reaches[1].rms_after, 0.5);
}

TEST(CircuitStudy, AThresholdOfAThirdIsNotDisturbed) {
  const CircuitResult result = circuit_study(CircuitStudy::quick());
  for (const WriteDisturb& one : result.disturbs) EXPECT_EQ(one.disturb > 0.0, one.threshold < 0.6) << one.threshold;
}

TEST(CircuitStudy, RepeatsItselfAndReportsAsJson) {
  CircuitStudy study = CircuitStudy::quick();
  study.sizes = {16, 32};
  int reports = 0;
  const CircuitResult result = circuit_study(study, [&](int done, int total) {
    EXPECT_EQ(done, ++reports);
    EXPECT_EQ(total, 8);
  });
  EXPECT_EQ(reports, 8);
  EXPECT_EQ(circuit_study(study), result);
  const nlohmann::json report = nlohmann::json::parse(circuit_json(result));
  EXPECT_EQ(report.at("wire_losses").size(), 8U);
  EXPECT_EQ(report.at("wire_losses")[1].at("worst_loss"), result.losses[1].worst);
  EXPECT_EQ(report.at("offset_row")[0].at("failures"), result.reaches[0].failures);
}

TEST(CircuitStudy, RefusesOptionsOutOfRange) {
  CircuitStudy study = CircuitStudy::quick();
  study.sizes = {};
  EXPECT_THROW(circuit_study(study), std::invalid_argument);
  study = CircuitStudy::quick();
  study.on_resistances = {0.0};
  EXPECT_THROW(circuit_study(study), std::invalid_argument);
}

TEST(CircuitStudy, TheTablesAndThePictureInDocsAreTodays) {
  const CircuitResult result = circuit_study(CircuitStudy{});
  const std::string page = file("docs/analog-effects.md");
  std::istringstream tables(circuit_tables(result));
  for (std::string line; std::getline(tables, line);) {
    EXPECT_NE(page.find(line + "\n"), std::string::npos)
        << line << "\nwrite it anew, after a change that is meant: spintile study circuit";
  }
  EXPECT_EQ(circuit_chart(result), file("docs/analog-effects.svg"))
      << "spintile study circuit --svg docs/analog-effects.svg";
}

}  // namespace
}  // namespace spintile::verif
