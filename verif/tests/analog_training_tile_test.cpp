// The golden training tile: each algorithm learns, what a transfer does, and state that goes on with the same bits.
#include "refmodel/tile/analog_training_tile.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "host/philox.h"
#include "verif/tests/random_values.h"

namespace spintile::refmodel {
namespace {

using host::Matrix;
using spec::Algorithm;

constexpr Algorithm algorithms[] = {Algorithm::sgd,    Algorithm::ttv1, Algorithm::ttv2,
                                    Algorithm::c_ttv2, Algorithm::agad, Algorithm::mixed_precision};

Matrix<float> random_values(int rows, int columns, std::uint32_t purpose) {
  return verif::random_values(3, rows, columns, purpose);
}

TrainingTileOptions options_of(Algorithm algorithm) {
  TrainingTileOptions options;
  options.algorithm.kind = algorithm;
  options.fast = options.slow = spec::device_preset("soft_bounds_20");
  options.slow.dw_min = options.fast.dw_min = 0.01;
  options.update.slots = 5;
  options.read.kind = options.transfer_read.kind = spec::ReadKind::noise;
  return options;
}

/// Without noise and spreads: steps of 1/64 up and down, everywhere.
spec::ResistiveDevice exact_device() {
  spec::ResistiveDevice device;
  device.step = spec::StepKind::constant;
  device.dw_min = 0x1p-6;
  return device;
}

/// RMS error of the weights after descending towards random targets.
double error_after(host::TrainingTile& tile, int vectors, float rate) {
  const int rows = tile.rows();
  const int columns = tile.columns();
  Matrix<float> target = random_values(rows, columns, 1);
  for (float& weight : target.values()) weight *= 0.5F;
  const Matrix<float> inputs = random_values(vectors, rows, 2);
  for (int v = 0; v < vectors; ++v) {
    Matrix<float> x(1, rows);
    std::ranges::copy(inputs.row(v), x.values().begin());
    Matrix<float> d = tile.forward(x);
    for (int j = 0; j < columns; ++j) {
      for (int k = 0; k < rows; ++k) d(0, j) -= x(0, k) * target(k, j);
    }
    tile.update(x, d, rate);
  }
  double sum = 0.0;
  const Matrix<float> weights = tile.weights();
  for (std::size_t i = 0; i < target.values().size(); ++i) {
    const double error = static_cast<double>(weights.values()[i]) - static_cast<double>(target.values()[i]);
    sum += error * error;
  }
  return std::sqrt(sum / static_cast<double>(target.values().size()));
}

TEST(AnalogTrainingTile, EveryAlgorithmLearns) {
  for (const Algorithm algorithm : algorithms) {
    AnalogTrainingTile tile(options_of(algorithm), 12, 9, 1, 0);
    EXPECT_LT(error_after(tile, 4000, 0.05F), 0.1) << spec::name(algorithm);  // 0.29 before
  }
}

TEST(AnalogTrainingTile, GoesOnFromItsStateWithTheSameBits) {
  for (const Algorithm algorithm : algorithms) {
    TrainingTileOptions options = options_of(algorithm);
    options.algorithm.auto_scale = true;
    AnalogTrainingTile tile(options, 6, 5, 2, 1);
    error_after(tile, 100, 0.1F);
    const host::State state = tile.state();
    AnalogTrainingTile other(options, 6, 5, 2, 1);
    other.set_state(state);
    EXPECT_EQ(other.state(), state) << spec::name(algorithm);
    error_after(tile, 100, 0.1F);
    error_after(other, 100, 0.1F);
    EXPECT_EQ(other.state(), tile.state()) << spec::name(algorithm);
    EXPECT_NE(other.state(), state) << spec::name(algorithm);
  }
}

TEST(AnalogTrainingTile, AStateThatIsRefusedChangesNothing) {
  AnalogTrainingTile tile(options_of(Algorithm::agad), 4, 3, 1, 0);
  error_after(tile, 20, 0.1F);
  const host::State before = tile.state();
  host::State broken = before;
  broken.erase("transfer.mean");
  EXPECT_THROW(tile.set_state(broken), std::invalid_argument);
  broken = before;
  broken["random"] = std::vector<std::uint32_t>(7, 0);
  EXPECT_THROW(tile.set_state(broken), std::invalid_argument);
  broken = before;
  broken["transfer.position"] = std::vector<std::uint32_t>{4, 0, 0, 1};
  EXPECT_THROW(tile.set_state(broken), std::invalid_argument);
  EXPECT_EQ(tile.state(), before);
}

TEST(AnalogTrainingTile, SeedsAndNumbersDiffer) {
  const TrainingTileOptions options = options_of(Algorithm::agad);
  AnalogTrainingTile tile(options, 6, 5, 1, 0);
  AnalogTrainingTile same(options, 6, 5, 1, 0);
  AnalogTrainingTile other_seed(options, 6, 5, 2, 0);
  AnalogTrainingTile other_number(options, 6, 5, 1, 1);
  for (AnalogTrainingTile* one : {&tile, &same, &other_seed, &other_number}) error_after(*one, 400, 0.1F);
  EXPECT_EQ(tile.state(), same.state());
  EXPECT_NE(tile.weights(), other_seed.weights());
  EXPECT_NE(tile.weights(), other_number.weights());
}

// A holds a weight of 8 steps at (0, 0) and none elsewhere; a learning rate of 0.5 makes lam x a = 4 of it.
TEST(AnalogTrainingTile, ATransferMovesWTheWayAMoved) {
  TrainingTileOptions options;
  options.algorithm.kind = Algorithm::ttv2;
  options.algorithm.transfer_pulses = 31;
  options.fast = options.slow = exact_device();
  AnalogTrainingTile tile(options, 2, 2, 1, 0);
  host::State state = tile.state();
  state["fast.hidden"] = state["fast.apparent"] = std::vector<float>{0.125F, 0.0F, 0.0F, 0.0F};
  tile.set_state(state);
  const Matrix<float> nothing(1, 2);  // an update that makes no pulses
  tile.update(nothing, nothing, 0.5F);
  EXPECT_EQ(tile.weights()(0, 0), 4.0F * 0x1p-6F);
  EXPECT_EQ(tile.transfer()->row(), 1);
  tile.update(nothing, nothing, 0.5F);  // row 1 has nothing
  tile.update(nothing, nothing, 0.5F);
  EXPECT_EQ(tile.weights()(0, 0), 8.0F * 0x1p-6F);
  EXPECT_EQ(tile.weights()(0, 1), 0.0F);
}

// Gradients and what arrives at W are the same, whatever the choppers are.
TEST(AnalogTrainingTile, ChoppersTurnWhatIsWrittenIntoA) {
  TrainingTileOptions options;
  options.algorithm.kind = Algorithm::c_ttv2;
  options.algorithm.fast_lr = 0x1p-6;  // one certain pulse for x = d = 1
  options.fast = options.slow = exact_device();
  AnalogTrainingTile tile(options, 2, 2, 1, 0);
  host::State state = tile.state();
  state["transfer.choppers"] = std::vector<std::uint32_t>{1, 0};
  tile.set_state(state);
  tile.update(Matrix<float>(1, 2, 1.0F), Matrix<float>(1, 2, 1.0F), 1.0F);
  EXPECT_EQ(tile.fast()->weights()(0, 0), 0x1p-6F);   // turned: up
  EXPECT_EQ(tile.fast()->weights()(1, 0), -0x1p-6F);  // down, as the gradient says
  EXPECT_EQ(tile.weights()(0, 0), -0x1p-6F);
}

TEST(AnalogTrainingTile, OuterProductsMoveTheWeightsByTheProduct) {
  TrainingTileOptions options;
  options.algorithm.kind = Algorithm::sgd;
  options.slow = exact_device();
  options.update.kind = spec::PulseKind::opu;
  AnalogTrainingTile tile(options, 2, 2, 1, 0);
  Matrix<float> x(1, 2, 1.0F);
  x(0, 1) = -0.5F;
  Matrix<float> d(1, 2, -1.0F);
  d(0, 0) = 0.25F;
  tile.update(x, d, 1.0F);  // codes of 8, -4 and 2, -8
  EXPECT_EQ(tile.weights()(0, 0), -0.25F);
  EXPECT_EQ(tile.weights()(0, 1), 1.0F);
  EXPECT_EQ(tile.weights()(1, 0), 0.125F);
  EXPECT_EQ(tile.weights()(1, 1), -0.5F);
}

TEST(AnalogTrainingTile, ChoppersTurnOuterProductsToo) {
  TrainingTileOptions options;
  options.algorithm.kind = Algorithm::c_ttv2;
  options.algorithm.fast_lr = 0x1p-4;  // four units for x = d = 1
  options.fast = options.slow = exact_device();
  options.update.kind = spec::PulseKind::opu;
  AnalogTrainingTile tile(options, 2, 2, 1, 0);
  host::State state = tile.state();
  state["transfer.choppers"] = std::vector<std::uint32_t>{1, 0};
  tile.set_state(state);
  tile.update(Matrix<float>(1, 2, 1.0F), Matrix<float>(1, 2, 1.0F), 1.0F);
  EXPECT_EQ(tile.fast()->weights()(0, 0), 0x1p-4F);   // turned: up
  EXPECT_EQ(tile.fast()->weights()(1, 0), -0x1p-4F);  // down, as the gradient says
}

TEST(AnalogTrainingTile, AgadWritesNothingInItsWarmUp) {
  TrainingTileOptions options = options_of(Algorithm::agad);
  options.algorithm.chopper = spec::ChopperKind::regular;
  options.algorithm.chop_probability = 0.5;  // two sweeps a period, so three of warm-up
  AnalogTrainingTile tile(options, 4, 4, 1, 0);
  const Matrix<float> before = tile.weights();
  error_after(tile, 3 * 4, 1.0F);
  EXPECT_EQ(tile.weights(), before);
  error_after(tile, 4 * 4, 1.0F);
  EXPECT_NE(tile.weights(), before);
}

TEST(AnalogTrainingTile, MixedPrecisionWritesWholeSteps) {
  TrainingTileOptions options;
  options.algorithm.kind = Algorithm::mixed_precision;
  options.slow = exact_device();
  AnalogTrainingTile tile(options, 1, 1, 1, 0);
  const Matrix<float> one(1, 1, 1.0F);
  tile.update(one, one, 0.75F * 0x1p-6F);
  EXPECT_EQ(tile.weights()(0, 0), 0.0F);
  tile.update(one, one, 0.75F * 0x1p-6F);
  EXPECT_EQ(tile.weights()(0, 0), -0x1p-6F);  // half a step is left over
  tile.update(one, one, 0.5F * 0x1p-6F);
  EXPECT_EQ(tile.weights()(0, 0), -2.0F * 0x1p-6F);
}

TEST(AnalogTrainingTile, EveryArithmeticLearns) {
  for (const auto arithmetic : {spec::TransferArithmetic::bf16, spec::TransferArithmetic::fp16,
                                spec::TransferArithmetic::fixed, spec::TransferArithmetic::fp32}) {
    TrainingTileOptions options = options_of(Algorithm::agad);
    options.algorithm.arithmetic = arithmetic;
    AnalogTrainingTile tile(options, 12, 9, 1, 0);
    EXPECT_LT(error_after(tile, 4000, 0.05F), 0.1) << static_cast<int>(arithmetic);
  }
}

TEST(AnalogTrainingTile, RefusesOptionsOutOfRange) {
  const auto refused = [](const auto& change) {
    TrainingTileOptions options = options_of(Algorithm::agad);
    change(options.algorithm);
    EXPECT_THROW(AnalogTrainingTile(options, 2, 2, 1, 0), std::invalid_argument);
  };
  refused([](spec::TrainingAlgorithm& algorithm) { algorithm.kind = Algorithm::floating; });
  refused([](spec::TrainingAlgorithm& algorithm) { algorithm.fast_lr = 0.0; });
  refused([](spec::TrainingAlgorithm& algorithm) { algorithm.transfer_every = 0; });
  refused([](spec::TrainingAlgorithm& algorithm) { algorithm.transfer_pulses = 33; });
  refused([](spec::TrainingAlgorithm& algorithm) { algorithm.chop_probability = 0.0; });
  refused([](spec::TrainingAlgorithm& algorithm) { algorithm.momentum = 1.5; });
  refused([](spec::TrainingAlgorithm& algorithm) { algorithm.tail = 0.0; });
}

}  // namespace
}  // namespace spintile::refmodel
