#include "refmodel/tile/golden_tile.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "host/philox.h"
#include "refmodel/tile/golden_bus.h"
#include "spec/derive.h"
#include "spec/interface.h"
#include "verif/random_variant.h"

namespace spintile::refmodel {
namespace {

using Codes = host::Matrix<std::int32_t>;

Codes random_codes(host::PhiloxSequence& random, int rows, int columns, std::int32_t limit) {
  Codes codes(rows, columns);
  for (std::int32_t& code : codes.values()) {
    code = static_cast<std::int32_t>(random.below(static_cast<std::uint32_t>(2 * limit + 1))) - limit;
  }
  return codes;
}

std::vector<std::int64_t> random_elements(host::PhiloxSequence& random, const spec::SpaceLayout& layout) {
  std::vector<std::int64_t> values(static_cast<std::size_t>(layout.elements));
  const auto count = static_cast<std::uint64_t>(layout.maximum() - layout.minimum()) + 1;
  for (std::int64_t& value : values) {
    value = layout.minimum() + static_cast<std::int64_t>((std::uint64_t{random.next()} * count) >> 32);
  }
  return values;
}

void send(GoldenBus& bus, const spec::Variant& variant, spec::Space space, std::span<const std::int64_t> values) {
  const auto command = static_cast<std::uint32_t>(spec::Command::write) | (static_cast<std::uint32_t>(space) << 8);
  ASSERT_TRUE(bus.write_register(spec::register_offset::command, command));
  bus.take_packet(encode_packet(spec::space_layout(variant, space), values));
}

// The batched engine against the transaction-level one, fed by single reads and single samples of an array of its own.
TEST(GoldenTile, BatchEqualsTheBusWithItsConverters) {
  host::PhiloxSequence random({21, 0x80000000}, 0);
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    spec::Variant variant = verif::random_variant(random);
    variant.device.programming_error = 0.05;
    variant.device.read_noise = seed % 2 == 0 ? 0.1 : 0.0;
    variant.device.reset_failure = seed % 3 == 0 ? 0.3 : 0.0;
    variant.device.offset_drift = seed % 5 == 0 ? 1.0 : 0.0;
    if (seed % 4 == 3) variant.device.mtj_model = spec::MtjModel::neel_brown;
    const host::Array which = variant.crossbar.fast_array ? host::Array::fast : host::Array::weight;
    SCOPED_TRACE(seed);
    const int samples = 1 + static_cast<int>(random.below(static_cast<std::uint32_t>(variant.readout.samples_max)));
    const Codes weights =
        random_codes(random, variant.crossbar.rows, variant.crossbar.columns, spec::weight_code_max(variant));
    const Codes inputs = random_codes(random, 5, variant.crossbar.rows, spec::input_code_max(variant));
    const host::Requantisation requantisation = {
        random_elements(random, spec::space_layout(variant, spec::Space::scale)),
        random_elements(random, spec::space_layout(variant, spec::Space::offset)),
        static_cast<int>(random.below(static_cast<std::uint32_t>(spec::shift_max(variant) + 1)))};
    const std::vector<float> gain(static_cast<std::size_t>(variant.crossbar.columns), 2.5F);

    GoldenTile tile(variant, seed);
    tile.program(weights, which);
    tile.set_column_gain(gain);
    tile.set_samples(samples);
    tile.set_requantisation(requantisation);
    const host::Readout readout = tile.forward(inputs, which);

    AnalogArray array(variant, seed, static_cast<std::uint32_t>(which), Simd::baseline);
    array.program(weights);
    array.set_gain(host::Direction::forward, gain);
    GoldenBus bus(variant);
    ASSERT_TRUE(bus.write_register(spec::register_offset::samples, static_cast<std::uint32_t>(samples)));
    ASSERT_TRUE(bus.write_register(spec::register_offset::shift, static_cast<std::uint32_t>(requantisation.shift)));
    send(bus, variant, spec::Space::scale, requantisation.scale);
    send(bus, variant, spec::Space::offset, requantisation.offset);
    for (int vector = 0; vector < inputs.rows(); ++vector) {
      send(bus, variant, spec::Space::input,
           std::vector<std::int64_t>(inputs.row(vector).begin(), inputs.row(vector).end()));
      ASSERT_TRUE(
          bus.write_register(spec::register_offset::command, static_cast<std::uint32_t>(spec::Command::forward)));
      bus.run_forward([&](int stream, int phase, int sample, std::span<std::uint64_t> bits) {
        if (sample == 0) array.read(bus.drive(stream), phase);
        array.sample(sample, bits);
      });
      for (int column = 0; column < variant.crossbar.columns; ++column) {
        const auto j = static_cast<std::size_t>(column);
        ASSERT_EQ(readout.accumulators(vector, column), bus.space(spec::Space::accumulator)[j]);
        ASSERT_EQ(readout.outputs(vector, column), bus.space(spec::Space::output)[j]);
      }
    }
  }
}

TEST(GoldenTile, SameBitsForAnySplitOfABatch) {
  spec::Variant variant;
  variant.crossbar = {.rows = 30, .columns = 70, .array_rows = 16};
  variant.input = {.streams = 3, .stream_bits = 1};
  variant.device.read_noise = 0.05;
  variant.device.mtj_gain_spread = 0.1;
  variant.device.neighbour_correlation = 0.2;
  variant.readout.column_mux = 3;
  variant.readout.ping_pong = true;
  host::PhiloxSequence random({22, 0x80000000}, 0);
  const Codes weights = random_codes(random, 30, 70, 1);
  const Codes inputs = random_codes(random, 53, 30, 7);
  GoldenTile whole(variant, 9);
  whole.program(weights);
  const host::Readout expected = whole.forward(inputs);

  for (const Simd simd : {Simd::baseline, best_simd()}) {
    GoldenTile parts(variant, 9, simd);
    parts.program(weights);
    int first = 0;
    for (const int count : {1, 0, 16, 17, 2, 17}) {
      Codes part(count, 30);
      for (int vector = 0; vector < count; ++vector) {
        std::copy(inputs.row(first + vector).begin(), inputs.row(first + vector).end(), part.row(vector).begin());
      }
      const host::Readout readout = parts.forward(part);
      for (int vector = 0; vector < count; ++vector) {
        for (int column = 0; column < 70; ++column) {
          ASSERT_EQ(readout.accumulators(vector, column), expected.accumulators(first + vector, column));
          ASSERT_EQ(readout.outputs(vector, column), expected.outputs(first + vector, column));
        }
      }
      first += count;
    }
    ASSERT_EQ(first, inputs.rows());
  }
}

// Compilers, flags and machines must agree: a change of this number is a change of the numbers of the contract.
TEST(GoldenTile, SameBitsEverywhere) {
  spec::Variant variant;
  variant.crossbar = {.rows = 61, .columns = 37, .array_rows = 20, .weight_slices = 2, .slice_bits = 2};
  variant.input = {.streams = 2, .stream_bits = 2};
  variant.device.programming_error = 0.03;
  variant.device.read_noise = 0.02;
  variant.device.mtj_gain = 3.59813326;
  variant.device.mtj_offset = 0.00821371;
  host::PhiloxSequence random({24, 0x80000000}, 0);
  GoldenTile tile(variant, 2024);
  tile.program(random_codes(random, 61, 37, 15));
  tile.set_column_gain(std::vector<float>(37, 3.0F));
  const host::Readout readout = tile.forward(random_codes(random, 200, 61, 15));
  std::uint64_t hash = 0xCBF29CE484222325;  // FNV-1a over the accumulators
  for (const std::int64_t y : readout.accumulators.values()) {
    hash = (hash ^ static_cast<std::uint64_t>(y)) * 0x100000001B3;
  }
  EXPECT_EQ(hash, 0xEA8B935D41927FAFU);
}

TEST(GoldenTile, ArraysAreProgrammedAndCountedApart) {
  spec::Variant variant;
  variant.crossbar = {.rows = 12, .columns = 9, .array_rows = 6, .fast_array = true};
  variant.device.read_noise = 0.1;
  host::PhiloxSequence random({25, 0x80000000}, 0);
  const Codes weights = random_codes(random, 12, 9, 1);
  const Codes fast_weights = random_codes(random, 12, 9, 1);
  const Codes inputs = random_codes(random, 6, 12, 1);
  GoldenTile both(variant, 3);
  both.program(weights);
  both.program(fast_weights, host::Array::fast);
  const host::Readout fast = both.forward(inputs, host::Array::fast);
  const host::Readout weight = both.forward(inputs);

  GoldenTile alone(variant, 3);
  alone.program(fast_weights, host::Array::fast);
  EXPECT_EQ(alone.forward(inputs, host::Array::fast), fast);
  variant.crossbar.fast_array = false;
  GoldenTile plain(variant, 3);
  plain.program(weights);
  EXPECT_EQ(plain.forward(inputs), weight) << "reads of A do not count for W";
  EXPECT_NE(fast, weight);
}

TEST(GoldenTile, ColumnsAreTheSameOnWhicheverLineTheyAre) {
  // A sense amplifier without noise draws nothing: the multiplexer may not change a single bit.
  spec::Variant variant;
  variant.crossbar = {.rows = 20, .columns = 11, .array_rows = 7, .weight_slices = 2};
  variant.input = {.streams = 3, .stream_bits = 1};
  variant.readout.kind = spec::ReadoutKind::sense_amplifier;
  variant.readout.samples_max = 1;
  host::PhiloxSequence random({26, 0x80000000}, 0);
  const Codes weights = random_codes(random, 20, 11, 3);
  const Codes inputs = random_codes(random, 20, 20, 7);
  const auto read_out = [&](int mux) {
    variant.readout.column_mux = mux;
    GoldenTile tile(variant, 3);
    tile.program(weights);
    return tile.forward(inputs);
  };
  for (const int mux : {2, 3, 4, 11}) EXPECT_EQ(read_out(mux), read_out(1)) << mux;
}

/// Greatest deviation, in its standard deviations, of the mean of y from n sum_m 2^m sum_s tanh(assumed_gain x / 2):
/// the expectation of a converter of that gain, worked out from the codes alone.
double worst_deviation(double gain, double offset, double assumed_gain) {
  spec::Variant variant;
  variant.crossbar = {.rows = 50, .columns = 40, .array_rows = 20};
  variant.input = {.streams = 3, .stream_bits = 1};
  variant.device.mtj_gain = gain;
  variant.device.mtj_offset = offset;
  constexpr int repeats = 4000;
  constexpr int samples = 4;
  host::PhiloxSequence random({23, 0x80000000}, 0);
  const Codes weights = random_codes(random, 50, 40, 1);
  const Codes vector = random_codes(random, 1, 50, 7);
  Codes inputs(repeats, 50);
  for (int repeat = 0; repeat < repeats; ++repeat) {
    std::copy(vector.row(0).begin(), vector.row(0).end(), inputs.row(repeat).begin());
  }
  GoldenTile tile(variant, 4);
  tile.program(weights);
  tile.set_samples(samples);
  const host::Readout readout = tile.forward(inputs);

  double worst = 0.0;
  for (int column = 0; column < 40; ++column) {
    double mean = 0.0;
    double variance = 0.0;
    for (int stream = 0; stream < 3; ++stream) {
      for (const auto& [first, end] : {std::pair{0, 17}, {17, 34}, {34, 50}}) {
        int sum = 0;
        for (int row = first; row < end; ++row) {
          const int code = vector(0, row);
          const int level = (std::abs(code) >> stream) % 2 * (code < 0 ? -1 : 1);
          sum += level * weights(row, column);
        }
        const double expectation = std::tanh(assumed_gain * sum / (end - first) / 2.0);
        mean += samples * std::ldexp(expectation, stream);
        variance += samples * std::ldexp(1.0 - expectation * expectation, 2 * stream);
      }
    }
    double total = 0.0;
    for (int repeat = 0; repeat < repeats; ++repeat) total += static_cast<double>(readout.accumulators(repeat, column));
    worst = std::max(worst, std::fabs(total / repeats - mean) / std::sqrt(variance / repeats));
  }
  return worst;
}

TEST(GoldenTile, MeanIsTheSumOfTanh) { EXPECT_LT(worst_deviation(8.0, 0.0, 8.0), 5.0); }

TEST(GoldenTile, ABrokenModelMissesTheMean) {
  EXPECT_GT(worst_deviation(7.2, 0.0, 8.0), 5.0) << "gain 10 % low";
  EXPECT_GT(worst_deviation(8.0, 0.02, 8.0), 5.0) << "offset 0.02 off";
}

template <class Call>
void expect_refusal(const Call& call, const char* message) {
  try {
    call();
    ADD_FAILURE() << "not refused: " << message;
  } catch (const std::invalid_argument& error) {
    EXPECT_STREQ(error.what(), message);
  }
}

TEST(GoldenTile, RefusesIllegalArguments) {
  spec::Variant variant;
  variant.crossbar = {.rows = 3, .columns = 2, .array_rows = 3};
  variant.input = {.streams = 2, .stream_bits = 1};
  GoldenTile tile(variant, 1);
  expect_refusal([&] { tile.program(Codes(2, 2)); }, "weight codes: 2 x 2: allowed is 3 x 2");
  expect_refusal([&] { tile.program(Codes(3, 2), host::Array::fast); }, "array: 1: allowed is 0 .. 0");
  expect_refusal([&] { tile.forward(Codes(1, 3), host::Array::fast); }, "array: 1: allowed is 0 .. 0");
  expect_refusal([&] { tile.set_samples(0); }, "samples: 0: allowed is 1 .. 8");
  expect_refusal([&] { tile.set_samples(9); }, "samples: 9: allowed is 1 .. 8");
  expect_refusal([&] { tile.forward(Codes(1, 4)); }, "input codes: 4 rows: allowed is 3");
  expect_refusal([&] { tile.forward(Codes(1, 3, -4)); }, "input code: -4: allowed is -3 .. 3");
  expect_refusal([&] { tile.set_requantisation({{1}, {0, 0}, 0}); }, "scale: 1 values: allowed is 2");
  expect_refusal(
      [&] {
        tile.set_requantisation({{1, 32768}, {0, 0}, 0});
      },
      "scale of column 1: 32768: allowed is -32768 .. 32767");
  expect_refusal(
      [&] {
        tile.set_requantisation({{1, 1}, {0, 128}, 0});
      },
      "offset of column 1: 128: allowed is -128 .. 127");
  expect_refusal([&] { tile.set_requantisation({{1, 1}, {0, 0}, -1}); }, "shift: -1: allowed is 0 .. 21");
}

}  // namespace
}  // namespace spintile::refmodel
