// The read noise model: what converters do to a product, and draws that belong to the number of a read.
#include "refmodel/analog/array_read.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "host/philox.h"
#include "refmodel/analog/vector_product.h"
#include "verif/tests/random_values.h"

namespace spintile::refmodel {
namespace {

using host::Matrix;

constexpr host::PhiloxKey key = {7, 3};

Matrix<float> random_values(int rows, int columns, std::uint32_t purpose) {
  return verif::random_values(2, rows, columns, purpose);
}

spec::Read noisy() {
  spec::Read read;
  read.kind = spec::ReadKind::noise;
  return read;
}

spec::Read silent() {
  spec::Read read = noisy();
  read.output_noise = 0.0;
  return read;
}

TEST(ArrayRead, IdealIsTheProduct) {
  const Matrix<float> x = random_values(5, 30, 1);
  const Matrix<float> weights = random_values(30, 20, 2);
  Matrix<float> expected;
  Matrix<float> y;
  vector_products(x, weights, expected);
  ArrayRead({}, key, Purpose::forward_noise).forward(x, weights, y);
  EXPECT_EQ(y, expected);
}

// In float64, from the definition; ties of the rounding do not occur with these numbers.
TEST(ArrayRead, ConvertersRoundInputsAndOutputs) {
  const Matrix<float> x = random_values(6, 30, 3);
  const Matrix<float> weights = random_values(30, 19, 4);
  Matrix<float> y;
  ArrayRead(silent(), key, Purpose::forward_noise).forward(x, weights, y);
  for (int b = 0; b < x.rows(); ++b) {
    double largest = 0.0;
    for (const float value : x.row(b)) largest = std::max(largest, std::abs(static_cast<double>(value)));
    for (int j = 0; j < weights.columns(); ++j) {
      double sum = 0.0;
      for (int k = 0; k < x.columns(); ++k) {
        sum += std::round(static_cast<double>(x(b, k)) / largest * 63.0) / 63.0 * static_cast<double>(weights(k, j));
      }
      EXPECT_NEAR(y(b, j), std::round(sum * 255.0 / 12.0) * 12.0 / 255.0 * largest, 1e-5) << b << " " << j;
    }
  }
}

TEST(ArrayRead, BoundManagementHalvesTheInputOfForwardReads) {
  const Matrix<float> weights(40, 3, 1.0F);
  const Matrix<float> x(1, 40, 1.0F);  // a sum of 40 passes a bound of 12 until it is quartered
  Matrix<float> y;
  ArrayRead(silent(), key, Purpose::forward_noise).forward(x, weights, y);
  EXPECT_NEAR(y(0, 0), 40.0, 0.8);  // a quarter is 16 of 63 levels
  spec::Read unmanaged = silent();
  unmanaged.bound_management = false;
  ArrayRead(unmanaged, key, Purpose::forward_noise).forward(x, weights, y);
  EXPECT_FLOAT_EQ(y(0, 0), 12.0F);
  const Matrix<float> large(400, 3, 1.0F);  // a sixteenth of the input is the least
  ArrayRead(silent(), key, Purpose::forward_noise).forward(Matrix<float>(1, 400, 1.0F), large, y);
  EXPECT_FLOAT_EQ(y(0, 0), 16.0F * 12.0F);
  Matrix<float> back;
  ArrayRead(silent(), key, Purpose::backward_noise)
      .backward(Matrix<float>(1, 40, 1.0F), Matrix<float>(3, 40, 1.0F), back);
  EXPECT_FLOAT_EQ(back(0, 0), 12.0F);
}

TEST(ArrayRead, ZerosReadAsZeros) {
  Matrix<float> y;
  ArrayRead(noisy(), key, Purpose::forward_noise).forward(Matrix<float>(2, 8), random_values(8, 9, 5), y);
  for (const float value : y.values()) EXPECT_EQ(value, 0.0F);
}

// 64,000 draws: 0.06 within 5 standard errors, and rounding adds 1/12 of a squared level.
TEST(ArrayRead, NoiseHasItsDeviation) {
  const Matrix<float> weights(1, 64);
  std::vector<float> read(64);
  ArrayRead reader(noisy(), key, Purpose::transfer_noise);
  constexpr int reads = 1000;
  double sum = 0.0;
  double squares = 0.0;
  for (int r = 0; r < reads; ++r) {
    reader.row(weights, 0, read);
    for (const float value : read) {
      sum += static_cast<double>(value);
      squares += static_cast<double>(value) * static_cast<double>(value);
    }
  }
  constexpr double count = 64.0 * reads;
  constexpr double level = 12.0 / 255.0;
  const double deviation = std::sqrt(0.06 * 0.06 + level * level / 12.0);
  EXPECT_NEAR(sum / count, 0.0, 5.0 * deviation / std::sqrt(count));
  EXPECT_NEAR(std::sqrt(squares / count), deviation, 5.0 * deviation / std::sqrt(2.0 * count));
}

TEST(ArrayRead, TheSameForAnySplitOfABatchAndInstructionSet) {
  const Matrix<float> x = random_values(9, 70, 6);
  const Matrix<float> weights = random_values(70, 41, 7);
  Matrix<float> all;
  ArrayRead(noisy(), key, Purpose::forward_noise).forward(x, weights, all);
  ArrayRead baseline(noisy(), key, Purpose::forward_noise, Simd::baseline);
  for (int b = 0; b < x.rows(); ++b) {
    Matrix<float> one(1, x.columns());
    std::ranges::copy(x.row(b), one.values().begin());
    Matrix<float> y;
    baseline.forward(one, weights, y);
    EXPECT_TRUE(std::ranges::equal(y.values(), all.row(b))) << b;
  }
}

TEST(ArrayRead, DrawsBelongToTheNumberOfTheRead) {
  const Matrix<float> weights = random_values(4, 16, 8);
  std::vector<float> first(16);
  std::vector<float> second(16);
  std::vector<float> again(16);
  ArrayRead reader(noisy(), key, Purpose::transfer_noise);
  reader.row(weights, 2, first);
  reader.row(weights, 2, second);
  EXPECT_NE(first, second);
  reader.set_reads(0);
  reader.row(weights, 2, again);
  EXPECT_EQ(first, again);
  ArrayRead(noisy(), key, Purpose::backward_noise).row(weights, 2, again);
  EXPECT_NE(first, again);
}

TEST(ArrayRead, RefusesConvertersThatCannotBe) {
  spec::Read read = noisy();
  read.input_bits = 1;
  EXPECT_THROW(ArrayRead(read, key, Purpose::forward_noise), std::invalid_argument);
  read = noisy();
  read.output_bits = 17;
  EXPECT_THROW(ArrayRead(read, key, Purpose::forward_noise), std::invalid_argument);
  read = noisy();
  read.output_bound = 0.0;
  EXPECT_THROW(ArrayRead(read, key, Purpose::forward_noise), std::invalid_argument);
  read = noisy();
  read.output_noise = -1.0;
  EXPECT_THROW(ArrayRead(read, key, Purpose::forward_noise), std::invalid_argument);
}

}  // namespace
}  // namespace spintile::refmodel
