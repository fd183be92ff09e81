// Reads through stochastic converters: their mean is the logistic curve of each digit and sub-array, their noise that
// of the conversions, and their draws belong to the number of the vector.
#include "refmodel/analog/converter_read.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <stdexcept>
#include <vector>

#include "host/converter_scale.h"
#include "host/philox.h"
#include "refmodel/analog/array_read.h"
#include "refmodel/tile/analog_training_tile.h"
#include "verif/tests/random_values.h"
#include "verif/tests/refusal.h"

namespace spintile::refmodel {
namespace {

using host::Matrix;

constexpr host::PhiloxKey key = {5, 2};

Matrix<float> random_values(int rows, int columns, std::uint32_t purpose) {
  return verif::random_values(4, rows, columns, purpose);
}

spec::Read stochastic() {
  spec::Read read;
  read.kind = spec::ReadKind::stochastic;
  read.samples = 16;
  read.streams = 3;
  read.stream_bits = 2;
  read.array_rows = 8;  // 30 rows: sub-arrays of 8, 8, 7, 7
  read.column_gain = 2.0;
  return read;
}

Matrix<float> transposed(const Matrix<float>& matrix) {
  Matrix<float> result(matrix.columns(), matrix.rows());
  for (int row = 0; row < matrix.rows(); ++row) {
    for (int column = 0; column < matrix.columns(); ++column) result(column, row) = matrix(row, column);
  }
  return result;
}

/// `times` copies of one vector.
Matrix<float> repeated(const Matrix<float>& vector, int times) {
  Matrix<float> result(times, vector.columns());
  for (int b = 0; b < times; ++b) std::ranges::copy(vector.row(0), result.row(b).begin());
  return result;
}

struct Moments {
  double mean = 0.0;
  double variance = 0.0;
};

/// Of one output of a read, from the definition in float64: binomial counts of every digit and sub-array.
Moments expected(const spec::Read& read, const Matrix<float>& x, const Matrix<float>& cells, int column) {
  const int rows = cells.rows();
  const int parts = (rows + read.array_rows - 1) / read.array_rows;
  const int larger = rows % parts;
  const double most_rows = (rows + parts - 1) / parts;
  const double gain = read.column_gain * std::sqrt(most_rows);
  const int digit_max = (1 << read.stream_bits) - 1;
  const int code_max = (1 << (read.stream_bits * read.streams)) - 1;
  double largest = 0.0;
  for (const float value : x.row(0)) largest = std::max(largest, std::abs(double{value}));
  Moments sum;
  for (int s = 0, first = 0; s < parts; ++s) {
    const int count = rows / parts + (s < larger ? 1 : 0);
    for (int m = 0; m < read.streams; ++m) {
      double current = 0.0;
      for (int k = first; k < first + count; ++k) {
        const int code = static_cast<int>(std::lround(double{x(0, k)} / largest * code_max));
        const int digit = (std::abs(code) >> (m * read.stream_bits)) & digit_max;
        current += (code < 0 ? -digit : digit) * double{cells(k, column)};
      }
      const double limited = std::clamp(current * gain / (count * digit_max), -1.0, 1.0);
      const double v = std::tanh(read.mtj_gain * limited / 2.0);  // 2 P - 1
      const double place = std::ldexp(1.0, m * read.stream_bits);
      sum.mean += place * v * read.samples;
      sum.variance += place * place * (1.0 - v * v) * read.samples;
    }
    first += count;
  }
  const double unit = 2.0 * rows / parts * digit_max / (read.samples * read.mtj_gain * gain) * largest / code_max;
  return {sum.mean * unit, sum.variance * unit * unit};
}

// Means within 5 standard errors: 1 in 1.7 million a comparison for a right model, of 32 in all. Variances within 5 of
// theirs, sqrt(2 / N) of the value.
void expect_moments(const spec::Read& read, const Matrix<float>& x, const Matrix<float>& cells,
                    const Matrix<float>& y) {
  const double count = y.rows();
  for (int j = 0; j < y.columns(); ++j) {
    const Moments right = expected(read, x, cells, j);
    double mean = 0.0;
    for (int b = 0; b < y.rows(); ++b) mean += double{y(b, j)} / count;
    double variance = 0.0;
    for (int b = 0; b < y.rows(); ++b) variance += std::pow(double{y(b, j)} - mean, 2) / (count - 1);
    EXPECT_NEAR(mean, right.mean, 5.0 * std::sqrt(right.variance / count)) << j;
    EXPECT_NEAR(variance, right.variance, 5.0 * right.variance * std::sqrt(2.0 / count)) << j;
  }
}

TEST(ConverterRead, ForwardAndBackwardFollowTheLogisticCurve) {
  const Matrix<float> weights = random_values(30, 9, 1);
  Matrix<float> y;
  const Matrix<float> x = random_values(1, 30, 2);
  ArrayRead(stochastic(), key, Purpose::forward_noise).forward(repeated(x, 20000), weights, y);
  expect_moments(stochastic(), x, weights, y);
  const Matrix<float> d = random_values(1, 9, 3);
  ArrayRead(stochastic(), key, Purpose::backward_noise).backward(repeated(d, 20000), weights, y);
  expect_moments(stochastic(), d, transposed(weights), y);
}

// Where the curve is straight y is the product, but for the rounding of its input (63 levels of each sign).
TEST(ConverterRead, SmallSumsReadAsTheProduct) {
  spec::Read read = stochastic();
  read.column_gain = 0.05;
  const Matrix<float> weights = random_values(32, 4, 4);  // sub-arrays of 8 rows each
  const Matrix<float> x = random_values(1, 32, 5);
  for (int j = 0; j < weights.columns(); ++j) {
    double product = 0.0;
    for (int k = 0; k < 32; ++k) product += double{x(0, k)} * double{weights(k, j)};
    EXPECT_NEAR(expected(read, x, weights, j).mean, product, 0.1) << j;
  }
  Matrix<float> y;
  ArrayRead(read, key, Purpose::forward_noise).forward(repeated(x, 20000), weights, y);
  expect_moments(read, x, weights, y);
}

TEST(ConverterRead, AOneHotReadDrivesOneLineWithAllOnes) {
  const Matrix<float> weights = random_values(6, 9, 6);
  spec::Read gentle = stochastic();
  gentle.column_gain = 0.5;  // a saturated converter would have a variance of rare events
  constexpr int reads = 5000;
  ArrayRead transfer(gentle, key, Purpose::transfer_noise);
  Matrix<float> y(reads, 9);
  for (int b = 0; b < reads; ++b) transfer.row(weights, 4, y.row(b));
  EXPECT_EQ(transfer.reads(), static_cast<std::uint64_t>(reads));
  spec::Read read = gentle;
  read.streams = read.array_rows = 1;
  Matrix<float> row(1, 9);
  std::ranges::copy(weights.row(4), row.values().begin());
  expect_moments(read, Matrix<float>(1, 1, 1.0F), row, y);
  for (const float value : y.values()) {
    const double count = double{value} / host::one_hot_unit(read);
    EXPECT_NEAR(count, std::round(count), 1e-5);
    EXPECT_LE(std::abs(std::round(count)), read.samples);
  }
}

TEST(ConverterRead, AnySplitOfABatchAndAnyInstructionSetGivesTheSameBits) {
  const Matrix<float> weights = random_values(30, 9, 7);
  const Matrix<float> x = random_values(40, 30, 8);
  Matrix<float> whole;
  ArrayRead(stochastic(), key, Purpose::forward_noise).forward(x, weights, whole);
  ArrayRead split(stochastic(), key, Purpose::forward_noise, Simd::baseline);
  for (int first = 0; first < 40; first += 8) {
    Matrix<float> part(8, 30);
    Matrix<float> y;
    for (int b = 0; b < 8; ++b) std::ranges::copy(x.row(first + b), part.row(b).begin());
    split.forward(part, weights, y);
    for (int b = 0; b < 8; ++b) EXPECT_TRUE(std::ranges::equal(y.row(b), whole.row(first + b))) << first + b;
  }
}

TEST(ConverterRead, DrawsBelongToTheNumberOfTheReadAndTheDirection) {
  const Matrix<float> weights = random_values(9, 9, 9);
  const Matrix<float> x = repeated(random_values(1, 9, 10), 2);
  Matrix<float> y;
  ArrayRead one(stochastic(), key, Purpose::forward_noise);
  one.forward(x, weights, y);
  EXPECT_FALSE(std::ranges::equal(y.row(0), y.row(1)));
  Matrix<float> next;
  one.forward(x, weights, next);
  EXPECT_NE(next, y);
  ArrayRead resumed(stochastic(), key, Purpose::forward_noise);
  resumed.set_reads(2);
  Matrix<float> again;
  resumed.forward(x, weights, again);
  EXPECT_EQ(again, next);
  Matrix<float> backward;
  ArrayRead(stochastic(), key, Purpose::backward_noise).backward(x, transposed(weights), backward);
  EXPECT_NE(backward, y);
}

TEST(ConverterRead, ZerosReadAsZeros) {
  Matrix<float> y;
  ArrayRead(stochastic(), key, Purpose::forward_noise).forward(Matrix<float>(2, 30), random_values(30, 9, 11), y);
  EXPECT_EQ(y, (Matrix<float>(2, 9)));
}

TEST(ConverterRead, RefusesWhatNoTileHas) {
  const auto message = [](const auto& change) {
    spec::Read read = stochastic();
    change(read);
    return refusal<std::invalid_argument>([&] { ArrayRead(read, key, Purpose::forward_noise); });
  };
  EXPECT_EQ(message([](spec::Read& read) { read.samples = 0; }), "samples: 0; allowed are 1 to 256");
  EXPECT_EQ(message([](spec::Read& read) { read.streams = 9; }), "streams: 9; allowed are 1 to 8");
  EXPECT_EQ(message([](spec::Read& read) { read.streams = read.stream_bits = 4; }),
            "bits of an input (streams x stream_bits): 16; allowed are 1 to 15");
  EXPECT_EQ(message([](spec::Read& read) { read.array_rows = 0; }), "array_rows: 0; allowed are 1 to 1024");
  EXPECT_EQ(message([](spec::Read& read) { read.mtj_gain = 0.0; }), "mtj_gain: 0; it must be above 0 and finite");
  EXPECT_EQ(message([](spec::Read& read) { read.column_gain = -1.0; }),
            "column_gain: -1; it must be above 0 and finite");
  spec::Read small = stochastic();
  small.array_rows = 1;
  EXPECT_EQ(refusal<std::invalid_argument>([&] { ConverterRead(small, 65, 2, key, best_simd()); }),
            "array_rows: 1; allowed are 2 to 1024");
  TrainingTileOptions options;
  options.read = small;
  EXPECT_EQ(refusal<std::invalid_argument>([&] { AnalogTrainingTile(options, 2, 129, 1, 0); }),
            "array_rows: 1; allowed are 3 to 1024");
}

TrainingTileOptions tile_options(spec::TransferArithmetic arithmetic) {
  TrainingTileOptions options;
  options.algorithm.kind = spec::Algorithm::agad;
  options.algorithm.arithmetic = arithmetic;
  options.fast = options.slow = spec::device_preset("soft_bounds_20");
  options.slow.dw_min = options.fast.dw_min = 0.01;
  options.update.slots = 5;
  options.read.kind = options.transfer_read.kind = spec::ReadKind::stochastic;
  options.read.samples = options.transfer_read.samples = 64;
  return options;
}

/// RMS error of the weights after descending towards random targets.
double error_after(AnalogTrainingTile& tile, int vectors) {
  Matrix<float> target = random_values(tile.rows(), tile.columns(), 12);
  for (float& weight : target.values()) weight *= 0.5F;
  const Matrix<float> inputs = random_values(vectors, tile.rows(), 13);
  for (int v = 0; v < vectors; ++v) {
    Matrix<float> x(1, tile.rows());
    std::ranges::copy(inputs.row(v), x.values().begin());
    Matrix<float> d = tile.forward(x);
    for (int j = 0; j < tile.columns(); ++j) {
      for (int k = 0; k < tile.rows(); ++k) d(0, j) -= x(0, k) * target(k, j);
    }
    tile.backward(d);
    tile.update(x, d, 0.05F);
  }
  double sum = 0.0;
  const Matrix<float> weights = tile.weights();
  for (std::size_t i = 0; i < target.values().size(); ++i) {
    sum += std::pow(double{weights.values()[i]} - double{target.values()[i]}, 2);
  }
  return std::sqrt(sum / static_cast<double>(target.values().size()));
}

TEST(ConverterRead, ATileLearnsInEveryArithmetic) {
  for (const auto arithmetic : {spec::TransferArithmetic::bf16, spec::TransferArithmetic::fp16,
                                spec::TransferArithmetic::fixed, spec::TransferArithmetic::fp32}) {
    AnalogTrainingTile tile(tile_options(arithmetic), 12, 9, 1, 0);
    EXPECT_LT(error_after(tile, 4000), 0.15) << static_cast<int>(arithmetic);  // 0.29 before
  }
}

TEST(ConverterRead, ATileGoesOnFromItsStateWithTheSameBits) {
  const TrainingTileOptions options = tile_options(spec::TransferArithmetic::bf16);
  AnalogTrainingTile tile(options, 12, 9, 1, 0);
  error_after(tile, 200);
  AnalogTrainingTile other(options, 12, 9, 1, 0);
  other.set_state(tile.state());
  EXPECT_EQ(error_after(other, 200), error_after(tile, 200));
  EXPECT_EQ(other.state(), tile.state());
}

}  // namespace
}  // namespace spintile::refmodel
