#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <numbers>
#include <stdexcept>
#include <vector>

#include "host/philox.h"
#include "refmodel/analog/generator_lanes.h"
#include "refmodel/analog/pulse_kernel.h"
#include "refmodel/analog/resistive_array.h"
#include "verif/tests/kolmogorov_smirnov.h"

namespace spintile::refmodel {
namespace {

using host::Matrix;
using spec::ResistiveDevice;
using spec::StepKind;
using verif::distance_from_normal;

constexpr host::PhiloxKey key = {11, 3};
constexpr StepKind kinds[] = {StepKind::constant,    StepKind::linear,
                              StepKind::soft_bounds, StepKind::soft_bounds_reference,
                              StepKind::exponential, StepKind::table};

/// Without spreads or noise; 127 x 127 units lead a good part of the way to a bound.
ResistiveDevice plain(StepKind step) {
  ResistiveDevice device;
  device.step = step;
  device.dw_min = 2e-5;
  device.up_down = 0.3;  // down steps are 0.7 of it
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

ResistiveDevice noisy(StepKind step) {
  ResistiveDevice device = plain(step);
  device.dw_min_dtod = 0.2;
  device.w_max_dtod = 0.1;
  device.w_min_dtod = 0.1;
  device.gamma_up_dtod = device.gamma_down_dtod = step == StepKind::linear ? 0.2 : 0.0;
  device.dw_min_std = 3.0;
  device.write_noise_std = 2.0;
  device.corrupt_probability = 0.05;
  return device;
}

std::vector<std::int32_t> random_codes(int size, std::int32_t largest, std::uint32_t seed) {
  host::PhiloxSequence random({seed, 0x80000998}, 0);
  std::vector<std::int32_t> codes;
  for (int i = 0; i < size; ++i) {
    const auto code = static_cast<std::int32_t>(random.next() % static_cast<std::uint32_t>(2 * largest + 1)) - largest;
    codes.push_back(random.next() % 4 == 0 ? 0 : code);
  }
  return codes;
}

OpuDrive random_drive(const ResistiveArray& array, std::uint32_t seed) {
  return {random_codes(array.rows(), 127, 2 * seed), random_codes(array.columns(), 127, 2 * seed + 1)};
}

double table_at(const std::vector<double>& table, double place) {
  place *= static_cast<double>(table.size() - 1);
  const std::size_t section = std::min(static_cast<std::size_t>(place), table.size() - 2);
  const double t = place - static_cast<double>(section);
  return table[section] + t * (table[section + 1] - table[section]);
}

/// Of one unit, by the formulas of docs/contract.md, in float64.
double mean_step(const ResistiveDevice& device, bool up, double w) {
  const double bound = up ? device.w_max : device.w_min;
  const double s = device.dw_min * (up ? 1.0 : 0.7);
  const double range = device.w_max - device.w_min;
  switch (device.step) {
    case StepKind::constant:
      return s;
    case StepKind::linear:
      return s * (1.0 - (up ? device.gamma_up : device.gamma_down) * w / bound);
    case StepKind::soft_bounds:
    case StepKind::soft_bounds_reference:
      return s * (1.0 - (w + device.reference_mean) / bound);
    case StepKind::exponential: {
      const double z = 2.0 * device.a * w / range + device.b;
      const double lost = up ? device.amplitude_up * std::exp(device.gamma_up * z)
                             : device.amplitude_down * std::exp(-device.gamma_down * z);
      return s * std::max(0.0, 1.0 - lost);
    }
    case StepKind::table:
      return s * table_at(up ? device.table_up : device.table_down, (w - device.w_min) / range);
  }
  return 0.0;
}

TEST(OuterProduct, EveryCellTakesItsUnitsInOneStepByTheFormulas) {
  for (const StepKind kind : kinds) {
    ResistiveDevice device = plain(kind);
    device.reference_mean = kind == StepKind::soft_bounds_reference ? 0.15 : 0.0;
    ResistiveArray array(device, 7, 21, key);
    Matrix<double> expected(7, 21, 0.0);
    for (std::uint32_t update = 0; update < 12; ++update) {
      const OpuDrive drive = random_drive(array, update);
      array.outer(drive);
      std::uint64_t units = 0;
      for (int k = 0; k < 7; ++k) {
        for (int j = 0; j < 21; ++j) {
          const int product = drive.rows[static_cast<std::size_t>(k)] * drive.columns[static_cast<std::size_t>(j)];
          units += static_cast<std::uint64_t>(std::abs(product));
          double& w = expected(k, j);
          w -= product * mean_step(device, product < 0, w);
          w = std::clamp(w + device.reference_mean, device.w_min, device.w_max) - device.reference_mean;
          ASSERT_NEAR(array.weights()(k, j), w, 2e-6) << static_cast<int>(kind) << ", " << k << " x " << j;
        }
      }
      EXPECT_EQ(array.pulses(), units);
      EXPECT_EQ(array.hidden(), array.weights());
    }
    EXPECT_EQ(array.events(), 12U);
  }
}

TEST(OuterProduct, ZeroRowsAndColumnsLeaveWeightsAlone) {
  for (const StepKind kind : kinds) {
    ResistiveDevice device = noisy(kind);
    if (kind == StepKind::soft_bounds_reference) device.reference_mean = 0.1;
    ResistiveArray array(device, 30, 45, key);
    for (std::uint32_t update = 0; update < 4; ++update) {
      const Matrix<float> hidden = array.hidden();
      const Matrix<float> weights = array.weights();
      const OpuDrive drive = random_drive(array, update);
      array.outer(drive);
      int moved = 0;
      for (int k = 0; k < 30; ++k) {
        for (int j = 0; j < 45; ++j) {
          if (drive.rows[static_cast<std::size_t>(k)] != 0 && drive.columns[static_cast<std::size_t>(j)] != 0) {
            moved += array.weights()(k, j) != weights(k, j) ? 1 : 0;
            continue;
          }
          ASSERT_EQ(array.hidden()(k, j), hidden(k, j));
          ASSERT_EQ(array.weights()(k, j), weights(k, j));
        }
      }
      EXPECT_GT(moved, 400);
    }
    // Not even back within bounds that have moved since.
    DeviceParameters narrow = array.parameters();
    for (float& bound : narrow.w_max.values()) bound = 1e-6F;
    for (float& bound : narrow.w_min.values()) bound = -1e-6F;
    array.set_parameters(narrow);
    const Matrix<float> before = array.hidden();
    std::vector<std::int32_t> last(45, 0);
    last[44] = 1;
    array.outer({std::vector(30, 1), last});
    for (int j = 0; j < 44; ++j) ASSERT_EQ(array.hidden()(3, j), before(3, j));
    const Matrix<float> weights = array.weights();
    array.outer({std::vector(30, 0), std::vector(45, 100)});
    EXPECT_EQ(array.weights(), weights);
    EXPECT_EQ(array.pulses(), 0U);
    EXPECT_EQ(array.events(), 6U);
  }
}

TEST(OuterProduct, EveryInstructionSetGivesTheSameBits) {
  for (const StepKind kind : kinds) {
    ResistiveDevice device = noisy(kind);
    device.additive_noise = kind == StepKind::soft_bounds;
    if (kind == StepKind::soft_bounds_reference) device.reference_std = 0.1;
    for (const int columns : {1, 8, 150}) {
      ResistiveArray array(device, 9, columns, key);
      const DeviceParameters parameters = array.parameters();
      std::vector<DeviceCell> cells;
      for (std::size_t i = 0; i < array.weights().values().size(); ++i) {
        cells.push_back({parameters.step_up.values()[i], parameters.w_max.values()[i], parameters.reference.values()[i],
                         parameters.w_min.values()[i], parameters.step_down.values()[i]});
      }
      const std::vector<float> table = {1.5F, 1.2F, 0.7F, 0.1F};
      std::vector<std::vector<float>> results;
      for (const PulseRunner& runner : pulse_runners_of_this_machine()) {
        std::vector<float> hidden(cells.size(), 0.1F);
        std::vector<float> apparent = hidden;
        PulseKernel kernel{};
        kernel.step = kind;
        kernel.additive_noise = device.additive_noise;
        kernel.step_noise = 3.0F;
        kernel.write_noise = 4e-5F;
        kernel.z_factor = 0.6F;
        kernel.z_offset = 0.1F;
        kernel.amplitude_up = 0.02F;
        kernel.amplitude_down = 0.3F;
        kernel.exponent_up = 5.0F;
        kernel.exponent_down = -4.0F;
        kernel.table_up = kernel.table_down = table.data();
        kernel.sections_up = kernel.sections_down = 3;
        kernel.gamma_up = parameters.gamma_up.values().data();
        kernel.gamma_down = parameters.gamma_down.values().data();
        kernel.cells = cells.data();
        kernel.hidden = hidden.data();
        kernel.apparent = apparent.data();
        std::vector<std::int32_t> codes = random_codes(columns, 127, 5);
        codes.resize(codes.size() + pulse_spare);
        for (std::uint32_t k = 0; k < 9; ++k) {
          runner.outer_row(kernel, seeded_generators(key, Purpose::outer_product, 0, k),
                           {k * static_cast<std::uint32_t>(columns), k % 2 == 0 ? 100 : -77, codes.data(),
                            static_cast<std::size_t>(columns)});
        }
        hidden.insert(hidden.end(), apparent.begin(), apparent.end());
        results.push_back(hidden);
      }
      for (const std::vector<float>& result : results) EXPECT_EQ(result, results[0]) << static_cast<int>(kind);
      EXPECT_NE(results[0][0], 0.1F);
    }
  }
}

TEST(OuterProduct, ThreadsDoNotChangeTheBits) {
  const ResistiveDevice device = noisy(StepKind::exponential);
  ResistiveArray alone(device, 200, 230, key);
  ResistiveArray shared(device, 200, 230, key);
  shared.use(std::make_shared<host::WorkerPool>(3));
  for (std::uint32_t update = 0; update < 10; ++update) {
    alone.outer(random_drive(alone, update));
    shared.outer(random_drive(shared, update));
  }
  EXPECT_EQ(shared.hidden(), alone.hidden());
  EXPECT_EQ(shared.weights(), alone.weights());
  EXPECT_EQ(shared.pulses(), alone.pulses());
}

TEST(OuterProduct, GoesOnFromASavedState) {
  const ResistiveDevice device = noisy(StepKind::soft_bounds);
  ResistiveArray array(device, 20, 30, key);
  array.outer(random_drive(array, 1));
  ResistiveArray copy(device, 20, 30, key);
  copy.set_state(array.state());
  array.outer(random_drive(array, 2));
  copy.outer(random_drive(copy, 2));
  EXPECT_EQ(copy.hidden(), array.hidden());
  EXPECT_EQ(copy.weights(), array.weights());
}

/// Distances beyond this come once in 20,000 tests.
constexpr double unlikely = 2.3;

std::vector<double> of_row(const Matrix<float>& weights, int row) {
  return {weights.row(row).begin(), weights.row(row).end()};
}

TEST(OuterProduct, NoiseGrowsWithTheRootOfTheUnits) {
  // Rows of 3 and 12 slots at voltage 5: 15 and 60 units. Soft bounds at w = 0.2: up steps are 0.75 of those at 0.
  constexpr int columns = 20001;
  for (const bool additive : {false, true}) {
    ResistiveDevice device = plain(StepKind::soft_bounds);
    device.dw_min = 1e-4;
    device.dw_min_std = 0.5;
    device.additive_noise = additive;
    device.write_noise_std = 3.0;
    ResistiveArray array(device, 2, columns, key);
    array.set_weights(Matrix<float>(2, columns, 0.2F));
    array.outer({{3, 12}, std::vector(columns, -5)});
    for (const int row : {0, 1}) {
      const double n = row == 0 ? 15.0 : 60.0;
      const double deviation = 0.5 * 1e-4 * (additive ? 1.0 : 0.75) * std::sqrt(n);
      EXPECT_LT(distance_from_normal(of_row(array.hidden(), row), 0.2 + 0.75e-4 * n, deviation), unlikely);
      EXPECT_GT(distance_from_normal(of_row(array.hidden(), row), 0.2 + 0.75e-4 * n, 1.1 * deviation), unlikely);
      std::vector<double> written;
      for (int j = 0; j < columns; ++j) written.push_back(array.weights()(row, j) - array.hidden()(row, j));
      EXPECT_LT(distance_from_normal(written, 0.0, 3e-4), unlikely);
    }
  }
}

/// Box and Muller's normals of a lane by the words of the contract, in float64.
std::vector<double> normals_of_lane(std::uint32_t row, std::uint32_t lane, std::size_t number) {
  host::PhiloxBlock state = host::philox(key, {0, 0, row, (19U << 24) + lane});
  const auto next = [&] {
    const std::uint32_t result = std::rotl(state[0] + state[3], 7) + state[0];
    const std::uint32_t shifted = state[1] << 9;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = std::rotl(state[3], 11);
    return result;
  };
  std::vector<double> normals;
  while (normals.size() < number) {
    const double radius = std::sqrt(-2.0 * std::log((next() >> 1) * 0x1p-31 + 0x1p-32));
    const std::uint32_t word = next();
    const double angle = static_cast<std::int32_t>(word << 2) * 0x1p-32 * std::numbers::pi / 2.0;
    const bool mirrored = (word >> 30 & 1) != 0;
    const double sign = word >> 31 != 0 ? -1.0 : 1.0;
    normals.push_back(sign * radius * (mirrored ? std::sin(angle) : std::cos(angle)));
    normals.push_back(sign * radius * (mirrored ? std::cos(angle) : std::sin(angle)));
  }
  return normals;
}

// 3, 19 and 38 groups of eight: an odd number leaves a normal of a pair to the write noise.
TEST(OuterProduct, CellsTakeTheNormalsOfTheContract) {
  for (const int columns : {20, 150, 300}) {
    for (const bool step_noise : {true, false}) {
      ResistiveDevice device;
      device.dw_min = 1e-3;
      device.dw_min_std = step_noise ? 0.5 : 0.0;
      device.write_noise_std = 2.0;
      ResistiveArray array(device, 3, columns, key);
      array.outer({{0, 3, -1}, std::vector(static_cast<std::size_t>(columns), -3)});
      const std::size_t groups = (static_cast<std::size_t>(columns) + 7) / 8;
      for (const int row : {1, 2}) {
        const double n = row == 1 ? 9.0 : 3.0;
        for (std::uint32_t lane = 0; lane < 8; ++lane) {
          const std::vector<double> normals = normals_of_lane(static_cast<std::uint32_t>(row), lane, 2 * groups);
          for (int j = static_cast<int>(lane); j < columns; j += 8) {
            const auto place = static_cast<std::size_t>(j) / 8;
            const double step = n * 1e-3 + (step_noise ? 0.5e-3 * std::sqrt(n) * normals[place] : 0.0);
            ASSERT_NEAR(array.hidden()(row, j), row == 1 ? step : -step, 1e-7);
            ASSERT_NEAR(array.weights()(row, j) - array.hidden()(row, j),
                        2e-3 * normals[place + (step_noise ? groups : 0)], 1e-7);
          }
        }
      }
    }
  }
}

TEST(OuterProduct, NormalsOfCellsRowsAndEventsAreIndependent) {
  ResistiveDevice device = plain(StepKind::constant);
  device.dw_min_std = 1.0;
  constexpr int columns = 4001;
  ResistiveArray array(device, 2, columns, key);
  std::vector<std::vector<double>> drawn;
  for (int update = 0; update < 2; ++update) {
    const Matrix<float> before = array.hidden();
    array.outer({{1, 1}, std::vector(columns, -1)});
    for (int row = 0; row < 2; ++row) {
      drawn.emplace_back();
      for (int j = 0; j < columns; ++j) {
        drawn.back().push_back((array.hidden()(row, j) - before(row, j)) / device.dw_min - 1.0);
      }
    }
  }
  // Correlations of 4000 pairs deviate by 1 / sqrt(4000); 4.1 deviations come once in 20,000 tests.
  const auto correlation = [](const std::vector<double>& a, const std::vector<double>& b, int lag) {
    double sum = 0.0;
    for (int j = 0; j + 9 < columns; ++j) sum += a[static_cast<std::size_t>(j)] * b[static_cast<std::size_t>(j + lag)];
    return std::fabs(sum) / std::sqrt(columns - 9.0);
  };
  for (const int lag : {1, 2, 7, 8, 9}) EXPECT_LT(correlation(drawn[0], drawn[0], lag), 4.1);
  for (const std::size_t other : {1U, 2U, 3U}) EXPECT_LT(correlation(drawn[0], drawn[other], 0), 4.1);
  EXPECT_GT(correlation(drawn[0], drawn[0], 0), 50.0);
}

TEST(OuterProduct, RefusesWhatDoesNotFit) {
  ResistiveArray array(plain(StepKind::constant), 2, 3, key);
  EXPECT_THROW(array.outer({{1, 2, 3}, {1, 2, 3}}), std::invalid_argument);
  EXPECT_THROW(array.outer({{1, 2}, {1, 2}}), std::invalid_argument);
  EXPECT_THROW(array.outer({{4096, 0}, {-4096, 0, 0}}), std::invalid_argument);
  EXPECT_EQ(array.events(), 0U);
  array.outer({{4095, 0}, {-4096, 0, 0}});
  EXPECT_EQ(array.events(), 1U);
}

}  // namespace
}  // namespace spintile::refmodel
