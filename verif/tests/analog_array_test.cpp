#include "refmodel/analog/analog_array.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "host/philox.h"
#include "refmodel/numeric/normal.h"
#include "spec/derive.h"
#include "verif/tests/binomial.h"

namespace spintile::refmodel {
namespace {

using Codes = host::Matrix<std::int32_t>;

spec::Variant noisy_variant() {
  spec::Variant variant;
  variant.crossbar = {.rows = 21, .columns = 45, .array_rows = 8, .weight_slices = 2, .slice_bits = 1};
  variant.input = {.streams = 2, .stream_bits = 2};
  variant.device.programming_error = 0.1;
  variant.device.read_noise = 0.1;
  return variant;
}

Codes pattern(int rows, int columns, int limit) {
  Codes codes(rows, columns);
  int i = 0;
  for (std::int32_t& code : codes.values()) code = (i++ * 7919 % (2 * limit + 1)) - limit;
  return codes;
}

/// Ones of each read and converter, from read and sample.
Codes one_by_one(AnalogArray& array, const Codes& drives, int samples, int converters) {
  Codes ones(drives.rows(), converters, 0);
  std::vector<std::uint64_t> bits(static_cast<std::size_t>(converters + 63) / 64);
  for (int read = 0; read < drives.rows(); ++read) {
    array.read(drives.row(read));
    for (int sample = 0; sample < samples; ++sample) {
      array.sample(sample, bits);
      for (int i = 0; i < converters; ++i) {
        ones(read, i) += static_cast<int>((bits[static_cast<std::size_t>(i / 64)] >> (i % 64)) & 1);
      }
    }
  }
  return ones;
}

TEST(AnalogArray, BatchIsTheSameBitsAsSingleReads) {
  const spec::Variant variant = noisy_variant();
  const int converters = spec::converters(variant);
  const Codes drives = pattern(40, 21, 3);
  AnalogArray batch(variant, 5);
  AnalogArray single(variant, 5, 0, Simd::baseline);
  for (AnalogArray* array : {&batch, &single}) array->program(pattern(21, 45, 3));
  EXPECT_EQ(batch.ones(drives, 5), one_by_one(single, drives, 5, converters));
  EXPECT_EQ(batch.reads(), 40U);
  EXPECT_EQ(single.reads(), 40U);
  // And on, the two forms mixed.
  EXPECT_EQ(one_by_one(batch, drives, 3, converters), single.ones(drives, 3));
}

TEST(AnalogArray, SeedArrayAndReadNumberChangeTheBits) {
  const spec::Variant variant = noisy_variant();
  const Codes drives = pattern(1, 21, 3);
  AnalogArray array(variant, 5);
  const Codes first = array.ones(drives, 8);
  EXPECT_NE(array.ones(drives, 8), first);
  EXPECT_EQ(AnalogArray(variant, 5).ones(drives, 8), first);
  EXPECT_NE(AnalogArray(variant, 6).ones(drives, 8), first);
  EXPECT_NE(AnalogArray(variant, 5, 1).ones(drives, 8), first);
}

/// Deviations of the ones of a fresh array's converter (x = noise only) from "noise of this size": with a very steep
/// curve around x0, P(1) is the probability that the noise exceeds x0.
double noise_deviation(double noise, double assumed_noise) {
  spec::Variant variant;
  variant.crossbar = {.rows = 4, .columns = 500, .array_rows = 4};
  variant.device.read_noise = noise;
  variant.device.mtj_gain = 1e10;
  variant.device.mtj_offset = 0.1;
  AnalogArray array(variant, 8);
  const Codes ones = array.ones(Codes(200, 4, 0), 2);
  double count = 0.0;
  for (const std::int32_t both : ones.values()) {
    EXPECT_NE(both, 1) << "noise is drawn once a read, not once a sample";
    count += both / 2;
  }
  return verif::binomial_deviation(count, 200.0 * 500.0, 0.5 * std::erfc(0.1 / assumed_noise / std::sqrt(2.0)));
}

TEST(AnalogArray, ReadNoiseHasItsSize) {
  EXPECT_LT(noise_deviation(0.2, 0.2), 5.0);
  EXPECT_LT(noise_deviation(0.05, 0.05), 5.0);
  EXPECT_GT(noise_deviation(0.21, 0.2), 5.0) << "noise 5 % off must be seen";
}

TEST(AnalogArray, ReadNoiseComesFromTheContractsDraws) {
  spec::Variant variant;
  variant.crossbar = {.rows = 4, .columns = 30, .array_rows = 2};
  variant.device.read_noise = 0.25;
  variant.device.mtj_gain = 1e10;
  variant.device.mtj_offset = 0.125;
  AnalogArray array(variant, 8);
  const Codes ones = array.ones(Codes(20, 4, 0), 1);
  for (int read = 0; read < 20; ++read) {
    for (int i = 0; i < 60; ++i) {
      const auto words =
          host::philox({8, 0}, {static_cast<std::uint32_t>(read), 0, static_cast<std::uint32_t>(i), 2U << 24});
      EXPECT_EQ(ones(read, i), 0.25F * normal(words[0]) > 0.125F ? 1 : 0);
    }
  }
}

TEST(AnalogArray, GainAndFullScaleNormaliseThePartialSum) {
  // 5 rows in sub-arrays of 3 and 2; level 3 of 3 on every row and weight +1: x = gain, whatever the rows.
  spec::Variant variant;
  variant.crossbar = {.rows = 5, .columns = 2, .array_rows = 3};
  variant.input = {.streams = 1, .stream_bits = 2};
  variant.device.mtj_gain = 1e6;
  variant.device.mtj_offset = 0.5;
  AnalogArray array(variant, 1);
  array.program(Codes(5, 2, 1));
  array.set_gain(host::Direction::forward, {0.501F, 0.499F});
  EXPECT_EQ(array.ones(Codes(1, 5, 3), 8).values()[0], 8);
  const Codes ones = array.ones(Codes(1, 5, 3), 8);
  EXPECT_EQ(std::vector<std::int32_t>(ones.values().begin(), ones.values().end()),
            (std::vector<std::int32_t>{8, 0, 8, 0}));
}

TEST(AnalogArray, PhasesReadTheirColumnsAndALineWithoutOneSeesNoCurrent) {
  // Columns 0 .. 4 on lines 0, 1, 2 with M = 2: line 2 has no column in phase 1. A steep curve at 0.25 makes the bit of
  // an MTJ "x > 0.25"; the noise of a line is drawn at its MTJ of pair 0.
  spec::Variant variant;
  variant.crossbar = {.rows = 4, .columns = 5, .array_rows = 4};
  variant.readout.column_mux = 2;
  variant.readout.ping_pong = true;
  variant.device.read_noise = 0.5;
  variant.device.mtj_gain = 1e10;
  variant.device.mtj_offset = 0.25;
  Codes weights(4, 5, 0);
  for (const int column : {1, 2}) weights(0, column) = 1;  // x = gain / 4
  AnalogArray array(variant, 8);
  array.program(weights);
  array.set_gain(host::Direction::forward, std::vector<float>(5, 2.0F));
  const std::vector<std::int32_t> drive = {1, 0, 0, 0};
  std::vector<std::uint64_t> bits(1);
  for (std::uint32_t read = 0; read < 100; ++read) {
    const int phase = static_cast<int>(read % 2);
    array.read(drive, phase);
    for (const int sample : {0, 1}) {
      array.sample(sample, bits);
      for (std::uint32_t line = 0; line < 3; ++line) {
        const int column = static_cast<int>(line) * 2 + phase;
        const auto noise = normal(host::philox({8, 0}, {read, 0, line * 2, 2U << 24})[0]);
        const float x = (column == 1 || column == 2 ? 0.5F : 0.0F) + 0.5F * noise;
        const bool expected = column < 5 && x > 0.25F;
        EXPECT_EQ(bits[0] >> (line * 2 + static_cast<std::uint32_t>(sample)) & 1, expected ? 1U : 0U);
        EXPECT_EQ(bits[0] >> (line * 2 + static_cast<std::uint32_t>(1 - sample)) & 1, 0U) << "not used";
      }
    }
  }
  EXPECT_THROW(array.read(drive, 2), std::invalid_argument);
  EXPECT_THROW(array.read(drive, -1), std::invalid_argument);
}

TEST(AnalogArray, RefusesIllegalArguments) {
  AnalogArray array(noisy_variant(), 1);
  std::vector<std::uint64_t> bits(5);
  EXPECT_THROW(array.sample(0, bits), std::logic_error);
  EXPECT_THROW(array.program(Codes(21, 44, 0)), std::invalid_argument);
  EXPECT_THROW(array.program(Codes(21, 45, 4)), std::invalid_argument);
  EXPECT_THROW(array.set_gain(host::Direction::forward, std::vector<float>(44, 1.0F)), std::invalid_argument);
  EXPECT_THROW(array.set_gain(host::Direction::forward, std::vector<float>(45, 0.0F)), std::invalid_argument);
  EXPECT_THROW(
      array.set_gain(host::Direction::forward, std::vector<float>(45, std::numeric_limits<float>::quiet_NaN())),
      std::invalid_argument);
  EXPECT_THROW(array.read(std::vector<std::int32_t>(20, 0)), std::invalid_argument);
  array.read(std::vector<std::int32_t>(21, 0));
  bits.resize(4);
  EXPECT_THROW(array.sample(0, bits), std::invalid_argument);
  try {
    array.program(Codes(21, 45, -4));
  } catch (const std::invalid_argument& error) {
    EXPECT_STREQ(error.what(), "weight code of row 0, column 0: -4: allowed is -3 .. 3");
  }
}

}  // namespace
}  // namespace spintile::refmodel
