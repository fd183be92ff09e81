#include "refmodel/analog/resistive_array.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>

#include "host/pulse_probabilities.h"
#include "refmodel/analog/pulse_generator.h"

namespace spintile::refmodel {
namespace {

using host::Matrix;
using spec::ResistiveDevice;
using spec::StepKind;

constexpr host::PhiloxKey key = {11, 3};

/// Every line fires in the first `count` slots: `count` pulses at every cell.
UpdateDrive at_all(const ResistiveArray& array, int count, bool up) {
  const std::uint32_t slots = count == 32 ? 0xFFFFFFFFU : (1U << count) - 1;
  const auto rows = static_cast<std::size_t>(array.rows());
  const auto columns = static_cast<std::size_t>(array.columns());
  return {{std::vector<std::uint32_t>(rows, slots), std::vector<std::uint8_t>(rows, 0)},
          {std::vector<std::uint32_t>(columns, slots), std::vector<std::uint8_t>(columns, up ? 1 : 0)}};
}

/// Pulses as a training makes them.
void train(ResistiveArray& array, int updates) {
  PulseGenerator generator(array.rows(), array.columns(), spec::RandomWords::per_line, 16);
  host::PhiloxSequence random({1, 0x80000999}, 0);
  const auto draws = [&](int lines) {
    std::vector<float> values;
    for (int i = 0; i < lines; ++i) values.push_back(2.0F * random.uniform() - 1.0F);
    return values;
  };
  for (int update = 0; update < updates; ++update) {
    const std::vector<float> x = draws(array.rows());
    const std::vector<float> d = draws(array.columns());
    array.pulse(generator.fire(
        host::pulse_probabilities(x, d, 8.0 * array.granularity(), array.granularity(), spec::PulsedUpdate())));
  }
}

/// A device of a kind without spreads or noise.
ResistiveDevice plain(StepKind step) {
  ResistiveDevice device;
  device.step = step;
  device.dw_min = 0.01;
  device.w_max = 0.8;
  device.w_min = -0.6;
  device.gamma_up = step == StepKind::exponential ? 5.0 : 0.4;
  device.gamma_down = step == StepKind::exponential ? 4.0 : 0.7;
  device.a = 0.3;
  device.b = 0.1;
  device.amplitude_up = 0.02;
  device.amplitude_down = 0.3;
  device.table_up = {1.5, 1.2, 0.7, 0.1};
  device.table_down = {0.2, 0.9, 1.4};
  return device;
}

constexpr StepKind kinds[] = {StepKind::constant,    StepKind::linear,
                              StepKind::soft_bounds, StepKind::soft_bounds_reference,
                              StepKind::exponential, StepKind::table};

ResistiveDevice spread(StepKind step) {
  ResistiveDevice device = plain(step);
  device.dw_min_dtod = 0.2;
  device.up_down_dtod = 0.1;
  device.w_max_dtod = 0.1;
  device.w_min_dtod = 0.1;
  device.gamma_up_dtod = device.gamma_down_dtod = 0.2;
  if (step == StepKind::soft_bounds_reference) {
    device.reference_mean = 0.1;
    device.reference_std = 0.05;
  }
  return device;
}

double table_at(const std::vector<double>& table, double place) {
  place *= static_cast<double>(table.size() - 1);
  const std::size_t section = std::min(static_cast<std::size_t>(place), table.size() - 2);
  const double t = place - static_cast<double>(section);
  return table[section] + t * (table[section + 1] - table[section]);
}

/// The step that the document's formulas give, signed, in float64.
double step_by_the_document(const ResistiveDevice& device, bool up, double w) {
  const double bound = up ? device.w_max : device.w_min;
  const double range = device.w_max - device.w_min;
  double factor = 1.0;
  switch (device.step) {
    case StepKind::constant:
      break;
    case StepKind::linear:
      factor = 1.0 - (up ? device.gamma_up : device.gamma_down) * w / bound;
      break;
    case StepKind::soft_bounds:
      factor = 1.0 - w / bound;
      break;
    case StepKind::soft_bounds_reference:
      factor = 1.0 - (w + device.reference_mean) / bound;
      break;
    case StepKind::exponential: {
      const double z = 2.0 * device.a * w / range + device.b;
      factor = up ? 1.0 - device.amplitude_up * std::exp(device.gamma_up * z)
                  : 1.0 - device.amplitude_down * std::exp(-device.gamma_down * z);
      factor = std::max(factor, 0.0);
      break;
    }
    case StepKind::table:
      factor = table_at(up ? device.table_up : device.table_down, (w - device.w_min) / range);
      break;
  }
  return (up ? 1.0 : -1.0) * device.dw_min * factor;
}

TEST(ResistiveArray, TrajectoriesWithoutNoiseFollowTheFormulas) {
  for (const StepKind kind : kinds) {
    ResistiveDevice device = plain(kind);
    device.reference_mean = kind == StepKind::soft_bounds_reference ? 0.15 : 0.0;
    for (const int burst : {1, 7}) {
      ResistiveArray array(device, 3, 5, key);
      double w = 0.0;
      for (int update = 0; update < 80; ++update) {
        const bool up = update < 50;
        array.pulse(at_all(array, burst, up));
        for (int pulse = 0; pulse < burst; ++pulse) {
          const double reference = device.reference_mean;
          w = std::clamp(w + step_by_the_document(device, up, w) + reference, device.w_min, device.w_max) - reference;
        }
        ASSERT_NEAR(array.weights()(2, 4), w, 1e-5) << static_cast<int>(kind) << " after " << update;
        ASSERT_EQ(array.hidden(), array.weights());
        ASSERT_EQ(array.pulses(), static_cast<std::uint64_t>(15 * burst));
      }
    }
  }
}

TEST(ResistiveArray, SoftBoundsAreApproachedExponentially) {
  const ResistiveDevice device = plain(StepKind::soft_bounds);
  ResistiveArray array(device, 1, 9, key);
  for (int n = 1; n <= 100; ++n) {
    array.pulse(at_all(array, 1, true));
    EXPECT_NEAR(array.weights()(0, 3), 0.8 * (1.0 - std::pow(1.0 - 0.01 / 0.8, n)), 2e-6);
  }
}

TEST(ResistiveArray, EveryInstructionSetGivesTheSameBits) {
  std::vector<ResistiveDevice> devices;
  for (const std::string_view name : spec::device_presets()) devices.push_back(spec::device_preset(name));
  for (const StepKind kind : kinds) {
    devices.push_back(spread(kind));
    devices.back().dw_min_std = 0.5;
    devices.push_back(spread(kind));
    devices.back().write_noise_std = 0.5;
    devices.back().corrupt_probability = 0.1;
  }
  for (const ResistiveDevice& device : devices) {
    ResistiveArray baseline(device, 37, 43, key, Simd::baseline);
    ResistiveArray best(device, 37, 43, key, best_simd());
    for (ResistiveArray* array : {&baseline, &best}) {
      train(*array, 30);
      std::vector<std::int32_t> pulses;
      for (int j = 0; j < 43; ++j) pulses.push_back(j % 9 - 4);
      array->pulse_row(20, pulses);
      array->pulse_implicit(std::vector(37, 0.3F), std::vector(43, -0.7F), 12.3 * device.dw_min);
      array->pulse_mean(at_all(*array, 5, true), 12);
    }
    EXPECT_EQ(baseline.hidden(), best.hidden());
    EXPECT_EQ(baseline.weights(), best.weights());
    EXPECT_EQ(baseline.pulses(), best.pulses());
    for (const float weight : best.weights().values()) ASSERT_TRUE(std::isfinite(weight));
  }
}

TEST(ResistiveArray, ThreadsDoNotChangeTheBits) {
  for (const char* name : {"reram_sb", "soft_bounds_20"}) {
    const ResistiveDevice device = spec::device_preset(name);
    ResistiveArray alone(device, 200, 230, key);
    ResistiveArray shared(device, 200, 230, key);
    shared.use(std::make_shared<host::WorkerPool>(3));
    train(alone, 100);
    train(shared, 100);
    EXPECT_EQ(shared.hidden(), alone.hidden());
    EXPECT_EQ(shared.weights(), alone.weights());
    EXPECT_EQ(shared.pulses(), alone.pulses());
  }
}

TEST(ResistiveArray, WeightsStayWithinTheBounds) {
  for (const char* name : {"reram_sb", "reram_es", "hfo2", "ideal", "soft_bounds_20"}) {
    ResistiveArray array(spec::device_preset(name), 40, 40, key);
    const DeviceParameters devices = array.parameters();
    for (int update = 0; update < 60; ++update) array.pulse(at_all(array, 31, update % 20 < 10));
    const Matrix<float> hidden = array.hidden();
    for (std::size_t i = 0; i < hidden.values().size(); ++i) {
      const float above_reference = hidden.values()[i] + devices.reference.values()[i];
      EXPECT_GE(above_reference, devices.w_min.values()[i] - 1e-6F);
      EXPECT_LE(above_reference, devices.w_max.values()[i] + 1e-6F);
    }
  }
}

/// Deviations in weights of an array from its symmetry points after as many pulses up and down, at most; in steps.
double distance_from_symmetry(StepKind kind, double up_factor) {
  ResistiveArray array(spread(kind), 16, 16, key);
  DeviceParameters devices = array.parameters();
  const Matrix<float> points = array.symmetry_points();
  for (float& step : devices.step_up.values()) step *= static_cast<float>(up_factor);
  array.set_parameters(devices);
  for (int pair = 0; pair < 3000; ++pair) {
    array.pulse(at_all(array, 1, true));
    array.pulse(at_all(array, 1, false));
  }
  double largest = 0.0;
  for (std::size_t i = 0; i < points.values().size(); ++i) {
    largest = std::max(largest, std::fabs(static_cast<double>(array.weights().values()[i]) - points.values()[i]) /
                                    devices.step_down.values()[i]);
  }
  return largest;
}

TEST(ResistiveArray, AlternatingPulsesLeadToTheSymmetryPoint) {
  for (const StepKind kind : kinds) {
    if (kind == StepKind::constant) continue;  // nowhere, or at a bound
    EXPECT_LT(distance_from_symmetry(kind, 1.0), 2.0) << static_cast<int>(kind);
    EXPECT_GT(distance_from_symmetry(kind, 1.1), 2.0) << "up steps 10 % larger are seen, " << static_cast<int>(kind);
  }
}

TEST(ResistiveArray, SubtractedSymmetryPointIsTheZeroOfTheWeights) {
  ResistiveDevice device = spread(StepKind::soft_bounds_reference);
  device.reference_mean = device.reference_std = 0.0;
  device.subtract_symmetry_point = true;
  const ResistiveArray array(device, 16, 16, key);
  const Matrix<float> points = array.symmetry_points();
  for (const float point : points.values()) EXPECT_NEAR(point, 0.0F, 1e-6F);
}

TEST(ResistiveArray, RowsAndMeanCounts) {
  ResistiveArray array(plain(StepKind::constant), 4, 3, key);
  array.pulse_row(2, std::vector<std::int32_t>{3, 0, -2});
  EXPECT_EQ(array.pulses(), 5U);
  for (int k = 0; k < 4; ++k) {
    EXPECT_NEAR(array.weights()(k, 0), k == 2 ? 0.03F : 0.0F, 1e-6F);
    EXPECT_EQ(array.weights()(k, 1), 0.0F);
    EXPECT_NEAR(array.weights()(k, 2), k == 2 ? -0.02F : 0.0F, 1e-6F);
  }
  ResistiveArray mean(plain(StepKind::constant), 2, 2, key);
  const host::PulseProbabilities probabilities = {10, {65536 / 2, -65536 / 5}, {65536, 65536 / 4}};
  mean.pulse_mean(mean_count_drive(probabilities, 16), 10);
  EXPECT_NEAR(mean.weights()(0, 0), -0.05F, 1e-6F);
  EXPECT_NEAR(mean.weights()(0, 1), -0.02F, 1e-6F) << "5 x 3 / 10 rounds to 2";
  EXPECT_NEAR(mean.weights()(1, 0), 0.02F, 1e-6F);
  EXPECT_NEAR(mean.weights()(1, 1), 0.01F, 1e-6F) << "2 x 3 / 10 rounds to 1";
  EXPECT_EQ(mean.pulses(), 10U);
}

TEST(ResistiveArray, ImplicitUpdatesAreTheGradient) {
  ResistiveArray array(plain(StepKind::constant), 2, 2, key);
  array.pulse_implicit(std::vector{1.0F, -0.5F}, std::vector{0.2F, 0.0F}, 0.173);
  EXPECT_NEAR(array.weights()(0, 0), -0.0346, 1e-6);
  EXPECT_EQ(array.weights()(0, 1), 0.0F);
  EXPECT_NEAR(array.weights()(1, 0), 0.0173, 1e-6);
  EXPECT_EQ(array.weights()(1, 1), 0.0F);
}

TEST(ResistiveArray, SetWeightsHoldsToTheBounds) {
  ResistiveDevice device = plain(StepKind::soft_bounds_reference);
  device.reference_mean = 0.2;
  ResistiveArray array(device, 1, 3, key);
  Matrix<float> weights(1, 3);
  weights(0, 0) = 5.0F;
  weights(0, 1) = 0.1F;
  weights(0, 2) = -5.0F;
  array.set_weights(weights);
  EXPECT_NEAR(array.weights()(0, 0), 0.6F, 1e-6F);
  EXPECT_NEAR(array.weights()(0, 1), 0.1F, 1e-6F);
  EXPECT_NEAR(array.weights()(0, 2), -0.8F, 1e-6F);
  EXPECT_EQ(array.hidden(), array.weights());
  EXPECT_THROW(array.set_weights(Matrix<float>(3, 1)), std::invalid_argument);
}

TEST(ResistiveArray, StateGoesOnWithTheSameBits) {
  ResistiveDevice device = spec::device_preset("reram_sb");
  device.decay = 0.01;
  device.diffusion = 0.001;
  device.reference_drift = 0.002;
  ResistiveArray array(device, 20, 30, key);
  train(array, 10);
  array.end_of_batch();
  const host::State state = array.state();
  ResistiveArray other(device, 20, 30, key);
  other.set_state(state);
  for (ResistiveArray* one : {&array, &other}) {
    train(*one, 10);
    one->end_of_batch();
  }
  EXPECT_EQ(other.state(), array.state());
  EXPECT_EQ(other.events(), array.events());

  host::State broken = state;
  broken.erase("apparent");
  EXPECT_THROW(other.set_state(broken), std::invalid_argument);
  EXPECT_EQ(other.state(), array.state());
}

TEST(ResistiveArray, KeysAndUpdatesHaveDrawsOfTheirOwn) {
  const ResistiveDevice device = spec::device_preset("reram_sb");
  ResistiveArray array(device, 8, 8, key);
  ResistiveArray other(device, 8, 8, {key.seed, key.stream + 1});
  EXPECT_NE(array.parameters(), other.parameters());
  other.set_parameters(array.parameters());
  array.set_weights(Matrix<float>(8, 8));
  other.set_weights(Matrix<float>(8, 8));
  array.pulse(at_all(array, 1, true));
  other.pulse(at_all(other, 1, true));
  EXPECT_NE(array.weights(), other.weights());
}

TEST(ResistiveArray, RefusesWhatCannotBe) {
  ResistiveDevice device;
  device.w_min = 0.1;
  try {
    ResistiveArray(device, 2, 2, key);
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_NE(std::string(error.what()).find("w_min"), std::string::npos);
  }
  ResistiveArray array(ResistiveDevice(), 2, 3, key);
  EXPECT_THROW(array.pulse({{{1}, {0}}, {{1, 1, 1}, {0, 0, 0}}}), std::invalid_argument);
  EXPECT_THROW(array.pulse_row(2, std::vector<std::int32_t>{1, 1, 1}), std::invalid_argument);
  EXPECT_THROW(array.pulse_row(0, std::vector<std::int32_t>{1, 1}), std::invalid_argument);
  const std::vector x = {1.0F, 1.0F};
  const std::vector not_a_number = {1.0F, std::numeric_limits<float>::quiet_NaN(), 2.0F};
  EXPECT_THROW(array.pulse_implicit(x, not_a_number, 0.1), std::invalid_argument);
  EXPECT_THROW(array.pulse_implicit(x, std::vector{1.0F, 1.0F, 1.0F}, 1e9), std::invalid_argument);
}

}  // namespace
}  // namespace spintile::refmodel
