#include "refmodel/analog/vector_product.h"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

#include "refmodel/analog/vector_product_avx2.h"

namespace spintile::refmodel {
namespace {

void require_length(int given, int expected, const char* side) {
  if (given == expected) return;
  throw std::invalid_argument(
      fmt::format("a vector of {} values at the {} of the weights; they have {}", given, side, expected));
}

/// Gives `result` its shape, and keeps its memory where it has it already.
void shape(host::Matrix<float>& result, int rows, int columns) {
  if (result.rows() != rows || result.columns() != columns) result = host::Matrix<float>(rows, columns);
}

}  // namespace

void vector_products(const host::Matrix<float>& x, const host::Matrix<float>& weights, host::Matrix<float>& y,
                     Simd simd) {
  require_length(x.columns(), weights.rows(), "rows");
  shape(y, x.rows(), weights.columns());
  if (simd == Simd::avx2) return vector_products_avx2(x, weights, y);
  for (int b = 0; b < x.rows(); ++b) {
    for (int j = 0; j < weights.columns(); ++j) {
      float sum = 0.0F;
      for (int k = 0; k < weights.rows(); ++k) sum = std::fma(x(b, k), weights(k, j), sum);
      y(b, j) = sum + 0.0F;
    }
  }
}

void transposed_products(const host::Matrix<float>& d, const host::Matrix<float>& weights, host::Matrix<float>& x,
                         Simd simd) {
  require_length(d.columns(), weights.columns(), "columns");
  shape(x, d.rows(), weights.rows());
  if (simd == Simd::avx2) return transposed_products_avx2(d, weights, x);
  for (int b = 0; b < d.rows(); ++b) {
    for (int k = 0; k < weights.rows(); ++k) {
      float sum = 0.0F;
      for (int j = 0; j < weights.columns(); ++j) sum = std::fma(d(b, j), weights(k, j), sum);
      x(b, k) = sum + 0.0F;
    }
  }
}

}  // namespace spintile::refmodel
