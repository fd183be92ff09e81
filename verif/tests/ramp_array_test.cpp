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

/// Codes and flags as the tile takes them: the first step of the ramp at which a comparator shows 1.
RampCodes through_comparators(RampArray& array, const spec::Variant& variant, const Counts& counts,
                              FullScale full_scale, Direction direction) {
  const int outputs = direction == Direction::forward ? variant.crossbar.columns : variant.crossbar.rows;
  const std::int32_t most = spec::ramp_code_max(variant);
  const int steps = spec::ramp_steps(variant);
  RampCodes result{Counts(counts.rows(), outputs, most),
                   host::Matrix<std::uint8_t>(counts.rows(), outputs, ramp_overflow)};
  std::vector<std::uint64_t> bits(static_cast<std::size_t>(spec::lines(variant) + 63) / 64);
  for (int n = 0; n < counts.rows(); ++n) {
    array.read(counts.row(n), full_scale, direction);
    for (int step = steps - 1; step >= 0; --step) {
      array.compare(step, bits);
      for (int j = 0; j < outputs; ++j) {
        if ((bits[static_cast<std::size_t>(j) / 64] >> (j % 64) & 1) == 0) continue;
        result.codes(n, j) = std::max(-most, step - steps / 2);
        result.flags(n, j) = step == 0 ? ramp_underflow : 0;
      }
    }
  }
  return result;
}

TEST(RampConverter, CodesAreRoundedHalvesDownWithoutOffset) {
  spec::Variant variant = ramp_variant(1, 9);
  variant.readout.ramp_bits = 8;
  const RampConverter converter(variant, {1, 0});
  const std::vector<float> x = {0.0F, 1.0F / 127, 1.5F / 127, 1.50001F / 127, -1.5F / 127, -1.50001F / 127,
                                1.0F, -1.0F,      0.6F / 127};
  std::vector<std::int32_t> codes(9);
  std::vector<std::uint8_t> flags(9);
  converter.convert(x, codes, flags);
  EXPECT_EQ(codes, (std::vector<std::int32_t>{0, 1, 1, 2, -2, -2, 127, -127, 1}));
  EXPECT_EQ(flags, std::vector<std::uint8_t>(9, 0));
}

TEST(RampConverter, AComparatorShowsOneFromItsOwnLevelOn) {
  for (const int ramp_bits : {2, 5, 8, 12}) {
    spec::Variant variant = ramp_variant(1, 2);
    variant.readout.ramp_bits = ramp_bits;
    const RampConverter converter(variant, {1, 0});
    std::vector<std::uint64_t> bits(1);
    for (int step = 1; step < spec::ramp_steps(variant); ++step) {
      const float level = converter.level(step);
      const std::vector<float> x = {level, std::nextafter(level, 2.0F)};
      std::vector<std::int32_t> codes(2);
      std::vector<std::uint8_t> flags(2);
      converter.convert(x, codes, flags);
      const std::int32_t code = step - spec::ramp_steps(variant) / 2;
      ASSERT_EQ(codes, (std::vector{code, std::min(code + 1, spec::ramp_code_max(variant))}));
      converter.compare(x, step, bits);
      ASSERT_EQ(bits[0], 1U);
      converter.compare(x, step - 1, bits);
      ASSERT_EQ(bits[0], 0U);
    }
  }
}

TEST(RampConverter, FlagsWhatTheRampDoesNotReach) {
  for (const int ramp_bits : {2, 4, 8, 12}) {
    spec::Variant variant = ramp_variant(1, 6);
    variant.readout.ramp_bits = ramp_bits;
    const RampConverter converter(variant, {1, 0});
    const std::int32_t most = spec::ramp_code_max(variant);
    const auto full = static_cast<float>(most);
    // The first level is half a code below -F, the last half a code above F.
    const std::vector<float> x = {
        (full + 0.49F) / full, (full + 0.51F) / full, -(full + 0.49F) / full, -(full + 0.51F) / full, 1e30F, -1e30F};
    std::vector<std::int32_t> codes(6);
    std::vector<std::uint8_t> flags(6);
    converter.convert(x, codes, flags);
    EXPECT_EQ(codes, (std::vector{most, most, -most, -most, most, -most}));
    EXPECT_EQ(flags, (std::vector<std::uint8_t>{0, ramp_overflow, 0, ramp_underflow, ramp_overflow, ramp_underflow}));
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
      ASSERT_EQ(read.flags(n, j), level > 31.0 ? ramp_overflow : level < -31.0 ? ramp_underflow : 0);
      flagged += read.flags(n, j) != 0 ? 1 : 0;
    }
  }
  EXPECT_GT(flagged, 2);
  EXPECT_LT(flagged, 150);
}

TEST(RampArray, ComparatorsAndCodesAgree) {
  for (const double range : {0.0, 0.7}) {
    spec::Variant variant = ramp_variant();
    variant.device.read_noise = 0.1;
    variant.device.comparator_offset_spread = 0.05;
    variant.device.integrator_range = range;
    RampArray steps(variant, 3, 2, Simd::baseline);
    RampArray batch(variant, 3, 2);
    for (RampArray* array : {&steps, &batch}) array->set_cells(cells_of(21, 30));
    for (const Direction direction : {Direction::forward, Direction::backward}) {
      const Counts counts = pattern(7, direction == Direction::forward ? 21 : 30, 31);
      for (const FullScale full_scale : {FullScale::subarray, FullScale::one_row}) {
        const RampCodes codes = batch.codes(counts, full_scale, direction);
        EXPECT_EQ(codes, through_comparators(steps, variant, counts, full_scale, direction));
        EXPECT_GT(std::ranges::count(codes.flags.values(), 0), full_scale == FullScale::subarray ? 100 : 0);
      }
    }
    EXPECT_EQ(steps.state(), batch.state());
    EXPECT_EQ(batch.reads(Direction::backward), 14U);
  }
}

