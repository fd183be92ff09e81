#include "host/float_tile.h"

#include <algorithm>
#include <array>

namespace spintile::host {
namespace {

/// sums += factor x values, both `count` long.
void add_product(float* sums, float factor, const float* values, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) sums[i] += factor * values[i];
}

float inner_product(const float* a, const float* b, std::size_t count) {
  std::array<float, 8> sums{};
  std::size_t i = 0;
  for (; i + 8 <= count; i += 8)
    for (std::size_t lane = 0; lane < 8; ++lane) sums[lane] += a[i + lane] * b[i + lane];
  for (std::size_t lane = 0; i < count; ++i, ++lane) sums[lane] += a[i] * b[i];
  return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
}

}  // namespace

Matrix<float> FloatTile::forward(const Matrix<float>& x) {
  Matrix<float> y(x.rows(), columns());
  for (int vector = 0; vector < x.rows(); ++vector) {
    const std::span<float> sums = y.row(vector);
    for (int row = 0; row < rows(); ++row)
      if (const float input = x(vector, row); input != 0.0F)
        add_product(sums.data(), input, weights_.row(row).data(), sums.size());
  }
  return y;
}

Matrix<float> FloatTile::backward(const Matrix<float>& d) {
  Matrix<float> result(d.rows(), rows());
  for (int vector = 0; vector < d.rows(); ++vector)
    for (int row = 0; row < rows(); ++row)
      result(vector, row) = inner_product(d.row(vector).data(), weights_.row(row).data(), d.row(vector).size());
  return result;
}

void FloatTile::update(const Matrix<float>& x, const Matrix<float>& d, float rate) {
  for (int vector = 0; vector < x.rows(); ++vector) {
    const std::span<const float> slope = d.row(vector);
    for (int row = 0; row < rows(); ++row)
      if (const float input = x(vector, row); input != 0.0F)
        add_product(weights_.row(row).data(), -rate * input, slope.data(), slope.size());
  }
}

State FloatTile::state() const {
  return {{"weights", std::vector<float>(weights_.values().begin(), weights_.values().end())}};
}

void FloatTile::set_state(const State& state) {
  require_like(state, this->state());
  std::ranges::copy(std::get<std::vector<float>>(state.at("weights")), weights_.values().begin());
}

}  // namespace spintile::host
