// Periodic carry: the value stays, digits come back into their range, bounds hold, state goes on with the same bits.
#include "refmodel/analog/digit_arrays.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "verif/tests/random_values.h"

namespace spintile::refmodel {
namespace {

using host::Matrix;

constexpr host::PhiloxKey key = {7, 4};
constexpr spec::Read ideal_read = {};
constexpr spec::PulsedUpdate outer_products = {.kind = spec::PulseKind::opu};

/// Units of 2^-12 everywhere, without noise.
spec::ResistiveDevice exact_device() {
  spec::ResistiveDevice device;
  device.step = spec::StepKind::constant;
  device.dw_min = 0x1p-12;
  return device;
}

/// Steps that shrink towards the bound they lead to, noise, spreads.
spec::ResistiveDevice rough_device() {
  spec::ResistiveDevice device;
  device.step = spec::StepKind::soft_bounds;
  device.dw_min = 1e-4;
  device.dw_min_dtod = 0.2;
  device.dw_min_std = 2.0;
  device.w_max_dtod = 0.05;
  device.w_min_dtod = 0.05;
  return device;
}

/// For exact devices: a write asks for all that is missing, so it may come within half a unit.
constexpr spec::PeriodicCarry three_digits = {.digits = 3, .tolerance = 0x1p-13, .write_gain = 1.0};
constexpr spec::PeriodicCarry gentle = {.digits = 3};

/// Digits drawn evenly from +-reach, the highest from +-0.75: it has room for a carry.
void set_digits(DigitArrays& arrays, double reach) {
  for (int i = 0; i < arrays.digits(); ++i) {
    ResistiveArray& digit = arrays.digit(i);
    Matrix<float> values = verif::random_values(5, digit.rows(), digit.columns(), static_cast<std::uint32_t>(i));
    // Whole units, so that nothing is rounded.
    for (float& value : values.values())
      value =
          std::round(value * static_cast<float>(i + 1 < arrays.digits() ? reach : std::min(reach, 0.75)) * 4096.0F) /
          4096.0F;
    digit.set_weights(values);
  }
}

void carry_all(DigitArrays& arrays, ArrayUpdate& update) {
  for (int k = 0; k < arrays.digit(0).rows(); ++k) arrays.carry_row(k, update);
}

double largest_difference(const Matrix<float>& a, const Matrix<float>& b) {
  double largest = 0.0;
  for (std::size_t i = 0; i < a.values().size(); ++i)
    largest = std::max(largest, std::fabs(static_cast<double>(a.values()[i]) - static_cast<double>(b.values()[i])));
  return largest;
}

TEST(DigitArrays, PlacesAreThoseOfTheBase) {
  DigitArrays arrays(exact_device(), three_digits, ideal_read, 1, 2, key);
  EXPECT_DOUBLE_EQ(arrays.place_value(0), 0.04);
  EXPECT_DOUBLE_EQ(arrays.place_value(1), 0.2);
  EXPECT_DOUBLE_EQ(arrays.place_value(2), 1.0);
  Matrix<float> weights(1, 2);
  weights(0, 0) = 1.1F;  // more than the highest digit holds
  weights(0, 1) = -0.25F;
  arrays.set_weights(weights);
  EXPECT_EQ(arrays.digit(2).weights()(0, 0), 1.0F);
  EXPECT_NEAR(arrays.digit(1).weights()(0, 0), 0.5F, 1e-6);
  EXPECT_EQ(arrays.digit(2).weights()(0, 1), -0.25F);
  EXPECT_LT(largest_difference(arrays.weights(), weights), 1e-6);
}

TEST(DigitArrays, IdealDevicesKeepTheValue) {
  for (const double base : {4.0, 5.0, 3.0}) {
    spec::PeriodicCarry carry = three_digits;
    carry.base = base;
    DigitArrays arrays(exact_device(), carry, ideal_read, 20, 30, key);
    ArrayUpdate update(outer_products, 20, 30);
    set_digits(arrays, 0.99);
    const Matrix<float> before = arrays.weights();
    carry_all(arrays, update);
    EXPECT_LT(largest_difference(arrays.weights(), before), 1e-6) << base;
    EXPECT_EQ(arrays.missed(), 0U);
    EXPECT_GT(arrays.carried(), 500U);  // half of the least digits, and of the next
    for (int i = 0; i < 2; ++i)
      for (const float value : arrays.digit(i).weights().values()) EXPECT_LT(std::fabs(value), 0.85F) << base;
  }
}

TEST(DigitArrays, BelowTheThresholdNothingIsTouched) {
  DigitArrays arrays(rough_device(), gentle, ideal_read, 4, 5, key);
  ArrayUpdate update(outer_products, 4, 5);
  set_digits(arrays, 0.49);
  const host::State before = arrays.digit(0).state();
  const host::State highest = arrays.digit(2).state();
  carry_all(arrays, update);
  EXPECT_EQ(arrays.digit(0).state(), before);
  EXPECT_EQ(arrays.digit(2).state(), highest);
  EXPECT_EQ(arrays.carried(), 0U);
}

TEST(DigitArrays, OnlyTheDigitsAreWrittenThatCarry) {
  DigitArrays arrays(rough_device(), gentle, ideal_read, 2, 3, key);
  ArrayUpdate update(outer_products, 2, 3);
  Matrix<float> least(2, 3);
  least(1, 1) = -0.75F;
  arrays.digit(0).set_weights(least);
  carry_all(arrays, update);
  EXPECT_NEAR(arrays.digit(0).weights()(1, 1), -0.25F, 0.06);  // the next digit's error counts five times
  EXPECT_NEAR(arrays.digit(1).weights()(1, 1), -0.1F, 0.01);
  for (int k = 0; k < 2; ++k)
    for (int j = 0; j < 3; ++j) {
      if (k == 1 && j == 1) continue;
      EXPECT_EQ(arrays.digit(0).weights()(k, j), 0.0F);
    }
  EXPECT_EQ(arrays.carried(), 1U);
}

// What the next digit took is what the lower one gives: its own error alone is left.
TEST(DigitArrays, RoughDevicesKeepTheValueToTheToleranceOfTheLowerDigit) {
  DigitArrays arrays(rough_device(), gentle, ideal_read, 20, 30, key);
  ArrayUpdate update(outer_products, 20, 30);
  set_digits(arrays, 0.9);
  const Matrix<float> before = arrays.weights();
  carry_all(arrays, update);
  EXPECT_LT(largest_difference(arrays.weights(), before), 0.0101 * (0.04 + 0.2));
  EXPECT_LT(arrays.missed(), arrays.carried() / 50);
}

TEST(DigitArrays, AFullDigitLeavesTheRestBelow) {
  DigitArrays arrays(exact_device(), three_digits, ideal_read, 1, 2, key);
  ArrayUpdate update(outer_products, 1, 2);
  arrays.digit(2).set_weights(Matrix<float>(1, 2, 1.0F));
  Matrix<float> middle(1, 2, 0.75F);
  middle(0, 1) = -0.75F;
  arrays.digit(1).set_weights(middle);
  const Matrix<float> before = arrays.weights();
  carry_all(arrays, update);
  EXPECT_EQ(arrays.digit(2).weights()(0, 0), 1.0F);  // no room
  EXPECT_EQ(arrays.digit(1).weights()(0, 0), 0.75F);
  EXPECT_NEAR(arrays.digit(2).weights()(0, 1), 0.9F, 1e-3);
  EXPECT_NEAR(arrays.digit(1).weights()(0, 1), -0.25F, 1e-3);
  EXPECT_LT(largest_difference(arrays.weights(), before), 1e-6);
  EXPECT_EQ(arrays.missed(), 1U);
}

TEST(DigitArrays, PulsesCarryToo) {
  spec::ResistiveDevice device = exact_device();
  device.dw_min = 0x1p-7;
  spec::PeriodicCarry carry = three_digits;
  carry.tolerance = 0x1p-8;
  DigitArrays arrays(device, carry, ideal_read, 3, 8, key);
  ArrayUpdate update({}, 3, 8);
  Matrix<float> least(3, 8, 0.625F);
  arrays.digit(0).set_weights(least);
  const Matrix<float> before = arrays.weights();
  carry_all(arrays, update);
  EXPECT_LT(largest_difference(arrays.weights(), before), 0x1p-7 * 0.04);
  for (const float value : arrays.digit(0).weights().values()) EXPECT_NEAR(value, 0.125F, 0.02);
}

TEST(DigitArrays, GoesOnFromItsStateWithTheSameBits) {
  const auto make = [] { return DigitArrays(rough_device(), gentle, ideal_read, 6, 7, key); };
  ArrayUpdate update(outer_products, 6, 7);
  DigitArrays arrays = make();
  set_digits(arrays, 0.9);
  arrays.carry_row(2, update);
  const host::State state = arrays.state();
  DigitArrays other = make();
  other.set_state(state);
  EXPECT_EQ(other.state(), state);
  carry_all(arrays, update);
  carry_all(other, update);
  EXPECT_EQ(other.state(), arrays.state());
  EXPECT_NE(other.state(), state);

  host::State broken = state;
  broken.erase("digit2.hidden");
  EXPECT_THROW(other.set_state(broken), std::invalid_argument);
  EXPECT_EQ(other.state(), arrays.state());
}

TEST(DigitArrays, DigitsAreDifferentDevices) {
  const DigitArrays arrays(rough_device(), gentle, ideal_read, 2, 2, key);
  EXPECT_NE(arrays.digit(0).parameters(), arrays.digit(1).parameters());
  EXPECT_EQ(arrays.digit(0).parameters(), ResistiveArray(rough_device(), 2, 2, key).parameters());
}

TEST(DigitArrays, RefusesNumbersOutOfRange) {
  const auto refused = [](const auto& change) {
    spec::PeriodicCarry carry = three_digits;
    change(carry);
    EXPECT_THROW(DigitArrays(exact_device(), carry, ideal_read, 2, 2, key), std::invalid_argument);
  };
  refused([](spec::PeriodicCarry& carry) { carry.digits = 0; });
  refused([](spec::PeriodicCarry& carry) { carry.digits = 9; });
  refused([](spec::PeriodicCarry& carry) { carry.base = 0.5; });
  refused([](spec::PeriodicCarry& carry) { carry.threshold = 0.0; });
  refused([](spec::PeriodicCarry& carry) { carry.tolerance = 0.0; });
  refused([](spec::PeriodicCarry& carry) { carry.writes = 0; });
  refused([](spec::PeriodicCarry& carry) { carry.write_gain = 1.5; });
}

}  // namespace
}  // namespace spintile::refmodel
