#include "host/pulse_probabilities.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

namespace spintile::host {
namespace {

spec::PulsedUpdate plain() {
  spec::PulsedUpdate update;
  update.slot_management = false;
  update.update_management = false;
  return update;
}

TEST(PulseProbabilities, WithoutManagement) {
  // A = B = sqrt(0.01 / (0.001 x 31)) = 0.567962
  const auto result =
      pulse_probabilities(std::vector{0.5F, -0.25F, 0.0F}, std::vector{-1.0F, 2.0F}, 0.01, 0.001, plain());
  EXPECT_EQ(result.slots, 31);
  EXPECT_EQ(result.rows, (std::vector<std::int32_t>{18611, -9305, 0}));
  EXPECT_EQ(result.columns, (std::vector<std::int32_t>{-37222, 65536})) << "clips at 1";
}

TEST(PulseProbabilities, SlotManagementTakesAsManySlotsAsPulsesAreWanted) {
  spec::PulsedUpdate update = plain();
  update.slot_management = true;
  const std::vector one = {1.0F};
  EXPECT_EQ(pulse_probabilities(one, one, 0.0025, 0.001, update).slots, 3);
  EXPECT_EQ(pulse_probabilities(one, one, 0.003, 0.001, update).slots, 3);
  EXPECT_EQ(pulse_probabilities(one, one, 0.031, 0.001, update).slots, 31);
  EXPECT_EQ(pulse_probabilities(one, one, 0.5, 0.001, update).slots, 31);
  EXPECT_EQ(pulse_probabilities(one, one, 1e-9, 0.001, update).slots, 1);
}

/// Expected pulses at a cell.
double expected(const PulseProbabilities& result, std::size_t k, std::size_t j, int bits) {
  return result.slots * std::ldexp(result.rows[k], -bits) * std::ldexp(result.columns[j], -bits);
}

TEST(PulseProbabilities, ExpectedPulsesAreTheUpdate) {
  spec::PulsedUpdate update;
  const std::vector x = {0.9F, -0.3F, 0.02F, 0.5F};
  const std::vector d = {0.011F, -0.004F, 0.0007F};
  for (const int bits : {4, 8, 16}) {
    update.probability_bits = bits;
    for (const double rate : {0.001, 0.02, 0.4, -0.4}) {
      const auto result = pulse_probabilities(x, d, rate, 0.001, update);
      const double rounding = result.slots * 1.01 * std::ldexp(1.0, -bits);
      for (std::size_t k = 0; k < x.size(); ++k) {
        for (std::size_t j = 0; j < d.size(); ++j) {
          EXPECT_NEAR(expected(result, k, j, bits), rate * x[k] * d[j] / 0.001, rounding) << rate;
        }
      }
    }
  }
}

TEST(PulseProbabilities, UpdateManagementMakesBothSidesAsLikelyToFire) {
  const auto result = pulse_probabilities(std::vector{8.0F, 0.8F}, std::vector{0x1p-10F, 0x1p-11F}, 0.125, 0x1p-10,
                                          spec::PulsedUpdate());
  EXPECT_EQ(result.slots, 1);
  EXPECT_EQ(result.rows[0], 65536);
  EXPECT_EQ(result.columns[0], 65536);
  EXPECT_EQ(result.rows[1], 6554);
}

TEST(PulseProbabilities, WhereTooManyPulsesAreWantedOnlyColumnsClip) {
  // kk = 0.5 x 2 x 0.62 / 0.01 = 62, twice what 31 slots can do: row 0 fires always, column 0 would fire twice.
  const auto result =
      pulse_probabilities(std::vector{2.0F, 1.0F}, std::vector{0.62F, 0.155F}, 0.5, 0.01, spec::PulsedUpdate());
  EXPECT_EQ(result.slots, 31);
  EXPECT_EQ(result.rows, (std::vector<std::int32_t>{65536, 32768}));
  EXPECT_EQ(result.columns, (std::vector<std::int32_t>{65536, 32768}));
}

TEST(PulseProbabilities, NothingToDo) {
  const std::vector x = {0.0F, -0.0F};
  const std::vector d = {1.0F};
  for (const auto& result : {pulse_probabilities(x, d, 0.1, 0.001, {}), pulse_probabilities(d, d, 0.0, 0.001, {})}) {
    EXPECT_EQ(result.slots, 0);
    for (const auto& side : {result.rows, result.columns}) {
      for (const std::int32_t probability : side) EXPECT_EQ(probability, 0);
    }
  }
}

TEST(PulseProbabilities, RefusesWhatIsNotFinite) {
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    EXPECT_THROW(pulse_probabilities(std::vector{1.0F, bad, 2.0F}, std::vector{1.0F}, 0.1, 0.001, {}),
                 std::invalid_argument);
    EXPECT_THROW(pulse_probabilities(std::vector{1.0F}, std::vector{bad, 1.0F}, 0.1, 0.001, {}), std::invalid_argument);
  }
}

}  // namespace
}  // namespace spintile::host
