// Distributions of the devices and of what pulses do to them, on the fast path: an array of equal devices is a sample.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "refmodel/analog/pulse_kernel.h"
#include "refmodel/analog/resistive_array.h"
#include "verif/tests/binomial.h"
#include "verif/tests/kolmogorov_smirnov.h"

namespace spintile::refmodel {
namespace {

using host::Matrix;
using spec::ResistiveDevice;
using spec::StepKind;
using verif::distance_between;
using verif::distance_from_normal;

constexpr int side = 128;
constexpr host::PhiloxKey key = {5, 1};
/// Distances beyond this come once in 20,000 tests.
constexpr double unlikely = 2.3;

UpdateDrive at_all(int count, bool up) {
  const std::uint32_t slots = (1U << count) - 1;
  return {{std::vector<std::uint32_t>(side, slots), std::vector<std::uint8_t>(side, 0)},
          {std::vector<std::uint32_t>(side, slots), std::vector<std::uint8_t>(side, up ? 1 : 0)}};
}

std::vector<double> doubles(std::span<const float> values) { return {values.begin(), values.end()}; }

ResistiveDevice soft_bounds(double step, double noise) {
  ResistiveDevice device;
  device.step = StepKind::soft_bounds;
  device.additive_noise = true;
  device.dw_min = step;
  device.dw_min_std = noise;
  return device;
}

/// Hidden weights after a burst of n pulses from w.
std::vector<double> after_burst(const ResistiveDevice& device, float w, int n, bool up) {
  ResistiveArray array(device, side, side, key);
  array.set_weights(Matrix<float>(side, side, w));
  array.pulse(at_all(n, up));
  const Matrix<float> hidden = array.hidden();
  return doubles(hidden.values());
}

TEST(DeviceStatistics, AStepIsNormal) {
  for (const bool up : {true, false}) {
    const double sign = up ? 1.0 : -1.0;
    // Soft bounds at w = 0.2: the mean step shrinks to 0.8 up, grows to 1.2 down; additive noise does not.
    const double mean = 0.2 + sign * 0.002 * (up ? 0.8 : 1.2);
    EXPECT_LT(distance_from_normal(after_burst(soft_bounds(0.002, 3.75), 0.2F, 1, up), mean, 0.0075), unlikely);
    ResistiveDevice multiplicative = soft_bounds(0.002, 3.75);
    multiplicative.additive_noise = false;
    const std::vector<double> steps = after_burst(multiplicative, 0.2F, 1, up);
    EXPECT_LT(distance_from_normal(steps, mean, 0.0075 * (up ? 0.8 : 1.2)), unlikely);
    EXPECT_GT(distance_from_normal(steps, mean, 0.0075), unlikely) << "the other kind of noise is seen";
  }
}

TEST(DeviceStatistics, ABurstIsNormalInClosedForm) {
  const double q = 1.0 - 0.01 / 1.0;
  for (const int n : {2, 5, 16, 31}) {
    const double mean = 1.0 + (0.1 - 1.0) * std::pow(q, n);
    const double deviation = 0.01 * 0.3 * std::sqrt((1.0 - std::pow(q, 2 * n)) / (1.0 - q * q));
    const std::vector<double> weights = after_burst(soft_bounds(0.01, 0.3), 0.1F, n, true);
    EXPECT_LT(distance_from_normal(weights, mean, deviation), unlikely) << n;
    EXPECT_GT(distance_from_normal(weights, mean, deviation * 1.1), unlikely) << "10 % too much noise is seen";
    EXPECT_GT(distance_from_normal(weights, mean + 0.1 * deviation, deviation), unlikely);
  }
}

TEST(DeviceStatistics, ConstantStepsAddUp) {
  ResistiveDevice device;
  device.dw_min = 0.001;
  device.dw_min_std = 0.3;
  EXPECT_LT(distance_from_normal(after_burst(device, 0.0F, 9, false), -0.009, 0.0003 * 3.0), unlikely);
}

/// One array of equal cells at w, `n` pulses each by one kernel function.
struct KernelArray {
  explicit KernelArray(const ResistiveDevice& device, float w)
      : cells(cell_count, {static_cast<float>(device.dw_min), static_cast<float>(device.w_max), 0.0F,
                           static_cast<float>(device.w_min), static_cast<float>(device.dw_min)}),
        hidden_weights(cell_count, w),
        apparent(cell_count) {
    kernel.step = device.step;
    kernel.additive_noise = device.additive_noise || device.step == StepKind::constant;
    kernel.step_noise = static_cast<float>(device.dw_min_std);
    kernel.write_noise = static_cast<float>(device.write_noise_std * device.dw_min);
    kernel.cells = cells.data();
    kernel.hidden = hidden_weights.data();
    kernel.apparent = apparent.data();
    for (std::uint32_t i = 0; i < cell_count; ++i) list_cells[i] = i;
  }

