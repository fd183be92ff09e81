// A weight matrix in a tile, on the golden engine: it is the array trainer (refmodel/tile/analog_training_tile.h),
// which knows no registers, commands or programs, to the bit.
#include "host/tile_matrix.h"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "host/commanded_tile.h"
#include "host/digits.h"
#include "host/network.h"
#include "host/network_training.h"
#include "refmodel/tile/analog_training_tile.h"
#include "refmodel/tile/golden_port.h"
#include "spec/derive.h"
#include "spec/tile_of_training.h"
#include "verif/tests/random_values.h"
#include "verif/tests/refusal.h"
#include "verif/transfer_layout.h"

namespace spintile::host {
namespace {

using spec::Algorithm;
using verif::random_values;

/// Devices without noise in their steps: the array trainer counts the ends of batches among their events, so that noise
/// would differ.
spec::TrainingConfig config_of(Algorithm kind) {
  spec::TrainingConfig config;
  config.name = "test";
  config.training.seed = 11;
  config.algorithm.kind = kind;
  config.algorithm.auto_scale = true;
  config.algorithm.fast_lr = 0.5;
  config.algorithm.arithmetic = spec::TransferArithmetic::bf16;
  config.algorithm.chopper = spec::ChopperKind::both;
  config.algorithm.chop_probability = 0.3;
  config.algorithm.transfer_pulses = 3;
  config.algorithm.momentum = 0.2;
  config.read = {.kind = spec::ReadKind::stochastic, .samples = 24, .streams = 2, .stream_bits = 2, .array_rows = 5};
  config.transfer_read = {.kind = spec::ReadKind::stochastic, .samples = 30, .column_gain = 0.25};
  config.update.slots = 6;
  config.update.probability_bits = 9;
  for (spec::ChosenDevice* chosen : {&config.fast_device, &config.weight_device}) {
    chosen->device = spec::device_preset("soft_bounds_20");
    chosen->device.dw_min_std = 0.0;
    chosen->device.write_noise_std = 0.0;
  }
  return config;
}

std::unique_ptr<TileMatrix> make_matrix(const spec::TrainingConfig& config, int layer, int rows, int columns) {
  const spec::Variant variant = spec::tile_of_training(config, layer, rows, columns);
  const SimulatedTile simulated{.variant = variant,
                                .seed = static_cast<std::uint32_t>(config.training.seed),
                                .number = static_cast<std::uint32_t>(layer),
                                .weight = config.weight_device.device,
                                .fast = config.fast_device.device};
  verif::TransferLayout layout;
  if (spec::has_transfer(variant)) layout = verif::transfer_layout(variant);
  return std::make_unique<TileMatrix>(
      std::make_unique<CommandedTile>(std::make_unique<refmodel::GoldenPort>(simulated)),
      tile_matrix_options(config, layer, layout.program, layout.bases));
}

refmodel::AnalogTrainingTile make_arrays(const spec::TrainingConfig& config, int layer, int rows, int columns) {
  return {{config.algorithm, config.fast_device.device, config.weight_device.device, config.update, config.read,
           config.transfer_read},
          rows,
          columns,
          static_cast<std::uint32_t>(config.training.seed),
          static_cast<std::uint32_t>(layer)};
}

/// Half its inputs 0, as pictures have.
Matrix<float> pictures(std::uint32_t seed, int count, int rows) {
  Matrix<float> x = random_values(seed, count, rows, 1);
  for (float& value : x.values()) value = std::max(value, 0.0F);
  return x;
}

void expect_same_learning(const spec::TrainingConfig& config, int rows, int columns, int steps) {
  const std::unique_ptr<TileMatrix> tile = make_matrix(config, 1, rows, columns);
  refmodel::AnalogTrainingTile arrays = make_arrays(config, 1, rows, columns);
  const Matrix<float> start = random_values(3, rows, columns, 0);
  for (TrainingTile* one : {static_cast<TrainingTile*>(tile.get()), static_cast<TrainingTile*>(&arrays)})
    one->set_weights(start);
  const Matrix<float> before = tile->weights();
  for (int step = 0; step < steps; ++step) {
    const auto seed = static_cast<std::uint32_t>(100 + step);
    const Matrix<float> x = pictures(seed, 2, rows);
    const Matrix<float> d = random_values(seed, 2, columns, 2);
    ASSERT_EQ(tile->forward(x), arrays.forward(x)) << "step " << step;
    ASSERT_EQ(tile->backward(d), arrays.backward(d)) << "step " << step;
    const float rate = 0.2F / static_cast<float>(1 + step / 20);
    tile->update(x, d, rate);
    arrays.update(x, d, rate);
    ASSERT_EQ(tile->weights(), arrays.weights()) << "step " << step;
  }
  EXPECT_NE(tile->weights(), before) << "W was never written";
}

TEST(TileMatrix, LearnsAsTheArraysDoByPlainDescent) { expect_same_learning(config_of(Algorithm::sgd), 13, 7, 40); }

// One-hot reads of the array trainer have one sub-array, and their draws are those of the tile where it has one too.
TEST(TileMatrix, LearnsAsTheArraysDoByTransfers) {
  for (const Algorithm kind : {Algorithm::ttv2, Algorithm::c_ttv2, Algorithm::agad}) {
    for (const bool forget : {true, false}) {
      SCOPED_TRACE(std::string(spec::name(kind)) + (forget ? ", forgets" : ""));
      spec::TrainingConfig config = config_of(kind);
      config.algorithm.forget = forget;
      config.read.array_rows = 9;
      expect_same_learning(config, 9, 7, 60);
    }
  }
}

TEST(TileMatrix, LearnsInEveryArithmeticAndWithSharedWords) {
  spec::TrainingConfig config = config_of(Algorithm::agad);
  config.read.array_rows = 9;
  config.update.random_words = spec::RandomWords::rotated;
  config.algorithm.arithmetic = spec::TransferArithmetic::fp16;
  expect_same_learning(config, 9, 7, 40);
  config.update.random_words = spec::RandomWords::shared;
  config.algorithm.arithmetic = spec::TransferArithmetic::fixed;
  config.algorithm.word_bits = 22;
  config.algorithm.transfer_every = 3;
  config.algorithm.auto_granularity = 20.0;
  expect_same_learning(config, 9, 7, 120);
}

/// Mean and standard error of y = x cells through `samples` conversions a sub-array: logistic converters.
struct Expected {
  double mean = 0.0;
  double variance = 0.0;
};

Expected expected(const spec::Read& read, std::span<const std::int32_t> codes, std::span<const float> cells,
                  int subarrays) {
  const auto lines = static_cast<int>(codes.size());
  const int digit = 1 << read.stream_bits;
  const double gain = read.column_gain * std::sqrt(std::ceil(1.0 * lines / subarrays));
  Expected y;
  for (int stream = 0; stream < read.streams; ++stream) {
    const double place = std::pow(digit, stream);
    for (int s = 0, first = 0; s < subarrays; ++s) {
      const int count = lines / subarrays + (s < lines % subarrays ? 1 : 0);
      double sum = 0.0;
      for (int k = first; k < first + count; ++k) {
        const std::int32_t code = codes[static_cast<std::size_t>(k)];
        const int level = std::abs(code) / static_cast<int>(place) % digit;
        sum += (code < 0 ? -level : level) * static_cast<double>(cells[static_cast<std::size_t>(k)]);
      }
      const double p = 1.0 / (1.0 + std::exp(-read.mtj_gain * sum * gain / (count * (digit - 1))));
      y.mean += place * read.samples * (2.0 * p - 1.0);
      y.variance += place * place * read.samples * 4.0 * p * (1.0 - p);
      first += count;
    }
  }
  const double unit = 2.0 * lines / subarrays * (digit - 1) / (read.samples * read.mtj_gain * gain) /
                      ((1 << read.streams * read.stream_bits) - 1);
  return {y.mean * unit, y.variance * unit * unit};
}

TEST(TileMatrix, ReadsTheExpectationOfTheProduct) {
  constexpr int reads = 400;
  const spec::TrainingConfig config = config_of(Algorithm::sgd);
  const std::unique_ptr<TileMatrix> tile = make_matrix(config, 1, 13, 7);
  tile->set_weights(random_values(5, 13, 7, 0));
  const Matrix<float> weights = tile->weights();
  std::vector<std::int32_t> codes(13);
  Matrix<float> x(reads, 13);
  for (int k = 0; k < 13; ++k) {
    codes[static_cast<std::size_t>(k)] = k == 4 ? -15 : (k * 7) % 16;
    for (int b = 0; b < reads; ++b) x(b, k) = 0.5F * static_cast<float>(codes[static_cast<std::size_t>(k)]) / 15.0F;
  }
  const Matrix<float> y = tile->forward(x);
  for (int j = 0; j < 7; ++j) {
    std::vector<float> column;
    for (int k = 0; k < 13; ++k) column.push_back(weights(k, j));
    double sum = 0.0;
    for (int b = 0; b < reads; ++b) sum += static_cast<double>(y(b, j));
    const Expected one = expected(config.read, codes, column, 3);
    EXPECT_NEAR(sum / reads, 0.5 * one.mean, 5.0 * 0.5 * std::sqrt(one.variance / reads)) << "output " << j;
  }
}

spec::TrainingConfig ramp_config(Algorithm kind) {
  spec::TrainingConfig config = config_of(kind);
  config.read = {.kind = spec::ReadKind::ramp, .input_bits = 8, .output_bits = 10, .column_gain = 0.25};
  config.transfer_read = {.kind = spec::ReadKind::ramp, .output_bits = 10, .column_gain = 1.0};
  return config;
}

TEST(TileMatrix, ReadsTheProductThroughARamp) {
  constexpr int rows = 13;
  const std::unique_ptr<TileMatrix> tile = make_matrix(ramp_config(Algorithm::sgd), 1, rows, 7);
  tile->set_weights(random_values(5, rows, 7, 0));
  const Matrix<float> weights = tile->weights();
  Matrix<float> x(1, rows);
  for (int k = 0; k < rows; ++k) x(0, k) = 0.5F * static_cast<float>(k == 4 ? -127 : k * 9) / 127.0F;
  const Matrix<float> y = tile->forward(x);
  // Half a step of the ramp, which has 511 of them in rows / gain at the largest input, and half a step of each cell.
  const double tolerance = 0.5 * (0.5 * rows / (0.25 * std::sqrt(rows)) / 511.0 + rows * 0x1p-14);
  for (int j = 0; j < 7; ++j) {
    double sum = 0.0;
    for (int k = 0; k < rows; ++k) sum += static_cast<double>(x(0, k)) * static_cast<double>(weights(k, j));
    EXPECT_NEAR(y(0, j), sum, tolerance) << "output " << j;
  }
}

// What H gathers through exact reads, it gathers through a ramp: W goes the same way.
TEST(TileMatrix, TransfersThroughARamp) {
  for (const Algorithm kind : {Algorithm::ttv2, Algorithm::agad}) {
    SCOPED_TRACE(std::string(spec::name(kind)));
    const std::unique_ptr<TileMatrix> tile = make_matrix(ramp_config(kind), 1, 9, 7);
    const Matrix<float> before = tile->weights();
    const Matrix<float> x(1, 9, 1.0F);
    Matrix<float> d(1, 7, 1.0F);
    for (int j = 0; j < 7; ++j) d(0, j) = j % 2 == 0 ? 1.0F : -1.0F;
    for (int step = 0; step < 200; ++step) tile->update(x, d, 0.2F);
    const Matrix<float> after = tile->weights();
    for (int j = 0; j < 7; ++j) {
      double change = 0.0;
      for (int k = 0; k < 9; ++k) change += static_cast<double>(after(k, j)) - static_cast<double>(before(k, j));
      EXPECT_LT(change * static_cast<double>(d(0, j)), -0.1) << "column " << j << ": descent";
    }
  }
}

TEST(TileMatrix, AsksTheTileForNothingAboutZeros) {
  const std::unique_ptr<TileMatrix> tile = make_matrix(config_of(Algorithm::sgd), 1, 13, 7);
  const auto commands = [&] { return dynamic_cast<CommandedTile&>(tile->tile()).port().activity(); };
  const TileActivity before = commands();
  EXPECT_EQ(tile->forward(Matrix<float>(2, 13)), Matrix<float>(2, 7));
  EXPECT_EQ(tile->backward(Matrix<float>(2, 7)), Matrix<float>(2, 13));
  tile->update(Matrix<float>(1, 13, 1.0F), Matrix<float>(1, 7), 0.1F);
  EXPECT_EQ(commands(), before);
}

TEST(TileMatrix, GoesOnFromItsStateWithTheSameBits) {
  spec::TrainingConfig config = config_of(Algorithm::agad);
  config.fast_device.device.dw_min_std = 0.3;  // the numbers of events are part of it
  const auto train = [&](TileMatrix& tile, int first, int steps) {
    for (int step = first; step < first + steps; ++step) {
      const auto seed = static_cast<std::uint32_t>(step);
      tile.forward(pictures(seed, 1, 13));
      tile.backward(random_values(seed, 1, 7, 2));
      tile.update(pictures(seed, 1, 13), random_values(seed, 1, 7, 2), 0.1F);
    }
  };
  const std::unique_ptr<TileMatrix> whole = make_matrix(config, 1, 13, 7);
  train(*whole, 0, 70);  // past the warm-up
  const State state = whole->state();
  train(*whole, 70, 40);

  const std::unique_ptr<TileMatrix> resumed = make_matrix(config, 1, 13, 7);
  resumed->set_state(state);
  EXPECT_EQ(resumed->state(), state);
  train(*resumed, 70, 40);
  EXPECT_EQ(resumed->state(), whole->state());
  EXPECT_NE(resumed->state(), state);
  EXPECT_EQ(resumed->forward(pictures(9, 1, 13)), whole->forward(pictures(9, 1, 13)));

  const State after = resumed->state();
  State broken = state;
  broken.erase("updates");
  refusal<std::invalid_argument>([&] { resumed->set_state(broken); });
  broken = state;
  broken.at("tile.space.random") = std::vector<std::uint64_t>(3);
  refusal<std::invalid_argument>([&] { resumed->set_state(broken); });
  EXPECT_EQ(resumed->state(), after) << "a refused state changed something";
}

TEST(TileMatrix, MakesANetworkThatLearnsDigits) {
  spec::TrainingConfig config = config_of(Algorithm::sgd);
  config.network.hidden = {32};
  config.network.activation = spec::Activation::tanh;
  config.weight_device = spec::ChosenDevice::named("ideal");
  config.read = {.kind = spec::ReadKind::stochastic, .samples = 64, .streams = 1, .stream_bits = 4, .array_rows = 98};
  config.update.slots = 15;
  const Dataset digits = draw_digits(3000, 1);
  Network network = make_network(config.network, digits.shape, 1, [&](int layer, int rows, int columns) {
    return make_matrix(config, layer, rows, columns);
  });
  NetworkTraining training(network, digits, {.learning_rate = {.start = 0.1}});
  while (!training.finished()) training.step();
  EXPECT_GT(evaluate(network, draw_digits(200, 2)).accuracy(), 0.45);
}

TEST(TileMatrix, RefusesAnotherAlgorithm) {
  spec::TrainingConfig config = config_of(Algorithm::agad);
  const spec::Variant variant = spec::tile_of_training(config, 0, 13, 7);
  const auto make = [&] {
    TileMatrix(
        std::make_unique<CommandedTile>(std::make_unique<refmodel::GoldenPort>(SimulatedTile{.variant = variant})),
        tile_matrix_options(config, 0));
  };
  config.algorithm.kind = Algorithm::mixed_precision;
  EXPECT_NE(refusal<std::invalid_argument>(make).find("mixed_precision"), std::string::npos);
  config.algorithm.kind = Algorithm::sgd;
  EXPECT_NE(refusal<std::invalid_argument>(make).find("transfer of variant"), std::string::npos);
  const std::unique_ptr<TileMatrix> first = make_matrix(config_of(Algorithm::sgd), 0, 13, 7);
  EXPECT_NE(refusal<std::invalid_argument>([&] { first->backward(Matrix<float>(1, 7, 1.0F)); }).find("no BACKWARD"),
            std::string::npos);
}

}  // namespace
}  // namespace spintile::host
