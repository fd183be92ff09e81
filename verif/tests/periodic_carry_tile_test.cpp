// A tile of digits learns what a tile of single devices of its kind cannot, and goes on from its state.
#include "refmodel/tile/periodic_carry_tile.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "verif/tests/random_values.h"
#include "verif/tests/refusal.h"

namespace spintile::refmodel {
namespace {

using host::Matrix;

/// Steps that depend much on the weight: up and down differ by e^3 at the bounds.
TrainingTileOptions options_of(int digits) {
  TrainingTileOptions options;
  options.algorithm.kind = spec::Algorithm::sgd;
  options.update.kind = spec::PulseKind::opu;
  options.slow.step = spec::StepKind::soft_bounds;
  options.slow.dw_min = 2e-5;
  options.slow.dw_min_std = 3.0;
  options.carry.digits = digits;
  options.carry.every = 20;
  return options;
}

/// RMS error of the weights after descending towards random targets within +-0.9, with errors that are mostly noise.
double error_after(host::TrainingTile& tile, int vectors, float rate) {
  const int rows = tile.rows();
  const int columns = tile.columns();
  Matrix<float> target = verif::random_values(3, rows, columns, 1);
  for (float& weight : target.values()) weight *= 0.9F;
  const Matrix<float> inputs = verif::random_values(3, vectors, rows, 2);
  const Matrix<float> noise = verif::random_values(3, vectors, columns, 4);
  for (int v = 0; v < vectors; ++v) {
    Matrix<float> x(1, rows);
    std::ranges::copy(inputs.row(v), x.values().begin());
    Matrix<float> d = tile.forward(x);
    for (int j = 0; j < columns; ++j) {
      for (int k = 0; k < rows; ++k) d(0, j) -= x(0, k) * target(k, j);
      d(0, j) += noise(v, j);
    }
    tile.update(x, d, rate);
  }
  const Matrix<float> weights = tile.weights();
  double sum = 0.0;
  for (std::size_t i = 0; i < target.values().size(); ++i)
    sum += std::pow(static_cast<double>(weights.values()[i]) - static_cast<double>(target.values()[i]), 2);
  return std::sqrt(sum / static_cast<double>(target.values().size()));
}

TEST(PeriodicCarryTile, LearnsWhatSingleDevicesCannot) {
  const auto single = make_training_tile(options_of(1), 12, 9, 1, 0);
  const auto digits = make_training_tile(options_of(3), 12, 9, 1, 0);
  const double of_single = error_after(*single, 8000, 0.004F);
  const double of_digits = error_after(*digits, 8000, 0.004F);
  EXPECT_LT(of_digits, 0.6 * of_single) << of_digits << " " << of_single;
  EXPECT_GT(dynamic_cast<const PeriodicCarryTile&>(*digits).digits().carried(), 100U);
}

TEST(PeriodicCarryTile, ReadsTheDigitsTogether) {
  PeriodicCarryTile tile(options_of(3), 6, 5, 1, 0);
  tile.set_weights(verif::random_values(1, 6, 5, 9));
  error_after(tile, 200, 0.02F);
  const Matrix<float> weights = tile.weights();
  Matrix<float> one_hot(1, 6);
  one_hot(0, 4) = 1.0F;
  const Matrix<float> y = tile.forward(one_hot);
  for (int j = 0; j < 5; ++j) EXPECT_NEAR(y(0, j), weights(4, j), 1e-6);
  Matrix<float> column(1, 5);
  column(0, 3) = 1.0F;
  const Matrix<float> x = tile.backward(column);
  for (int k = 0; k < 6; ++k) EXPECT_NEAR(x(0, k), weights(k, 3), 1e-6);
}

TEST(PeriodicCarryTile, CarriesEverySoManyUpdates) {
  PeriodicCarryTile tile(options_of(3), 1, 1, 1, 0);
  const Matrix<float> one(1, 1, 1.0F);
  // A weight of 0.04 / 20 an update: the least digit is past 0.5 long before the 19th.
  for (int i = 0; i < 19; ++i) tile.update(one, one, -0.04F / 20.0F);
  EXPECT_GT(tile.digits().digit(0).weights()(0, 0), 0.5F);
  EXPECT_EQ(tile.digits().carried(), 0U);
  tile.update(one, one, -0.04F / 20.0F);
  EXPECT_EQ(tile.digits().carried(), 1U);
  EXPECT_NEAR(tile.digits().digit(1).weights()(0, 0), 0.1F, 0.02);
}

TEST(PeriodicCarryTile, GoesOnFromItsStateWithTheSameBits) {
  for (const spec::PulseKind kind : {spec::PulseKind::opu, spec::PulseKind::stochastic}) {
    TrainingTileOptions options = options_of(3);
    options.update.kind = kind;
    options.read.kind = options.transfer_read.kind = spec::ReadKind::noise;
    options.transfer_read.output_bound = 1.0;
    options.carry.every = 30;
    PeriodicCarryTile tile(options, 6, 5, 2, 1);
    error_after(tile, 70, 0.1F);
    const host::State state = tile.state();
    PeriodicCarryTile other(options, 6, 5, 2, 1);
    other.set_state(state);
    EXPECT_EQ(other.state(), state);
    error_after(tile, 70, 0.1F);
    error_after(other, 70, 0.1F);
    EXPECT_EQ(other.state(), tile.state());
    EXPECT_NE(other.state(), state);
  }
}

TEST(PeriodicCarryTile, AStateThatIsRefusedChangesNothing) {
  PeriodicCarryTile tile(options_of(2), 4, 3, 1, 0);
  error_after(tile, 60, 0.1F);
  const host::State before = tile.state();
  host::State broken = before;
  broken["random"] = std::vector<std::uint32_t>(7, 0);
  EXPECT_THROW(tile.set_state(broken), std::invalid_argument);
  broken = before;
  broken.erase("digit1.event");
  EXPECT_THROW(tile.set_state(broken), std::invalid_argument);
  EXPECT_EQ(tile.state(), before);
}

TEST(PeriodicCarryTile, RefusesAlgorithmsWithASecondArray) {
  TrainingTileOptions options = options_of(3);
  options.algorithm.kind = spec::Algorithm::agad;
  EXPECT_EQ(refusal<std::invalid_argument>([&] { make_training_tile(options, 4, 3, 1, 0); }),
            "algorithm.kind: agad; with carry.digits = 3 allowed is sgd");
  options = options_of(3);
  options.carry.every = 0;
  EXPECT_EQ(refusal<std::invalid_argument>([&] { make_training_tile(options, 4, 3, 1, 0); }),
            "carry.every: 0; allowed is 1 or above");
}

}  // namespace
}  // namespace spintile::refmodel