  static constexpr std::size_t cell_count = 20000;
  std::vector<DeviceCell> cells;
  std::vector<float> hidden_weights;
  std::vector<float> apparent;
  PulseKernel kernel{};
  std::vector<std::uint32_t> list_cells = std::vector<std::uint32_t>(cell_count + pulse_spare);
  std::vector<std::uint32_t> counts = std::vector<std::uint32_t>(cell_count + pulse_spare);
  std::vector<std::uint32_t> left_cells = list_cells;
  std::vector<std::uint32_t> left_counts = counts;

  /// Returns how many cells went pulse by pulse.
  std::size_t pulse(std::uint32_t n, bool up, bool at_once, std::uint32_t seed,
                    const PulseRunner& runner = pulse_runner(best_simd())) {
    GeneratorLanes generators{};
    for (std::uint32_t lane = 0; lane < 8; ++lane) {
      const host::PhiloxBlock words = host::philox({seed, 0x80000999}, {lane, 0, 0, 0});
      for (std::size_t i = 0; i < 4; ++i) generators.words[i][lane] = words[i];
    }
    std::fill(counts.begin(), counts.end(), n | (up ? 0 : pulse_down));
    const PulseLanes list{list_cells.data(), counts.data(), cell_count};
    if (!at_once) {
      runner.one_by_one(kernel, generators, list, nullptr);
      return cell_count;
    }
    PulseLanes left{left_cells.data(), left_counts.data(), 0};
    runner.closed_form(kernel, generators, list, n, left);
    runner.one_by_one(kernel, generators, left, nullptr);
    return left.size;
  }

