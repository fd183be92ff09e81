#include "refmodel/periphery/chopper_bank.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "refmodel/numeric/xorshift.h"

namespace spintile::refmodel {
namespace {

TEST(Xorshift, FollowsThePublishedSequence) {
  // Marsaglia's triple 13, 17, 5 from his seed 2463534242.
  EXPECT_EQ(xorshift32(2463534242U), 723471715U);
  EXPECT_EQ(xorshift32(723471715U), 2497366906U);
}

TEST(ChopperBank, GoesRoundTheRows) {
  ChopperBank bank(3);
  for (std::uint32_t transfer = 0; transfer < 10; ++transfer) {
    EXPECT_EQ(bank.row, transfer % 3);
    EXPECT_EQ(bank.sweeps, transfer / 3);
    EXPECT_FALSE(bank.advance({})) << "frozen";
  }
}

TEST(ChopperBank, RegularFlipsComeInTheLastSweepOfAPeriod) {
  constexpr std::uint32_t rows = 4;
  constexpr std::uint32_t period = 3;
  ChopperBank bank(static_cast<int>(rows));
  for (std::uint32_t transfer = 0; transfer < rows * period * 4; ++transfer) {
    const std::uint32_t row = bank.row;
    const std::uint32_t sweep = transfer / rows;
    const bool flips = sweep % period == period - 1;
    EXPECT_EQ(bank.advance({.regular = true, .period = period}), flips) << transfer;
    EXPECT_EQ(bank.fresh[row], flips ? 1 : 0);
    EXPECT_EQ(bank.negative[row], ((sweep + 1) / period) % 2) << transfer;
  }
}

TEST(ChopperBank, ShorteningThePeriodEndsIt) {
  ChopperBank bank(1);
  bank.phase = 9;
  EXPECT_TRUE(bank.advance({.regular = true, .period = 4}));
  EXPECT_EQ(bank.phase, 0U);
}

/// With probability p flips of n transfers are binomial: 5 sigma of p n.
TEST(ChopperBank, RandomFlipsHaveTheirProbability) {
  constexpr int transfers = 100000;
  for (const std::uint32_t probability : {0U, 655U, 6554U, 65535U}) {
    ChopperBank bank(7);
    bank.generator = 12345;
    int flips = 0;
    for (int i = 0; i < transfers; ++i) flips += bank.advance({.random = true, .probability = probability}) ? 1 : 0;
    const double p = probability / 65536.0;
    EXPECT_NEAR(flips, transfers * p, 5.0 * std::sqrt(transfers * p * (1.0 - p)) + 0.5) << probability;
  }
}

TEST(ChopperBank, SweepsStopAtTheLargest) {
  ChopperBank bank(1);
  bank.sweeps = std::numeric_limits<std::uint32_t>::max();
  bank.advance({});
  EXPECT_EQ(bank.sweeps, std::numeric_limits<std::uint32_t>::max());
}

}  // namespace
}  // namespace spintile::refmodel
