#include "refmodel/analog/ramp_array.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "host/philox.h"
#include "refmodel/analog/randomness.h"
#include "refmodel/numeric/normal.h"
#include "refmodel/tile/tile_arrays.h"
#include "spec/derive.h"

namespace spintile::refmodel {
namespace {

using Counts = host::Matrix<std::int32_t>;
using host::Direction;

spec::Variant ramp_variant(int rows = 21, int columns = 30) {
  spec::Variant variant;
  variant.crossbar = {.rows = rows, .columns = columns, .array_rows = rows, .weight_slices = 1, .slice_bits = 4};
  variant.input = {.coding = spec::InputCoding::time, .streams = 1, .stream_bits = 5};
  variant.backward.array_columns = columns;
  variant.readout.kind = spec::ReadoutKind::ramp;
  variant.readout.samples_max = 1;
  variant.readout.ramp_bits = 6;
  variant.device.column_gain = 12.5;
  return variant;
}

Counts pattern(int rows, int columns, int most) {
  Counts codes(rows, columns);
  int i = 3;
  for (std::int32_t& code : codes.values()) code = (i++ * 7919 % (2 * most + 1)) - most;
  return codes;
}

host::Matrix<float> cells_of(int rows, int columns) {
  host::PhiloxSequence random({4, 0x80000996}, 0);
  host::Matrix<float> cells(rows, columns);
  for (float& cell : cells.values()) cell = 2.0F * random.uniform() - 1.0F;
  return cells;
}

/// Step by step what the comparators show of x, and the first of them with a 1.
host::Matrix<std::int32_t> through_comparators(const RampConverter& converter, int steps,
                                               const host::Matrix<float>& x) {
  host::Matrix<std::int32_t> first(x.rows(), x.columns(), steps);
  for (int step = steps - 1; step >= 0; --step) {
    const double level = (2.0 * step + 1.0 - steps) / (steps - 2.0);
    for (int n = 0; n < x.rows(); ++n) {
      for (int j = 0; j < x.columns(); ++j) {
        const float seen = x(n, j) + converter.offsets()[static_cast<std::size_t>(j)];
        if (seen <= static_cast<float>(level)) first(n, j) = step;
      }
    }
  }
  return first;
}

host::Matrix<float> read_one(RampArray& array, const std::vector<std::int32_t>& counts,
                             FullScale full_scale = FullScale::subarray, Direction direction = Direction::forward) {
  Counts one(1, static_cast<int>(counts.size()));
  std::ranges::copy(counts, one.values().begin());
  return array.read(one, full_scale, direction);
}

constexpr std::uint8_t overflow = 1;
constexpr std::uint8_t underflow = 2;

std::vector<std::int32_t> first_steps(const RampConverter& converter, const std::vector<float>& x) {
  std::vector<std::int32_t> steps(x.size());
  converter.first_steps(x, steps);
  return steps;
}

TEST(RampConverter, RoundsHalvesDownWithoutOffset) {
  spec::Variant variant = ramp_variant(1, 9);
  variant.readout.ramp_bits = 8;
  const RampConverter converter(variant, {1, 0});
  const std::vector<float> x = {0.0F, 1.0F / 127, 1.5F / 127, 1.50001F / 127, -1.5F / 127, -1.50001F / 127,
                                1.0F, -1.0F,      0.6F / 127};
  EXPECT_EQ(first_steps(converter, x), (std::vector{128, 129, 129, 130, 126, 126, 128 + 127, 128 - 127, 129}));
}

TEST(RampConverter, AComparatorShowsOneFromItsOwnLevelOn) {
  for (const int ramp_bits : {2, 5, 8, 12}) {
    spec::Variant variant = ramp_variant(1, 2);
    variant.readout.ramp_bits = ramp_bits;
    const RampConverter converter(variant, {1, 0});
    for (int step = 0; step < spec::ramp_steps(variant); ++step) {
      const float level = converter.level(step);
      ASSERT_EQ(first_steps(converter, {level, std::nextafter(level, 4.0F)}), (std::vector{step, step + 1}));
    }
    EXPECT_EQ(first_steps(converter, {1e30F, -1e30F}), (std::vector{spec::ramp_steps(variant), 0}));
  }
}

TEST(RampConverter, OffsetsAreTheContractsDraws) {
  spec::Variant variant = ramp_variant(5, 3);
  variant.device.comparator_offset_spread = 0.25;
  const RampConverter converter(variant, {7, 9});
  ASSERT_EQ(converter.lines(), 5);
  for (std::uint32_t line = 0; line < 5; ++line) {
    const float drawn = normal(host::philox({7, 9}, {0, 0, line, 10U << 24})[0]);
    EXPECT_EQ(converter.offsets()[line], 0.25F * drawn);
  }
}

TEST(RampArray, CodesFollowFromTheFormula) {
  const spec::Variant variant = ramp_variant();
  RampArray array(variant, 1);
  const host::Matrix<float> cells = cells_of(21, 30);
  array.set_cells(cells);
  const Counts counts = pattern(10, 21, 31);
  const RampCodes read = array.codes(counts);
  EXPECT_EQ(array.reads(), 10U);
  int flagged = 0;
  for (int n = 0; n < 10; ++n) {
    for (int j = 0; j < 30; ++j) {
      double sum = 0.0;
      for (int k = 0; k < 21; ++k) sum += counts(n, k) * std::nearbyint(cells(k, j) * 16384.0);
      const auto x = static_cast<float>(sum * (12.5 / (21.0 * 31.0 * 16384.0)));
      const double level = std::ceil(static_cast<double>(x) * 31.0 - 0.5);
      ASSERT_EQ(read.codes(n, j), std::clamp(level, -31.0, 31.0)) << x;
      ASSERT_EQ(read.flags(n, j), level > 31.0 ? overflow : level < -31.0 ? underflow : 0);
      flagged += read.flags(n, j) != 0 ? 1 : 0;
    }
  }
  EXPECT_GT(flagged, 2);
  EXPECT_LT(flagged, 150);
}

TEST(RampArray, FirstStepsAreThoseOfTheComparators) {
  for (const double range : {0.0, 0.7}) {
    spec::Variant variant = ramp_variant();
    variant.device.read_noise = 0.1;
    variant.device.comparator_offset_spread = 0.05;
    variant.device.integrator_range = range;
    RampArray integrators(variant, 3, 2, Simd::baseline);
    RampArray batch(variant, 3, 2);
    for (RampArray* array : {&integrators, &batch}) array->set_cells(cells_of(21, 30));
    for (const Direction direction : {Direction::forward, Direction::backward}) {
      const Counts counts = pattern(7, direction == Direction::forward ? 21 : 30, 31);
      for (const FullScale full_scale : {FullScale::subarray, FullScale::one_row}) {
        const host::Matrix<std::int32_t> steps = batch.first_steps(counts, full_scale, direction);
        // One by one.
        host::Matrix<float> x(0, 0);
        for (int n = 0; n < 7; ++n) {
          x = read_one(integrators, {counts.row(n).begin(), counts.row(n).end()}, full_scale, direction);
          const host::Matrix<std::int32_t> expected = through_comparators(batch.converter(), 64, x);
          ASSERT_TRUE(std::ranges::equal(steps.row(n), expected.values()));
        }
      }
    }
    EXPECT_EQ(integrators.state(), batch.state());
    EXPECT_EQ(batch.reads(Direction::backward), 14U);
  }
}

TEST(RampArray, ReadNoiseIsTheContractsDraws) {
  spec::Variant variant = ramp_variant();
  variant.device.read_noise = 0.5;
  RampArray array(variant, 3, 2);
  array.set_reads(10);
  array.set_reads(5, Direction::backward);
  const host::Matrix<float> forward = array.read(Counts(2, 21, 0));
  for (std::uint32_t j = 0; j < 30; ++j) {
    EXPECT_EQ(forward(1, static_cast<int>(j)), 0.5F * normal(host::philox({3, 2}, {11, 0, j, 2U << 24})[0]));
  }
  const host::Matrix<float> backward = array.read(Counts(1, 30, 0), FullScale::one_row, Direction::backward);
  for (std::uint32_t k = 0; k < 21; ++k) {
    EXPECT_EQ(backward(0, static_cast<int>(k)),
              0.5F * normal(host::philox({3, 2 + (1U << 30)}, {5, 0, k, 2U << 24})[0]));
  }
}

TEST(RampArray, BackwardIsForwardOfTheTransposedTile) {
  spec::Variant variant = ramp_variant();
  RampArray array(variant, 1);
  RampArray transposed(spec::backward_of(variant), 1);
  const host::Matrix<float> cells = cells_of(21, 30);
  host::Matrix<float> columns(30, 21);
  for (int k = 0; k < 21; ++k) {
    for (int j = 0; j < 30; ++j) columns(j, k) = cells(k, j);
  }
  array.set_cells(cells);
  transposed.set_cells(columns);
  const Counts counts = pattern(9, 30, 31);
  EXPECT_EQ(array.codes(counts, FullScale::subarray, Direction::backward), transposed.codes(counts));
  // Rows that change later too.
  for (float& cell : columns.values()) cell *= -0.5F;
  transposed.set_cells(columns);
  host::Matrix<float> changed = cells;
  for (float& cell : changed.values()) cell *= -0.5F;
  array.set_rows(changed, 0, 10);
  array.set_rows(changed, 10, 21);
  EXPECT_EQ(array.codes(counts, FullScale::subarray, Direction::backward), transposed.codes(counts));
}

// Forward it is a row as any other; backward there is none.
TEST(RampArray, AnOffsetRowIsOneMoreInput) {
  spec::Variant variant = ramp_variant();
  variant.device.read_noise = 0.1;
  variant.device.comparator_offset_spread = 0.05;
  variant.device.integrator_range = 0.7;
  RampArray without(variant, 3, 2);
  spec::Variant longer = variant;
  longer.crossbar.rows = longer.crossbar.array_rows = 22;
  RampArray one_more(longer, 3, 2);
  variant.crossbar.offset_row = true;
  RampArray array(variant, 3, 2);
  const host::Matrix<float> cells = cells_of(22, 30);
  array.set_cells(cells);
  one_more.set_cells(cells);
  without.set_cells(cells_of(21, 30));  // the same of the first rows
  for (const FullScale full_scale : {FullScale::subarray, FullScale::one_row}) {
    const Counts counts = pattern(5, 22, 31);
    EXPECT_EQ(array.codes(counts, full_scale), one_more.codes(counts, full_scale));
    const Counts errors = pattern(5, 30, 31);
    EXPECT_EQ(array.codes(errors, full_scale, Direction::backward),
              without.codes(errors, full_scale, Direction::backward));
  }
  array.set_rows(cells_of(22, 30), 21, 22);
  EXPECT_EQ(array.codes(Counts(1, 30, 1), FullScale::subarray, Direction::backward).codes.columns(), 21);
  EXPECT_THROW(array.set_gain(Direction::backward, std::vector<float>(22, 1.0F)), std::invalid_argument);
}

TEST(RampArray, GainsScaleTheirOutputs) {
  const spec::Variant variant = ramp_variant();
  RampArray array(variant, 1);
  array.set_cells(host::Matrix<float>(21, 30, 0.5F));
  std::vector<float> gain(30, 1.0F);
  gain[4] = 2.0F;
  array.set_gain(Direction::forward, gain);
  const host::Matrix<float> all = read_one(array, std::vector(21, 31));
  EXPECT_EQ(all(0, 3), 0.5F);
  EXPECT_EQ(all(0, 4), 1.0F);
  std::vector<std::int32_t> one_hot(21, 0);
  one_hot[20] = -31;
  const host::Matrix<float> one_row = read_one(array, one_hot, FullScale::one_row);
  EXPECT_EQ(one_row(0, 3), -0.5F);
  EXPECT_EQ(one_row(0, 4), -1.0F);
  EXPECT_FLOAT_EQ(read_one(array, one_hot)(0, 4), -1.0F / 21.0F);
}

TEST(RampArray, IntegratorsSaturateInFullScales) {
  spec::Variant variant = ramp_variant();
  variant.device.column_gain = 1.0;
  variant.device.integrator_range = 0.25;
  RampArray array(variant, 1);
  array.set_cells(host::Matrix<float>(21, 30, 0.5F));
  EXPECT_NEAR(read_one(array, std::vector(21, 31))(0, 0), 0.25, 1e-6);
  EXPECT_NEAR(read_one(array, std::vector(21, -15))(0, 29), -15.0 / 31.0 * 0.5, 1e-6);
}

TEST(RampArray, ProgrammedCodesAndTheirErrorsAreThoseOfACrossbar) {
  spec::Variant variant = ramp_variant();
  variant.device.programming_error = 0.1;
  RampArray array(variant, 6, 4);
  Crossbar crossbar(variant, 6, 4);
  const Counts codes = pattern(21, 30, 15);
  array.program(codes);
  crossbar.program(codes);
  EXPECT_EQ(array.weights(), crossbar.weights());
  RampArray copy(variant, 6, 4);
  copy.set_programmed_state(array.programmed_state());
  const Counts counts = pattern(3, 21, 31);
  const RampCodes read = array.codes(counts);
  copy.set_state(array.state());
  EXPECT_EQ(copy.reads(), 3U);
  copy.set_reads(0);
  EXPECT_EQ(copy.codes(counts), read);
  EXPECT_GT(std::ranges::count_if(read.codes.values(), [](std::int32_t code) { return code != 0; }), 60);
}

TEST(RampArray, RefusesWhatDoesNotFit) {
  spec::Variant variant = ramp_variant();
  variant.backward.array_columns = 0;
  RampArray array(variant, 1);
  EXPECT_THROW(array.read(Counts(1, 20)), std::invalid_argument);
  EXPECT_THROW(array.read(Counts(1, 21, 32)), std::invalid_argument);
  EXPECT_THROW(array.read(Counts(1, 21, -32)), std::invalid_argument);
  EXPECT_THROW(array.read(Counts(1, 30), FullScale::subarray, Direction::backward), std::invalid_argument);
  EXPECT_THROW(array.set_gain(Direction::forward, std::vector<float>(29, 1.0F)), std::invalid_argument);
  EXPECT_THROW(array.program(Counts(21, 30, 16)), std::invalid_argument);
  EXPECT_EQ(array.reads(), 0U);
  array.read(Counts(2, 21, -31));
  EXPECT_EQ(array.reads(), 2U);
}

/// What the devices have after outer products is what reads see, in rows that changed and in rows that did not.
TEST(TileArrays, OuterProductsReachTheRampReadOut) {
  host::SimulatedTile tile;
  tile.variant = ramp_variant();
  tile.variant.crossbar.fast_array = true;
  tile.variant.update.kind = spec::UpdateKind::opu;
  tile.weight.dw_min = 2e-3;
  tile.fast = tile.weight;
  TileArrays arrays(tile);
  arrays.set_weights(host::Array::weight, cells_of(21, 30));
  const Counts counts = pattern(4, 21, 31);
  for (const int first : {0, 17}) {
    OpuDrive drive{std::vector(21, 0), std::vector(30, 5)};
    drive.rows[static_cast<std::size_t>(first)] = -31;
    drive.rows[static_cast<std::size_t>(first + 2)] = 12;
    arrays.update(host::Array::weight, drive);
    RampArray readout(tile.variant, tile.seed, 0);
    readout.set_cells(arrays.devices(host::Array::weight).weights());
    EXPECT_EQ(arrays.first_steps(host::Array::weight, Direction::forward, counts), readout.first_steps(counts));
  }
  EXPECT_EQ(arrays.pulses(host::Array::weight), 2U * 43U * 150U);
  EXPECT_EQ(arrays.pulses(host::Array::fast), 0U);
  EXPECT_NE(arrays.weights(host::Array::weight), cells_of(21, 30));

  TileArrays copy(tile);
  copy.set_state(arrays.state());
  EXPECT_EQ(copy.first_steps(host::Array::weight, Direction::backward, pattern(2, 30, 31)),
            arrays.first_steps(host::Array::weight, Direction::backward, pattern(2, 30, 31)));

  std::vector<std::uint64_t> bits(1);
  EXPECT_THROW(arrays.sample(0, bits), std::invalid_argument);
  EXPECT_THROW(arrays.update(host::Array::weight, UpdateDrive{}), std::invalid_argument);
  EXPECT_THROW(arrays.read(host::Array::fast, Direction::forward, counts.row(0)), std::invalid_argument);
  EXPECT_EQ(arrays.first_steps(host::Array::fast, Direction::forward, counts), host::Matrix<std::int32_t>(4, 30, 32));
}

}  // namespace
}  // namespace spintile::refmodel