  std::vector<double> hidden() const { return {hidden_weights.begin(), hidden_weights.end()}; }
};

TEST(DeviceStatistics, BurstsAndPulsesOneByOneHaveTheSameDistribution) {
  for (ResistiveDevice device : {soft_bounds(0.002, 3.75), soft_bounds(0.02, 0.3), soft_bounds(0.1, 0.3),
                                 soft_bounds(0.6, 0.2), ResistiveDevice{.dw_min = 0.01, .dw_min_std = 1.0}}) {
    device.write_noise_std = 2.0;
    for (const float w : {0.0F, 0.7F, 0.95F, 0.999F}) {
      for (const std::uint32_t n : {1U, 2U, 7U, 31U}) {
        for (const bool up : {true, false}) {
          KernelArray bursts(device, w);
          KernelArray single(device, w);
          bursts.pulse(n, up, true, 1);
          single.pulse(n, up, false, 2);
          EXPECT_LT(distance_between(bursts.hidden(), single.hidden()), unlikely)
              << device.dw_min << " from " << w << ", " << n << (up ? " up" : " down");
          EXPECT_LT(distance_between(doubles(bursts.apparent), doubles(single.apparent)), unlikely);
        }
      }
    }
  }
}

TEST(DeviceStatistics, BurstsOfABrokenModelAreSeen) {
  KernelArray bursts(soft_bounds(0.02, 0.3), 0.0F);
  KernelArray single(soft_bounds(0.02, 0.33), 0.0F);
  bursts.pulse(7, true, true, 1);
  single.pulse(7, true, false, 2);
  EXPECT_GT(distance_between(bursts.hidden(), single.hidden()), unlikely) << "10 % more noise";
  KernelArray other(soft_bounds(0.02, 0.3), 0.0F);
  other.pulse(8, true, false, 2);
  EXPECT_GT(distance_between(bursts.hidden(), other.hidden()), unlikely) << "a pulse more";
}

TEST(DeviceStatistics, BurstsAreTakenAtOnceAwayFromTheBounds) {
  EXPECT_EQ(KernelArray(soft_bounds(0.002, 3.75), 0.0F).pulse(31, true, true, 1), 0U);
  EXPECT_EQ(KernelArray(soft_bounds(0.002, 3.75), 0.97F).pulse(2, true, true, 1), KernelArray::cell_count);
  EXPECT_EQ(KernelArray(soft_bounds(0.002, 3.75), -0.97F).pulse(2, true, true, 1), KernelArray::cell_count);
}

TEST(DeviceStatistics, EveryInstructionSetOfThisMachineGivesTheSameBits) {
  for (ResistiveDevice device : {soft_bounds(0.002, 3.75), soft_bounds(0.1, 0.3), ResistiveDevice{.dw_min_std = 1.0}}) {
    device.write_noise_std = 2.0;
    for (const bool at_once : {true, false}) {
      KernelArray expected(device, 0.8F);
      expected.pulse(5, false, at_once, 3, pulse_runner_baseline());
      for (const PulseRunner& runner : pulse_runners_of_this_machine()) {
        KernelArray array(device, 0.8F);
        array.pulse(5, false, at_once, 3, runner);
        EXPECT_EQ(array.hidden(), expected.hidden());
        EXPECT_EQ(array.apparent, expected.apparent);
      }
    }
  }
}

TEST(DeviceStatistics, WriteNoiseIsOnTheApparentWeightAlone) {
  ResistiveDevice device = soft_bounds(0.002, 0.0);
  device.write_noise_std = 56.0;
  ResistiveArray array(device, side, side, key);
  array.pulse(at_all(3, true));
  const Matrix<float> first = array.weights();
  const Matrix<float> all_hidden = array.hidden();
  const float hidden = all_hidden(0, 0);
  for (const float weight : all_hidden.values()) ASSERT_EQ(weight, hidden);
  EXPECT_LT(distance_from_normal(doubles(first.values()), hidden, 0.112), unlikely);
  EXPECT_GT(distance_from_normal(doubles(first.values()), hidden, 0.112 * 1.1), unlikely);

  // Drawn anew, and independently, at the next pulses; cells without one keep theirs.
  UpdateDrive half = at_all(1, true);
  for (std::size_t k = 0; k < side / 2; ++k) half.rows.slots[k] = 0;
  array.pulse(half);
  const Matrix<float> later = array.hidden();
  double product = 0.0;
  for (int k = 0; k < side; ++k) {
    for (int j = 0; j < side; ++j) {
      if (k < side / 2) {
        ASSERT_EQ(array.weights()(k, j), first(k, j));
      } else {
        product += (first(k, j) - hidden) * (array.weights()(k, j) - array.hidden()(k, j)) / 0.112 / 0.112;
      }
    }
  }
  EXPECT_LT(std::fabs(product) / std::sqrt(side * side / 2.0), 4.5) << "correlation";
}

TEST(DeviceStatistics, StepAndWriteNoiseAreIndependent) {
  ResistiveDevice device = soft_bounds(0.002, 1.0);
  device.write_noise_std = 1.0;
  ResistiveArray array(device, side, side, key);
  array.pulse(at_all(1, true));
  double product = 0.0;
  const Matrix<float> hidden = array.hidden();
  for (std::size_t i = 0; i < hidden.values().size(); ++i) {
    product += (hidden.values()[i] - 0.002) * (array.weights().values()[i] - hidden.values()[i]) / 0.002 / 0.002;
  }
  EXPECT_LT(std::fabs(product) / side, 4.5);
}

TEST(DeviceStatistics, AFractionOfAPulseHasItsShareOfNoise) {
  ResistiveDevice device;
  device.dw_min = 0.001;
  device.dw_min_std = 0.5;
  ResistiveArray array(device, side, side, key);
  // 0.25 and then 2.25 pulses: noise has the variance of 2.5.
  const std::vector<float> ones(side, 1.0F);
  array.pulse_implicit(ones, ones, -0.00025);
  EXPECT_LT(distance_from_normal(doubles(array.weights().values()), 0.00025, 0.0005 * 0.5), unlikely);
  array.pulse_implicit(ones, ones, -0.00225);
  EXPECT_LT(distance_from_normal(doubles(array.weights().values()), 0.0025, 0.0005 * std::sqrt(2.5)), unlikely);
}

TEST(DeviceStatistics, SpreadsFromDeviceToDevice) {
  ResistiveDevice device = soft_bounds(0.01, 0.0);
  device.dw_min_dtod = 0.1;
  device.up_down_dtod = 0.05;
  device.up_down = 0.2;
  device.w_max_dtod = 0.1;
  device.w_min = -0.5;
  device.w_min_dtod = 0.2;
  const DeviceParameters devices = draw_devices(device, side, side, key);
  const double step = 0.01 * std::sqrt(0.1 * 0.1 + 0.05 * 0.05);
  EXPECT_LT(distance_from_normal(doubles(devices.step_up.values()), 0.01, step), unlikely);
  EXPECT_LT(distance_from_normal(doubles(devices.step_down.values()), 0.008, step), unlikely);
  EXPECT_GT(distance_from_normal(doubles(devices.step_up.values()), 0.01, 0.001), unlikely) << "without up_down_dtod";
  EXPECT_LT(distance_from_normal(doubles(devices.w_max.values()), 1.0, 0.1), unlikely);
  EXPECT_LT(distance_from_normal(doubles(devices.w_min.values()), -0.5, 0.1), unlikely);
  std::vector<double> asymmetry;
  for (std::size_t i = 0; i < devices.step_up.values().size(); ++i) {
    asymmetry.push_back((devices.step_up.values()[i] - devices.step_down.values()[i]) / 2.0);
  }
  EXPECT_LT(distance_from_normal(asymmetry, 0.001, 0.0005), unlikely);
}

TEST(DeviceStatistics, LogNormalStepsReferencesAndCorruptDevices) {
  ResistiveDevice device = soft_bounds(0.01, 0.0);
  device.step = StepKind::soft_bounds_reference;
  device.log_normal = true;
  device.dw_min_dtod = 0.7;
  device.reference_mean = 0.3;
  device.reference_std = 0.05;
  std::vector<double> logarithms;
  const DeviceParameters devices = draw_devices(device, side, side, key);
  for (const float step : devices.step_up.values()) {
    logarithms.push_back(std::log(step / 0.01));
  }
  const double variance = std::log(1.0 + 0.7 * 0.7);  // mean 1, deviation 0.7
  EXPECT_LT(distance_from_normal(logarithms, -0.5 * variance, std::sqrt(variance)), unlikely);
  EXPECT_LT(distance_from_normal(doubles(devices.reference.values()), 0.3, 0.05), unlikely);

  device.corrupt_probability = 0.1;
  ResistiveArray array(device, side, side, key);
  const Matrix<float> before = array.hidden();
  array.pulse(at_all(5, true));
  const Matrix<float> after = array.hidden();
  int stuck = 0;
  for (std::size_t i = 0; i < before.values().size(); ++i) {
    stuck += after.values()[i] == before.values()[i] ? 1 : 0;
  }
  EXPECT_LT(verif::binomial_deviation(stuck, side * side, 0.1), 4.5);
}

TEST(DeviceStatistics, EndOfABatch) {
  ResistiveDevice device = soft_bounds(0.01, 0.0);
  device.step = StepKind::soft_bounds_reference;
  device.decay = 0.25;
  device.diffusion = 0.02;
  device.reference_drift = 0.03;
  ResistiveArray array(device, side, side, key);
  array.set_weights(Matrix<float>(side, side, 0.4F));
  array.end_of_batch();
  EXPECT_LT(distance_from_normal(doubles(array.weights().values()), 0.3, 0.02), unlikely);
  const DeviceParameters drifted = array.parameters();
  EXPECT_LT(distance_from_normal(doubles(drifted.reference.values()), 0.0, 0.03), unlikely);
}

}  // namespace
}  // namespace spintile::refmodel
