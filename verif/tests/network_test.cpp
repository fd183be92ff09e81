// Networks: gradients against finite differences, convolution against its definition, training that goes on from a
// state.
#include "host/network.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "host/activation_layer.h"
#include "host/convolution_layer.h"
#include "host/digits.h"
#include "host/float_tile.h"
#include "host/learning_rate.h"
#include "host/network_training.h"
#include "host/philox.h"
#include "host/pooling_layer.h"
#include "host/softmax_loss.h"
#include "verif/tests/refusal.h"

namespace spintile::host {
namespace {

std::unique_ptr<TrainingTile> float_tile(int /*layer*/, int rows, int columns) {
  return std::make_unique<FloatTile>(rows, columns);
}

Matrix<float> random_matrix(int rows, int columns, std::uint32_t seed) {
  PhiloxSequence draws({seed, 0x80000200}, 0);
  Matrix<float> matrix(rows, columns);
  for (float& value : matrix.values()) value = 2.0F * draws.uniform() - 1.0F;
  return matrix;
}

/// A fixed linear function of the outputs: its derivative by them is `weights`.
double score(Layer& layer, const Matrix<float>& x, const Matrix<float>& weights) {
  const Matrix<float> y = layer.forward(x);
  double sum = 0.0;
  for (std::size_t i = 0; i < y.values().size(); ++i)
    sum += static_cast<double>(y.values()[i]) * static_cast<double>(weights.values()[i]);
  return sum;
}

/// Derivatives by the inputs, and by weights and biases where there are any, against central differences.
void expect_true_gradient(Layer& layer, int vectors) {
  Matrix<float> x = random_matrix(vectors, layer.inputs(), 1);
  const Matrix<float> d = random_matrix(vectors, layer.outputs(), 2);
  layer.forward(x);
  const Matrix<float> by_x = layer.backward(d, true);
  constexpr float step = 0x1p-7F;
  const auto difference = [&](float& value) {
    const float kept = value;
    value = kept + step;
    const double above = score(layer, x, d);
    value = kept - step;
    const double below = score(layer, x, d);
    value = kept;
    return (above - below) / (2.0 * static_cast<double>(step));
  };
  for (std::size_t i = 0; i < x.values().size(); i += 3)
    EXPECT_NEAR(static_cast<double>(by_x.values()[i]), difference(x.values()[i]), 2e-3) << "input " << i;

  DenseLayer* dense = layer.dense();
  if (dense == nullptr) return;
  const Matrix<float> before = dense->tile().weights();
  const std::vector<float> bias = dense->bias();
  layer.forward(x);
  layer.backward(d, false);
  layer.update(1.0F);
  const Matrix<float> after = dense->tile().weights();
  const std::vector<float> bias_after = dense->bias();
  dense->tile().set_weights(before);
  dense->set_bias(bias);
  for (int row = 0; row < before.rows(); row += 3)
    for (int column = 0; column < before.columns(); column += 2) {
      Matrix<float> moved = before;
      moved(row, column) += step;
      dense->tile().set_weights(moved);
      const double above = score(layer, x, d);
      moved(row, column) -= 2.0F * step;
      dense->tile().set_weights(moved);
      const double below = score(layer, x, d);
      dense->tile().set_weights(before);
      EXPECT_NEAR(static_cast<double>(before(row, column) - after(row, column)),
                  (above - below) / (2.0 * static_cast<double>(step)), 5e-3)
          << row << " " << column;
    }
  for (std::size_t i = 0; i < bias.size(); ++i) {
    std::vector<float> moved = bias;
    moved[i] += step;
    dense->set_bias(moved);
    const double above = score(layer, x, d);
    moved[i] -= 2.0F * step;
    dense->set_bias(moved);
    const double below = score(layer, x, d);
    dense->set_bias(bias);
    EXPECT_NEAR(static_cast<double>(bias[i] - bias_after[i]), (above - below) / (2.0 * static_cast<double>(step)),
                5e-3);
  }
}

std::unique_ptr<FloatTile> random_tile(int rows, int columns) {
  auto tile = std::make_unique<FloatTile>(rows, columns);
  tile->set_weights(random_matrix(rows, columns, 3));
  return tile;
}

TEST(Gradient, Dense) {
  DenseLayer layer(random_tile(13, 7));
  expect_true_gradient(layer, 3);
}

TEST(Gradient, Convolution) {
  ConvolutionLayer layer({6, 5, 2}, 3, random_tile(18, 4));
  EXPECT_EQ(layer.output(), (PictureShape{4, 3, 4}));
  expect_true_gradient(layer, 2);
}

TEST(Gradient, Pooling) {
  PoolingLayer average(spec::Pooling::average, {5, 7, 3}, 2);
  EXPECT_EQ(average.output(), (PictureShape{2, 3, 3}));
  expect_true_gradient(average, 2);
  PoolingLayer max(spec::Pooling::max, {5, 7, 3}, 2);
  expect_true_gradient(max, 2);
}

TEST(Gradient, Activations) {
  for (const spec::Activation kind : {spec::Activation::sigmoid, spec::Activation::tanh, spec::Activation::relu}) {
    ActivationLayer layer(kind, 29);
    expect_true_gradient(layer, 2);
  }
}

TEST(Gradient, SoftmaxLoss) {
  std::vector<float> logits{0.3F, -1.2F, 2.0F, 0.0F};
  std::vector<float> gradient(4);
  std::vector<float> ignored(4);
  const PictureLoss loss = softmax_loss(logits, 1, gradient);
  EXPECT_EQ(loss.predicted, 2);
  double sum = 0.0;
  for (const float logit : logits) sum += std::exp(static_cast<double>(logit));
  EXPECT_NEAR(static_cast<double>(loss.loss), std::log(sum) + 1.2, 1e-6);
  for (std::size_t i = 0; i < 4; ++i) {
    constexpr float step = 0x1p-7F;
    std::vector<float> moved = logits;
    moved[i] += step;
    const auto above = static_cast<double>(softmax_loss(moved, 1, ignored).loss);
    moved[i] -= 2.0F * step;
    const auto below = static_cast<double>(softmax_loss(moved, 1, ignored).loss);
    EXPECT_NEAR(static_cast<double>(gradient[i]), (above - below) / (2.0 * static_cast<double>(step)), 1e-4);
  }
}

TEST(Convolution, IsASumOverItsWindow) {
  const PictureShape shape{5, 6, 2};
  auto tile = random_tile(18, 3);
  const Matrix<float> weights = tile->weights();
  ConvolutionLayer layer(shape, 3, std::move(tile));
  layer.dense()->set_bias({0.5F, 0.0F, -0.25F});
  const Matrix<float> x = random_matrix(2, shape.size(), 4);
  const Matrix<float> y = layer.forward(x);
  for (int picture = 0; picture < 2; ++picture)
    for (int line = 0; line < 3; ++line)
      for (int column = 0; column < 4; ++column)
        for (int output = 0; output < 3; ++output) {
          double sum = static_cast<double>(layer.dense()->bias()[static_cast<std::size_t>(output)]);
          for (int i = 0; i < 3; ++i)
            for (int j = 0; j < 3; ++j)
              for (int channel = 0; channel < 2; ++channel)
                sum += static_cast<double>(x(picture, ((line + i) * 6 + column + j) * 2 + channel)) *
                       static_cast<double>(weights((i * 3 + j) * 2 + channel, output));
          EXPECT_NEAR(static_cast<double>(y(picture, (line * 4 + column) * 3 + output)), sum, 1e-5);
        }
}

TEST(Network, LenetHasTheShapeOfTheStudy) {
  const spec::Network shape{spec::NetworkKind::lenet, {128}, spec::Activation::tanh, spec::Pooling::max};
  Network network = make_network(shape, {}, 1, float_tile);
  std::vector<std::pair<int, int>> tiles;
  for (const DenseLayer* layer : network.dense_layers())
    tiles.emplace_back(layer->tile().rows(), layer->tile().columns());
  EXPECT_EQ(tiles, (std::vector<std::pair<int, int>>{{25, 16}, {400, 32}, {512, 128}, {128, 10}}));
}

TEST(Network, RefusesWhatDoesNotFit) {
  const spec::Network lenet{spec::NetworkKind::lenet, {128}, spec::Activation::tanh, spec::Pooling::max};
  EXPECT_NE(refusal<std::invalid_argument>([&] {
              make_network(lenet, {4, 28, 1}, 1, float_tile);
            }).find("kernel 5"),
            std::string::npos);
  std::vector<std::unique_ptr<Layer>> layers;
  layers.push_back(std::make_unique<DenseLayer>(random_tile(4, 5)));
  layers.push_back(std::make_unique<DenseLayer>(random_tile(6, 10)));
  EXPECT_NE(refusal<std::invalid_argument>([&] { Network network(std::move(layers)); }).find("layer 1 takes 6"),
            std::string::npos);
  EXPECT_THROW(Network({}), std::invalid_argument);

  Network network = make_network({}, {}, 1, float_tile);
  State state = network.state();
  const State before = state;
  state.erase("layer2.bias");
  EXPECT_NE(refusal<std::invalid_argument>([&] { network.set_state(state); }).find("layer2.bias"), std::string::npos);
  state["layer2.bias"] = std::vector<float>(11);
  EXPECT_NE(refusal<std::invalid_argument>([&] { network.set_state(state); }).find("11 x float32; 10 x float32"),
            std::string::npos);
  EXPECT_EQ(network.state(), before);

  const Dataset digits = draw_digits(4, 1);
  EXPECT_THROW(NetworkTraining(network, Dataset{}, {}), std::invalid_argument);
  EXPECT_THROW(NetworkTraining(network, digits, {.epochs = 0}), std::invalid_argument);
  EXPECT_THROW(NetworkTraining(network, digits, {.batch = 0}), std::invalid_argument);
}

TEST(Network, LearnsDrawnDigits) {
  const Dataset train = draw_digits(2000, 1);
  Network network = make_network({.hidden = {32}}, {}, 1, float_tile);
  NetworkTraining training(network, train, {.epochs = 2, .batch = 2, .learning_rate = {.start = 0.5}});
  while (!training.finished()) training.step();
  EXPECT_EQ(training.epoch().pictures, 2000U);
  EXPECT_GT(training.epoch().accuracy(), 0.8);
  const PictureCount test = evaluate(network, draw_digits(500, 2));
  EXPECT_GT(test.accuracy(), 0.85);
  EXPECT_LT(test.mean_loss(), 0.6);
}

TEST(Network, LenetLearnsDrawnDigits) {
  const Dataset train = draw_digits(400, 1);
  const spec::Network shape{spec::NetworkKind::lenet, {32}, spec::Activation::tanh, spec::Pooling::max};
  Network network = make_network(shape, {}, 1, float_tile);
  NetworkTraining training(network, train, {.epochs = 2, .batch = 4, .learning_rate = {.start = 0.1}});
  while (!training.finished()) training.step();
  EXPECT_GT(evaluate(network, draw_digits(200, 2)).accuracy(), 0.7);
}

/// Another tile, another training: all that matters is in the state.
TEST(Network, GoesOnFromAStateWithTheSameBits) {
  const Dataset train = draw_digits(50, 1);
  const DescentOptions options{.epochs = 3, .batch = 4, .learning_rate = {0.3, spec::Schedule::cosine}, .seed = 7};
  Network network = make_network({.hidden = {16}}, {}, 1, float_tile);
  NetworkTraining training(network, train, options);
  ASSERT_EQ(training.epoch_steps(), 13);
  for (int i = 0; i < 18; ++i) training.step();
  const State state = training.state();
  while (!training.finished()) training.step();

  Network other = make_network({.hidden = {16}}, {}, 2, float_tile);
  NetworkTraining resumed(other, train, options);
  resumed.set_state(state);
  EXPECT_EQ(resumed.done(), 18);
  while (!resumed.finished()) resumed.step();
  EXPECT_EQ(resumed.state(), training.state());
  EXPECT_THROW(resumed.step(), std::logic_error);
}

TEST(Network, EveryEpochHasItsOwnOrderOfAllPictures) {
  // A network that only counts: with one picture a step and all labels seen once, each epoch sums the same labels.
  const Dataset train = draw_digits(40, 3);
  Network network = make_network({.hidden = {4}}, {}, 1, float_tile);
  NetworkTraining one(network, train, {.epochs = 2, .batch = 1, .learning_rate = {.start = 1e-30}});
  std::vector<double> losses[2];
  for (auto& epoch : losses) {
    double before = 0.0;
    for (int i = 0; i < 40; ++i) {
      one.step();
      epoch.push_back(one.epoch().loss - (i == 0 ? 0.0 : before));
      before = one.epoch().loss;
    }
  }
  EXPECT_NE(losses[0], losses[1]);
  EXPECT_NEAR(std::accumulate(losses[0].begin(), losses[0].end(), 0.0),
              std::accumulate(losses[1].begin(), losses[1].end(), 0.0), 1e-3);
  std::ranges::sort(losses[0]);
  std::ranges::sort(losses[1]);
  for (std::size_t i = 0; i < 40; ++i) EXPECT_NEAR(losses[0][i], losses[1][i], 1e-4);
}

TEST(LearningRate, FollowsItsSchedule) {
  const auto at = [](spec::LearningRate rate, std::int64_t step) {
    return static_cast<double>(learning_rate(rate, step, 100, 1000));
  };
  EXPECT_NEAR(at({.start = 0.2}, 999), 0.2, 1e-8);
  const spec::LearningRate steps{.start = 0.2, .schedule = spec::Schedule::step, .step_epochs = 3, .step_factor = 0.1};
  EXPECT_NEAR(at(steps, 299), 0.2, 1e-8);
  EXPECT_NEAR(at(steps, 300), 0.02, 1e-8);
  EXPECT_NEAR(at(steps, 999), 0.0002, 1e-9);
  for (const int step : {0, 1, 250, 500, 750, 999}) {
    const double share = step / 1000.0;
    EXPECT_NEAR(at({.start = 0.3, .schedule = spec::Schedule::cosine, .end = 0.1}, step),
                0.1 + 0.1 * (1.0 + std::cos(M_PI * share)), 1e-7);
    EXPECT_NEAR(at({.start = 0.3, .schedule = spec::Schedule::linear, .end = 0.1}, step), 0.3 - 0.2 * share, 1e-7);
  }
}

}  // namespace
}  // namespace spintile::host