TEST(RampArray, ReadNoiseIsTheContractsDraws) {
  spec::Variant variant = ramp_variant();
  variant.device.read_noise = 0.5;
  RampArray array(variant, 3, 2);
  array.set_reads(11);
  array.set_reads(5, Direction::backward);
  const Counts zero(1, 21, 0);
  array.read(zero.row(0));
  for (std::uint32_t j = 0; j < 30; ++j) {
    EXPECT_EQ(array.x()[j], 0.5F * normal(host::philox({3, 2}, {11, 0, j, 2U << 24})[0]));
  }
  array.read(std::vector<std::int32_t>(30, 0), FullScale::one_row, Direction::backward);
  for (std::uint32_t k = 0; k < 21; ++k) {
    EXPECT_EQ(array.x()[k], 0.5F * normal(host::philox({3, 2 + (1U << 30)}, {5, 0, k, 2U << 24})[0]));
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

TEST(RampArray, GainsScaleTheirOutputs) {
  const spec::Variant variant = ramp_variant();
  RampArray array(variant, 1);
  array.set_cells(host::Matrix<float>(21, 30, 0.5F));
  std::vector<float> gain(30, 1.0F);
  gain[4] = 2.0F;
  array.set_gain(Direction::forward, gain);
  array.read(std::vector<std::int32_t>(21, 31));
  EXPECT_EQ(array.x()[3], 0.5F);
  EXPECT_EQ(array.x()[4], 1.0F);
  std::vector<std::int32_t> one_hot(21, 0);
  one_hot[20] = -31;
  array.read(one_hot, FullScale::one_row);
  EXPECT_EQ(array.x()[3], -0.5F);
  EXPECT_EQ(array.x()[4], -1.0F);
  array.read(one_hot);
  EXPECT_FLOAT_EQ(array.x()[4], -1.0F / 21.0F);
}

TEST(RampArray, IntegratorsSaturateInFullScales) {
  spec::Variant variant = ramp_variant();
  variant.device.column_gain = 1.0;
  variant.device.integrator_range = 0.25;
  RampArray array(variant, 1);
  array.set_cells(host::Matrix<float>(21, 30, 0.5F));
  array.read(std::vector<std::int32_t>(21, 31));
  EXPECT_NEAR(array.x()[0], 0.25, 1e-6);
  array.read(std::vector<std::int32_t>(21, -15));
  EXPECT_NEAR(array.x()[0], -15.0 / 31.0 * 0.5, 1e-6);
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
  std::vector<std::uint64_t> bits(1);
  EXPECT_THROW(array.compare(0, bits), std::logic_error);
  EXPECT_THROW(array.read(std::vector<std::int32_t>(20, 0)), std::invalid_argument);
  EXPECT_THROW(array.read(std::vector<std::int32_t>(21, 32)), std::invalid_argument);
  EXPECT_THROW(array.read(std::vector<std::int32_t>(30, 0), FullScale::subarray, Direction::backward),
               std::invalid_argument);
  EXPECT_THROW(array.set_gain(Direction::forward, std::vector<float>(29, 1.0F)), std::invalid_argument);
  EXPECT_THROW(array.program(Counts(21, 30, 16)), std::invalid_argument);
  EXPECT_EQ(array.reads(), 0U);
  array.read(std::vector<std::int32_t>(21, -31));
  EXPECT_THROW(array.compare(-1, bits), std::invalid_argument);
  EXPECT_THROW(array.compare(64, bits), std::invalid_argument);
  bits.resize(2);
  EXPECT_THROW(array.compare(3, bits), std::invalid_argument);
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
    EXPECT_EQ(arrays.codes(host::Array::weight, Direction::forward, counts).codes, readout.codes(counts).codes);
  }
  EXPECT_EQ(arrays.pulses(host::Array::weight), 2U * 43U * 150U);
  EXPECT_EQ(arrays.pulses(host::Array::fast), 0U);
  EXPECT_NE(arrays.weights(host::Array::weight), cells_of(21, 30));

  TileArrays copy(tile);
  copy.set_state(arrays.state());
  EXPECT_EQ(copy.codes(host::Array::weight, Direction::backward, pattern(2, 30, 31)),
            arrays.codes(host::Array::weight, Direction::backward, pattern(2, 30, 31)));

  std::vector<std::uint64_t> bits(1);
  EXPECT_THROW(arrays.sample(0, bits), std::invalid_argument);
  EXPECT_THROW(arrays.update(host::Array::weight, UpdateDrive{}), std::invalid_argument);
  arrays.read(host::Array::fast, Direction::forward, counts.row(0));
  arrays.compare(32, bits);
  EXPECT_EQ(bits[0], 0x3FFFFFFFU);
}

}  // namespace
}  // namespace spintile::refmodel
