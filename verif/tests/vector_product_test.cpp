// The products of vectors with weights: one order of summation, whatever the batch and the instruction set.
#include "refmodel/analog/vector_product.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "host/philox.h"
#include "verif/host_draws.h"

namespace spintile::refmodel {
namespace {

using host::Matrix;

/// Of many magnitudes, so that another order of summation has other bits; a third of the inputs is 0.
Matrix<float> random_values(int rows, int columns, std::uint32_t purpose, bool zeros) {
  host::PhiloxSequence random({1, verif::host_draws::stimulus}, purpose);
  Matrix<float> values(rows, columns);
  for (float& value : values.values()) {
    value = std::ldexp(random.uniform() - 0.5F, static_cast<int>(random.below(8)) - 4);
    if (zeros && random.below(3) == 0) value = 0.0F;
  }
  return values;
}

std::vector<std::uint32_t> bits(std::span<const float> values) {
  std::vector<std::uint32_t> words;
  for (const float value : values) words.push_back(std::bit_cast<std::uint32_t>(value));
  return words;
}

Matrix<float> transposed(const Matrix<float>& matrix) {
  Matrix<float> result(matrix.columns(), matrix.rows());
  for (int i = 0; i < matrix.rows(); ++i) {
    for (int j = 0; j < matrix.columns(); ++j) result(j, i) = matrix(i, j);
  }
  return result;
}

/// The documented sum, term by term.
Matrix<float> expected_product(const Matrix<float>& x, const Matrix<float>& weights) {
  Matrix<float> y(x.rows(), weights.columns());
  for (int b = 0; b < x.rows(); ++b) {
    for (int j = 0; j < weights.columns(); ++j) {
      for (int k = 0; k < weights.rows(); ++k) y(b, j) = std::fma(x(b, k), weights(k, j), y(b, j));
    }
  }
  return y;
}

struct Shape {
  int batch;
  int rows;
  int columns;
};

// Below, at and beyond a vector, a panel and a block of terms; batches that are not packed, and ragged tiles.
const std::vector<Shape> shapes = {{1, 1, 1},    {1, 7, 9},    {2, 8, 8},   {1, 33, 40},  {3, 40, 33},   {4, 16, 16},
                                   {5, 300, 17}, {6, 257, 31}, {7, 64, 64}, {13, 20, 20}, {1, 517, 530}, {8, 530, 517}};

TEST(VectorProduct, IsTheDocumentedSum) {
  for (const auto& [batch, rows, columns] : shapes) {
    const Matrix<float> x = random_values(batch, rows, 1, true);
    const Matrix<float> weights = random_values(rows, columns, 2, false);
    for (const Simd simd : {Simd::baseline, best_simd()}) {
      Matrix<float> y;
      vector_products(x, weights, y, simd);
      EXPECT_EQ(bits(y.values()), bits(expected_product(x, weights).values()))
          << batch << " " << rows << " " << columns;
    }
  }
}

TEST(VectorProduct, TransposedIsTheProductByTheTransposedMatrix) {
  for (const auto& [batch, rows, columns] : shapes) {
    const Matrix<float> d = random_values(batch, columns, 3, true);
    const Matrix<float> weights = random_values(rows, columns, 4, false);
    for (const Simd simd : {Simd::baseline, best_simd()}) {
      Matrix<float> x;
      transposed_products(d, weights, x, simd);
      EXPECT_EQ(bits(x.values()), bits(expected_product(d, transposed(weights)).values()))
          << batch << " " << rows << " " << columns;
    }
  }
}

TEST(VectorProduct, AVectorHasTheSameBitsInAnyBatch) {
  const Matrix<float> x = random_values(17, 96, 5, true);
  const Matrix<float> weights = random_values(96, 50, 6, false);
  Matrix<float> all;
  vector_products(x, weights, all);
  for (int b = 0; b < x.rows(); ++b) {
    Matrix<float> one(1, x.columns());
    std::copy(x.row(b).begin(), x.row(b).end(), one.values().begin());
    Matrix<float> y;
    vector_products(one, weights, y);
    EXPECT_EQ(bits(y.values()), bits(all.row(b)));
  }
}

// A term that vanishes below the smallest number leaves -0 behind; a row that is left out would not have mended it.
TEST(VectorProduct, AZeroIsPositive) {
  for (const int batch : {1, 8}) {
    const Matrix<float> x(batch, 2, 1e-30F);
    const Matrix<float> weights(2, 16, -1e-30F);
    for (const Simd simd : {Simd::baseline, best_simd()}) {
      Matrix<float> y;
      vector_products(x, weights, y, simd);
      for (const float value : y.values()) EXPECT_EQ(std::bit_cast<std::uint32_t>(value), 0U);
    }
  }
}

TEST(VectorProduct, RefusesShapesThatDoNotFit) {
  const Matrix<float> weights(3, 4);
  Matrix<float> result;
  EXPECT_THROW(vector_products(Matrix<float>(1, 4), weights, result), std::invalid_argument);
  EXPECT_THROW(transposed_products(Matrix<float>(1, 3), weights, result), std::invalid_argument);
}

}  // namespace
}  // namespace spintile::refmodel
