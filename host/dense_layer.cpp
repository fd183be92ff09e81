#include "host/dense_layer.h"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

namespace spintile::host {

DenseLayer::DenseLayer(std::unique_ptr<TrainingTile> tile)
    : tile_(std::move(tile)), bias_(static_cast<std::size_t>(tile_->columns())) {}

Matrix<float> DenseLayer::forward(Matrix<float> x) {
  Matrix<float> y = tile_->forward(x);
  for (int vector = 0; vector < y.rows(); ++vector) {
    const std::span<float> values = y.row(vector);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] += bias_[i];
  }
  x_ = std::move(x);
  return y;
}

Matrix<float> DenseLayer::backward(Matrix<float> d, bool wanted) {
  d_ = std::move(d);
  return wanted ? tile_->backward(d_) : Matrix<float>();
}

void DenseLayer::update(float rate) {
  tile_->update(x_, d_, rate);
  for (int vector = 0; vector < d_.rows(); ++vector) {
    const std::span<const float> slope = d_.row(vector);
    for (std::size_t i = 0; i < slope.size(); ++i) bias_[i] -= rate * slope[i];
  }
}

void DenseLayer::set_bias(const std::vector<float>& bias) {
  if (bias.size() != bias_.size())
    throw std::invalid_argument(fmt::format("bias: {} values; {} were expected", bias.size(), bias_.size()));
  bias_ = bias;
}

State DenseLayer::state() const {
  State state{{"bias", bias_}};
  add_state(state, "tile.", tile_->state());
  return state;
}

void DenseLayer::set_state(const State& state) {
  require_like(state, {{"bias", bias_}});
  tile_->set_state(part_of(state, "tile."));
  bias_ = std::get<std::vector<float>>(state.at("bias"));
}

}  // namespace spintile::host
