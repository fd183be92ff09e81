#include "host/network.h"

#include <fmt/format.h>

#include <cmath>
#include <exception>
#include <stdexcept>
#include <utility>

#include "host/activation_layer.h"
#include "host/convolution_layer.h"
#include "host/philox.h"
#include "host/pooling_layer.h"
#include "host/random_streams.h"

namespace spintile::host {

Network::Network(std::vector<std::unique_ptr<Layer>> layers) : layers_(std::move(layers)) {
  if (layers_.empty()) throw std::invalid_argument("network: no layers; at least 1 is needed");
  for (std::size_t i = 1; i < layers_.size(); ++i)
    if (layers_[i]->inputs() != layers_[i - 1]->outputs())
      throw std::invalid_argument(fmt::format("network: layer {} takes {} values, the one before gives {}", i,
                                              layers_[i]->inputs(), layers_[i - 1]->outputs()));
  for (const auto& layer : layers_)
    if (DenseLayer* dense = layer->dense()) dense_.push_back(dense);
}

Matrix<float> Network::forward(Matrix<float> x) {
  for (const auto& layer : layers_) x = layer->forward(std::move(x));
  return x;
}

void Network::backward(Matrix<float> d) {
  for (std::size_t i = layers_.size(); i-- > 0;) d = layers_[i]->backward(std::move(d), i > 0);
}

void Network::update(float rate) {
  if (!pool_) {
    for (const auto& layer : layers_) layer->update(rate);
    return;
  }
  std::vector<std::exception_ptr> failures(layers_.size());  // work of a pool does not throw
  pool_->run(static_cast<int>(layers_.size()), [&](int job, int) {
    const auto i = static_cast<std::size_t>(job);
    try {
      layers_[i]->update(rate);
    } catch (...) {
      failures[i] = std::current_exception();
    }
  });
  for (const std::exception_ptr& failure : failures)
    if (failure) std::rethrow_exception(failure);
}

State Network::state() const {
  State state;
  for (std::size_t i = 0; i < dense_.size(); ++i) add_state(state, fmt::format("layer{}.", i), dense_[i]->state());
  return state;
}

void Network::set_state(const State& state) {
  require_like(state, this->state());
  for (std::size_t i = 0; i < dense_.size(); ++i) dense_[i]->set_state(part_of(state, fmt::format("layer{}.", i)));
}

namespace {

/// Adds layers one after the other, each as wide as the one before gives.
class Stack {
 public:
  Stack(const spec::Network& shape, PictureShape picture, const TileMaker& make_tile)
      : shape_(shape), picture_(picture), values_(picture.size()), make_tile_(make_tile) {}

  void convolution(int channels) {
    constexpr int kernel = 5;
    auto layer =
        std::make_unique<ConvolutionLayer>(picture_, kernel, tile(kernel * kernel * picture_.channels, channels));
    picture_ = layer->output();
    add(std::move(layer));
  }

  void pooling() {
    auto layer = std::make_unique<PoolingLayer>(shape_.pooling, picture_, 2);
    picture_ = layer->output();
    add(std::move(layer));
  }

  void activation() { add(std::make_unique<ActivationLayer>(shape_.activation, values_)); }

  void dense(int outputs) { add(std::make_unique<DenseLayer>(tile(values_, outputs))); }

  std::vector<std::unique_ptr<Layer>> layers() && { return std::move(layers_); }

 private:
  std::unique_ptr<TrainingTile> tile(int rows, int columns) { return make_tile_(tiles_++, rows, columns); }

  void add(std::unique_ptr<Layer> layer) {
    values_ = layer->outputs();
    layers_.push_back(std::move(layer));
  }

  const spec::Network& shape_;
  PictureShape picture_;
  int values_;
  int tiles_ = 0;
  const TileMaker& make_tile_;
  std::vector<std::unique_ptr<Layer>> layers_;
};

void draw_weights(DenseLayer& layer, PhiloxSequence draws) {
  const float limit = 1.0F / std::sqrt(static_cast<float>(layer.inputs()));
  const auto draw = [&] { return limit * (2.0F * draws.uniform() - 1.0F); };
  Matrix<float> weights(layer.inputs(), layer.outputs());
  for (float& weight : weights.values()) weight = draw();
  layer.tile().set_weights(weights);
  std::vector<float> bias(static_cast<std::size_t>(layer.outputs()));
  for (float& value : bias) value = draw();
  layer.set_bias(bias);
}

}  // namespace

Network make_network(const spec::Network& shape, PictureShape picture, std::uint32_t seed, const TileMaker& make_tile) {
  Stack stack(shape, picture, make_tile);
  if (shape.kind == spec::NetworkKind::lenet) {
    for (const int channels : {16, 32}) {
      stack.convolution(channels);
      stack.activation();
      stack.pooling();
    }
  }
  for (const int width : shape.hidden) {
    stack.dense(width);
    stack.activation();
  }
  stack.dense(classes);
  Network network(std::move(stack).layers());
  for (std::size_t i = 0; i < network.dense_layers().size(); ++i)
    draw_weights(*network.dense_layers()[i],
                 PhiloxSequence({seed, random_stream::initial_weights}, static_cast<std::uint32_t>(i)));
  return network;
}

}  // namespace spintile::host
