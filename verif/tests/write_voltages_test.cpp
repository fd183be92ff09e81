// The V/3 scheme: what every cell sees, rails of proportional steps, disturb.
#include "refmodel/analog/write_voltages.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "host/philox.h"

namespace spintile::refmodel {
namespace {

using Polarity = WriteRails::Polarity;

const WriteDevice asymmetric = {.up = {.minimum = 0.9, .slope = 5.0}, .down = {.minimum = 1.1, .slope = 3.0}};

TEST(WriteVoltages, StepIsTheLawOfTheDevice) {
  EXPECT_NEAR(write_step(asymmetric, 1.8), std::exp(5.0 * 0.9) - 1.0, 1e-12);
  EXPECT_NEAR(write_step(asymmetric, -1.8), -(std::exp(3.0 * 0.7) - 1.0), 1e-12);
  EXPECT_EQ(write_step(asymmetric, 0.9), 0.0);
  EXPECT_EQ(write_step(asymmetric, -1.1), 0.0);
  EXPECT_EQ(write_step(asymmetric, 0.0), 0.0);
}

TEST(WriteVoltages, StepIsProportionalToTheCode) {
  for (const int codes : {1, 7, 127}) {
    const WriteRails rails(asymmetric, 1.8, codes);
    EXPECT_EQ(rails.codes(), codes);
    EXPECT_EQ(rails.rail(Polarity::up, codes), 1.8);
    for (const Polarity polarity : {Polarity::up, Polarity::down}) {
      const double sign = polarity == Polarity::up ? 1.0 : -1.0;
      for (int code = 1; code <= codes; ++code) {
        const double expected = sign * code * rails.unit_step(polarity);
        EXPECT_NEAR(write_step(asymmetric, sign * rails.rail(polarity, code)), expected, 1e-12 * std::abs(expected));
        if (code > 1) {
          EXPECT_GT(rails.rail(polarity, code), rails.rail(polarity, code - 1));
        }
      }
    }
  }
}

/// Random lines of `polarity`, among them at standby about half.
WriteLines random_lines(host::PhiloxSequence& random, Polarity polarity, int codes) {
  WriteLines lines{.polarity = polarity, .rows = {}, .columns = {}};
  for (int k = 0; k < 9; ++k) lines.rows.push_back(random.below(2) == 1);
  for (int j = 0; j < 13; ++j) {
    const bool active = random.below(2) == 1;
    lines.columns.push_back(active ? 1 + static_cast<int>(random.below(static_cast<std::uint32_t>(codes))) : 0);
  }
  return lines;
}

TEST(WriteVoltages, SelectedSeeTheirRailAndAllOthersAtMostAThird) {
  const WriteRails rails(asymmetric, 1.8, 127);
  host::PhiloxSequence random({1, 0x80000000}, 0);
  for (int trial = 0; trial < 200; ++trial) {
    const Polarity polarity = trial % 2 == 0 ? Polarity::up : Polarity::down;
    const double sign = polarity == Polarity::up ? 1.0 : -1.0;
    const WriteLines lines = random_lines(random, polarity, rails.codes());
    const host::Matrix<double> voltages = cell_voltages(rails, lines);
    ASSERT_EQ(voltages.rows(), 9);
    ASSERT_EQ(voltages.columns(), 13);
    for (int k = 0; k < voltages.rows(); ++k) {
      for (int j = 0; j < voltages.columns(); ++j) {
        const int code = lines.columns[static_cast<std::size_t>(j)];
        if (lines.rows[static_cast<std::size_t>(k)] && code != 0) {
          EXPECT_EQ(voltages(k, j), sign * rails.rail(polarity, code));
        } else {
          EXPECT_LE(std::abs(voltages(k, j)), 1.8 / 3.0);
          EXPECT_EQ(write_step(asymmetric, voltages(k, j)), 0.0);  // the thresholds are above a third
        }
      }
    }
  }
}

TEST(WriteVoltages, AThresholdBelowAThirdIsDisturbed) {
  const WriteDevice soft = {.up = {.minimum = 0.45, .slope = 5.0}, .down = {.minimum = 0.45, .slope = 5.0}};
  const WriteRails rails(soft, 1.8, 3);
  const WriteLines one = {.polarity = Polarity::up, .rows = {true, false}, .columns = {3, 0}};
  const host::Matrix<double> voltages = cell_voltages(rails, one);
  const double disturb = std::exp(5.0 * (0.6 - 0.45)) - 1.0;
  EXPECT_NEAR(write_step(soft, voltages(0, 0)), 3.0 * rails.unit_step(Polarity::up), 1e-9);
  EXPECT_NEAR(write_step(soft, voltages(0, 1)), disturb, 1e-9);   // its row is active
  EXPECT_NEAR(write_step(soft, voltages(1, 0)), disturb, 1e-9);   // its column is
  EXPECT_NEAR(write_step(soft, voltages(1, 1)), -disturb, 1e-9);  // neither: the other way
}

TEST(WriteVoltages, RefusesWhatCannotBe) {
  EXPECT_THROW(WriteRails(asymmetric, 1.8, 0), std::invalid_argument);
  EXPECT_THROW(WriteRails(asymmetric, 1.1, 7), std::invalid_argument);
  EXPECT_THROW(WriteRails({.up = {.minimum = 0.0}, .down = {}}, 1.8, 7), std::invalid_argument);
  EXPECT_THROW(WriteRails({.up = {}, .down = {.minimum = 0.9, .slope = 0.0}}, 1.8, 7), std::invalid_argument);
  EXPECT_THROW(WriteRails({.up = {.minimum = 0.2, .slope = 5.0}, .down = {}}, 1.8, 1 << 20), std::invalid_argument);
  const WriteRails rails(asymmetric, 1.8, 7);
  EXPECT_THROW(static_cast<void>(rails.rail(Polarity::up, 0)), std::out_of_range);
  EXPECT_THROW(static_cast<void>(rails.rail(Polarity::up, 8)), std::out_of_range);
}

}  // namespace
}  // namespace spintile::refmodel
