// BACKWARD: of the array, and of the bus. The oracle is the FORWARD of the tile that is transposed.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "refmodel/analog/analog_array.h"
#include "refmodel/numeric/normal.h"
#include "refmodel/tile/golden_bus.h"
#include "refmodel/tile/golden_tile.h"
#include "spec/derive.h"
#include "verif/random_variant.h"
#include "verif/tests/binomial.h"

namespace spintile::refmodel {
namespace {

using host::Direction;
using spec::Command;
using spec::Error;
using spec::Space;
using Codes = host::Matrix<std::int32_t>;
using FullScale = AnalogArray::FullScale;
namespace reg = spec::register_offset;

constexpr std::uint32_t backward_array = 1U << 30;

spec::Variant small_variant() {
  spec::Variant variant;
  variant.name = "small";
  variant.crossbar = {.rows = 21, .columns = 13, .array_rows = 8, .weight_slices = 2, .slice_bits = 1};
  variant.input = {.streams = 2, .stream_bits = 2};
  variant.backward.array_columns = 5;
  variant.device.read_noise = 0.1;
  return variant;
}

Codes random_codes(host::PhiloxSequence& random, int rows, int columns, int limit) {
  Codes codes(rows, columns);
  for (std::int32_t& code : codes.values()) {
    code = static_cast<std::int32_t>(random.below(static_cast<std::uint32_t>(2 * limit + 1))) - limit;
  }
  return codes;
}

Codes transposed(const Codes& codes) {
  Codes result(codes.columns(), codes.rows());
  for (int row = 0; row < codes.rows(); ++row) {
    for (int column = 0; column < codes.columns(); ++column) result(column, row) = codes(row, column);
  }
  return result;
}

std::vector<float> gains(int size) {
  std::vector<float> gain;
  for (int i = 0; i < size; ++i) gain.push_back(1.0F + 0.25F * static_cast<float>(i));
  return gain;
}

TEST(AnalogBackward, IsTheForwardReadOfTheTransposedArrayBitForBit) {
  host::PhiloxSequence random({61, 0x80000000}, 0);
  for (const int mux : {1, 2, 5}) {
    for (const bool ping_pong : {false, true}) {
      spec::Variant variant = small_variant();
      variant.readout.column_mux = mux;
      variant.readout.ping_pong = ping_pong;
      const Codes weights = random_codes(random, 21, 13, 3);
      const Codes errors = random_codes(random, 9, 13, 3);
      AnalogArray array(variant, 5, 3);
      AnalogArray oracle(spec::backward_of(variant), 5, 3 + backward_array, Simd::baseline);
      array.program(weights);
      oracle.program(transposed(weights));
      array.set_gain(Direction::forward, gains(13));
      array.set_gain(Direction::backward, gains(21));
      oracle.set_gain(Direction::forward, gains(21));
      array.ones(random_codes(random, 4, 21, 3), 3);  // counts as no BACKWARD
      EXPECT_EQ(array.ones(errors, 7, FullScale::subarray, Direction::backward), oracle.ones(errors, 7));
      EXPECT_EQ(array.reads(Direction::backward), static_cast<std::uint64_t>(9 * mux));
      EXPECT_EQ(array.reads(), static_cast<std::uint64_t>(4 * mux));

      // Sample by sample; bits past the converters of the direction are 0.
      std::vector<std::uint64_t> bits((static_cast<std::size_t>(spec::converters(variant)) + 63) / 64);
      std::vector<std::uint64_t> expected(
          (static_cast<std::size_t>(spec::converters(spec::backward_of(variant))) + 63) / 64);
      array.read(errors.row(0), mux - 1, FullScale::subarray, Direction::backward);
      oracle.read(errors.row(0), mux - 1);
      for (int sample = 0; sample < 6; ++sample) {
        array.sample(sample, bits);
        oracle.sample(sample, expected);
        expected.resize(bits.size());
        EXPECT_EQ(bits, expected);
        expected.resize((static_cast<std::size_t>(spec::converters(spec::backward_of(variant))) + 63) / 64);
      }
    }
  }
}

TEST(AnalogBackward, LeavesForwardReadsAsTheyAreWithoutIt) {
  host::PhiloxSequence random({62, 0x80000000}, 0);
  spec::Variant variant = small_variant();
  variant.device.programming_error = 0.1;
  variant.device.mtj_gain_spread = 0.2;
  variant.device.mtj_offset_spread = 0.1;
  variant.device.offset_drift = 1e5;
  const Codes weights = random_codes(random, 21, 13, 3);
  const Codes inputs = random_codes(random, 8, 21, 3);
  AnalogArray array(variant, 5);
  AnalogArray plain(spec::forward_of(variant), 5);
  for (AnalogArray* each : {&array, &plain}) each->program(weights);
  for (int vector = 0; vector < inputs.rows(); ++vector) {
    Codes one(1, 21);
    std::ranges::copy(inputs.row(vector), one.values().begin());
    EXPECT_EQ(array.ones(one, 5), plain.ones(one, 5));
    array.ones(random_codes(random, 1, 13, 3), 5, FullScale::subarray, Direction::backward);
  }
  EXPECT_THROW(plain.set_gain(Direction::backward, gains(21)), std::invalid_argument);
  EXPECT_THROW(plain.read(std::vector<std::int32_t>(13), 0, FullScale::subarray, Direction::backward),
               std::invalid_argument);
  EXPECT_THROW(array.read(std::vector<std::int32_t>(21), 0, FullScale::subarray, Direction::backward),
               std::invalid_argument);
  EXPECT_THROW(array.set_gain(Direction::backward, gains(13)), std::invalid_argument);
}

TEST(AnalogBackward, LeavesTheGoldenTileAsItIsWithoutIt) {
  host::PhiloxSequence random({66, 0x80000000}, 0);
  spec::Variant variant = small_variant();
  variant.readout.column_mux = 2;
  variant.requantise.scale_bits = 8;
  const Codes weights = random_codes(random, 21, 13, 3);
  const Codes inputs = random_codes(random, 5, 21, 15);
  GoldenTile tile(variant, 5);
  GoldenTile plain(spec::forward_of(variant), 5);
  for (GoldenTile* each : {&tile, &plain}) each->program(weights);
  EXPECT_EQ(tile.forward(inputs), plain.forward(inputs));
}

TEST(AnalogBackward, SeesCellsAsTheyAre) {
  spec::Variant variant = small_variant();
  variant.crossbar.weight_slices = 1;
  variant.device.read_noise = 0.0;
  variant.device.mtj_gain = 1e6;  // ones: samples where the sum is above 0
  AnalogArray array(variant, 1);
  host::Matrix<float> cells(21, 13, 0.5F);
  const Codes drive(1, 13, 1);
  const auto positive = [&] {
    const Codes ones = array.ones(drive, 1, FullScale::subarray, Direction::backward);
    std::vector<int> rows;
    for (int k = 0; k < 21; ++k) rows.push_back(ones(0, k));  // of the first sub-array
    return rows;
  };
  array.set_cells(cells);
  std::vector<int> expected(21, 1);
  EXPECT_EQ(positive(), expected);
  for (float& cell : cells.row(4)) cell = -0.5F;
  for (float& cell : cells.row(20)) cell = -0.5F;
  array.set_rows(cells, 4, 5);
  expected[4] = 0;
  EXPECT_EQ(positive(), expected) << "row 4 alone";
  array.set_rows(cells, 19, 21);
  expected[20] = 0;
  EXPECT_EQ(positive(), expected);
  EXPECT_EQ(array.weights()(20, 3), -0.5F);
  EXPECT_THROW(array.set_rows(cells, 20, 22), std::invalid_argument);
}

TEST(AnalogBackward, StuckConvertersAndSpreadsAreThoseOfTheConverter) {
  spec::Variant variant = small_variant();
  variant.device.read_noise = 0.0;
  variant.device.stuck_at_1 = 0.4;
  variant.device.mtj_offset_spread = 0.5;
  variant.device.mtj_gain = 1e6;  // a bit is 1 where the offset of the converter is below 0
  AnalogArray array(variant, 9, 2);
  const Codes forward = array.ones(Codes(1, 21), 3);
  const Codes backward = array.ones(Codes(1, 13), 3, FullScale::subarray, Direction::backward);
  ASSERT_NE(forward.columns(), backward.columns());
  int ones = 0;
  for (int i = 0; i < std::min(forward.columns(), backward.columns()); ++i) {
    EXPECT_EQ(forward(0, i), backward(0, i)) << i;
    ones += forward(0, i) == 3 ? 1 : 0;
  }
  for (int i = 0; i < backward.columns(); ++i) {
    const auto line = static_cast<std::uint32_t>(i);
    const bool stuck = host::philox({9, 2}, {0, 0, line, 9U << 24})[0] >> 8 < static_cast<std::uint32_t>(0.4 * 0x1p24);
    const bool below = normal(host::philox({9, 2}, {0, 0, line, 5U << 24})[0]) < 0.0F;
    EXPECT_EQ(backward(0, i), stuck || below ? 3 : 0) << i;
  }
  EXPECT_GT(ones, 10);
}

TEST(AnalogBackward, MtjsKeepTheirStateFromOneDirectionToTheOther) {
  spec::Variant variant = small_variant();
  variant.crossbar.weight_slices = 1;
  variant.device.read_noise = 0.0;
  variant.device.reset_failure = 1.0;  // what is 1 stays 1
  variant.device.mtj_gain = 1e6;
  AnalogArray array(variant, 1);
  array.set_cells(host::Matrix<float>(21, 13, 1.0F));
  const Codes off(1, 13, -3);
  const Codes before = array.ones(off, 1, FullScale::subarray, Direction::backward);
  EXPECT_EQ(std::ranges::count(before.values(), 1), 0);
  const host::State all_off = array.state();
  array.ones(Codes(1, 21, 3), 1);  // all of the forward converters switch
  const Codes after = array.ones(off, 1, FullScale::subarray, Direction::backward);
  const int forward = spec::converters(spec::forward_of(variant));
  for (int i = 0; i < after.columns(); ++i) EXPECT_EQ(after(0, i), i < forward ? 1 : 0) << i;

  array.set_state(all_off);
  EXPECT_EQ(array.reads(Direction::backward), 1U);
  EXPECT_EQ(array.reads(), 0U);
  EXPECT_EQ(array.ones(off, 1, FullScale::subarray, Direction::backward), before);
}

TEST(AnalogBackward, OnesAreThoseOfTheLogisticCurve) {
  // One column drives at level 2 of 3 into cells of 1: x = gain x 2/3 of the rows' sub-array of one column.
  spec::Variant variant;
  variant.crossbar = {.rows = 400, .columns = 1, .array_rows = 100};
  variant.input = {.streams = 1, .stream_bits = 2};
  variant.readout.samples_max = 100;
  variant.backward.array_columns = 1;
  variant.device.mtj_gain = 3.0;
  variant.device.mtj_offset = 0.1;
  AnalogArray array(variant, 12);
  array.set_cells(host::Matrix<float>(400, 1, 1.0F));
  array.set_gain(Direction::backward, std::vector<float>(400, 0.75F));
  const Codes ones = array.ones(Codes(1, 1, 2), 100, FullScale::subarray, Direction::backward);
  double count = 0.0;
  for (const std::int32_t n : ones.values()) count += n;
  const auto probability = [](double x) { return 1.0 / (1.0 + std::exp(-3.0 * (x - 0.1))); };
  EXPECT_LT(verif::binomial_deviation(count, 400.0 * 100.0, probability(0.5)), 5.0);
  EXPECT_GT(verif::binomial_deviation(count, 400.0 * 100.0, probability(0.54)), 5.0) << "a gain 8 % off must be seen";
}

std::uint32_t code(Command command, std::uint32_t operand = 0) {
  return static_cast<std::uint32_t>(command) | operand << 8;
}

void write_space(GoldenBus& bus, Space space, const std::vector<std::int64_t>& values) {
  ASSERT_TRUE(bus.write_register(reg::command, code(Command::write, static_cast<std::uint32_t>(space))));
  bus.take_packet(encode_packet(bus.layout(space), values));
  ASSERT_EQ(bus.read_register(reg::status).value, 2U);
}

/// With a BACKWARD, of any part of the columns.
spec::Variant random_backward_variant(host::PhiloxSequence& random) {
  spec::Variant variant = verif::random_variant(random);
  const int columns = variant.crossbar.columns;
  const int least = (columns + 63) / 64;
  variant.backward.array_columns = least + static_cast<int>(random.below(static_cast<std::uint32_t>(columns + 3)));
  variant.readout.column_mux = std::min(variant.readout.column_mux, variant.crossbar.rows);
  return variant;
}

/// Bits of a sample that depend on nothing but its place.
void answer(int stream, int phase, int sample, std::span<std::uint64_t> bits) {
  for (std::size_t word = 0; word < bits.size(); ++word) {
    const auto words =
        host::philox({7, 0x80000000}, {static_cast<std::uint32_t>(stream), static_cast<std::uint32_t>(phase),
                                       static_cast<std::uint32_t>(sample), static_cast<std::uint32_t>(word)});
    bits[word] = std::uint64_t{words[0]} << 32 | words[1];
  }
}

/// Ones of the first converters of those answers.
GoldenBus::ConverterOnes answered_ones(int converters, int samples, int mtjs) {
  return [=](int stream, int phase, std::span<std::int32_t> ones) {
    ASSERT_EQ(ones.size(), static_cast<std::size_t>(converters));
    std::vector<std::uint64_t> bits((ones.size() + 63) / 64);
    std::ranges::fill(ones, 0);
    for (int sample = 0; sample < samples; ++sample) {
      answer(stream, phase, sample, bits);
      for (std::size_t i = static_cast<std::size_t>(sample % mtjs); i < ones.size();
           i += static_cast<std::size_t>(mtjs))
        ones[i] += static_cast<std::int32_t>(bits[i / 64] >> (i % 64) & 1);
    }
  };
}

TEST(BusBackward, IsTheForwardOfTheTransposedTile) {
  host::PhiloxSequence random({63, 0x80000000}, 0);
  for (int repeat = 0; repeat < 200; ++repeat) {
    const spec::Variant variant = random_backward_variant(random);
    const spec::Variant turned = spec::backward_of(variant);
    const auto converters = static_cast<std::ptrdiff_t>(spec::converters(turned));
    const bool watched = spec::has_health_monitor(variant);
    GoldenBus bus(variant);
    GoldenBus oracle(turned);
    const auto samples = 1 + random.below(static_cast<std::uint32_t>(variant.readout.samples_max));
    std::vector<std::int64_t> flags(static_cast<std::size_t>(spec::converters(variant)));
    if (variant.readout.health_monitor == spec::HealthMonitor::exclude) {
      for (std::int64_t& flag : flags) flag = random.below(4) == 0 ? 1 : 0;
      write_space(bus, Space::health, flags);
      write_space(oracle, Space::health, {flags.begin(), flags.begin() + converters});
    }
    for (GoldenBus* each : {&bus, &oracle}) {
      ASSERT_TRUE(each->write_register(reg::samples, samples));
      ASSERT_EQ(each->write_register(reg::health, 1), watched);
      ASSERT_TRUE(each->write_register(reg::status, 4));
    }
    ASSERT_TRUE(bus.write_register(reg::command, code(Command::backward)));
    bus.run_backward(answer);
    EXPECT_EQ(bus.read_register(reg::status).value, 2U);
    ASSERT_TRUE(oracle.write_register(reg::command, code(Command::forward)));
    oracle.run_forward(answer);

    std::vector<std::int64_t> accumulators = oracle.space(Space::accumulator);
    ASSERT_EQ(accumulators.size(), static_cast<std::size_t>(variant.crossbar.rows));
    accumulators.resize(static_cast<std::size_t>(std::max(variant.crossbar.rows, variant.crossbar.columns)));
    ASSERT_EQ(bus.space(Space::accumulator), accumulators);
    const std::vector<std::int64_t> counts = oracle.space(Space::counter);
    const std::vector<std::int64_t> counters = bus.space(Space::counter);
    const auto slices = static_cast<std::size_t>(variant.crossbar.weight_slices);
    for (std::size_t i = 0; i < counters.size(); ++i) {
      const std::size_t slice = i / (counters.size() / slices);
      const std::size_t line = i % (counters.size() / slices);
      const std::size_t lines = counts.size() / slices;
      ASSERT_EQ(counters[i], line < lines ? counts[slice * lines + line] : 0) << i;
    }
    if (watched) {
      std::vector<std::int64_t> seen = oracle.space(Space::health);
      seen.insert(seen.end(), flags.begin() + converters, flags.end());
      ASSERT_EQ(bus.space(Space::health), seen) << "converters that take no sample are not watched";
    }

    // Outputs are those of the last FORWARD; and that clears what only a BACKWARD has.
    GoldenBus plain(spec::forward_of(variant));
    ASSERT_TRUE(plain.write_register(reg::samples, samples));
    for (GoldenBus* each : {&bus, &plain}) {
      if (variant.readout.health_monitor == spec::HealthMonitor::exclude) {
        write_space(*each, Space::health, std::vector<std::int64_t>(each->space(Space::health).size()));
      }
      ASSERT_TRUE(each->write_register(reg::command, code(Command::forward)));
      each->run_forward(answer);
    }
    accumulators = plain.space(Space::accumulator);
    accumulators.resize(static_cast<std::size_t>(std::max(variant.crossbar.rows, variant.crossbar.columns)));
    ASSERT_EQ(bus.space(Space::accumulator), accumulators);
    ASSERT_TRUE(bus.write_register(reg::command, code(Command::backward)));
    bus.run_backward(answer);
    ASSERT_EQ(bus.space(Space::output), plain.space(Space::output));
  }
}

TEST(BusBackward, OnesOfAllSamplesAreTheSumsOfTheSamples) {
  host::PhiloxSequence random({64, 0x80000000}, 0);
  for (int repeat = 0; repeat < 200; ++repeat) {
    const spec::Variant variant = random_backward_variant(random);
    const int mtjs = spec::mtjs_per_line(variant);
    GoldenBus by_sample(variant);
    const auto samples = static_cast<int>(1 + random.below(static_cast<std::uint32_t>(variant.readout.samples_max)));
    ASSERT_TRUE(by_sample.write_register(reg::samples, static_cast<std::uint32_t>(samples)));
    if (variant.readout.health_monitor == spec::HealthMonitor::exclude) {
      std::vector<std::int64_t> flags(static_cast<std::size_t>(spec::converters(variant)));
      for (std::int64_t& flag : flags) flag = random.below(4) == 0 ? 1 : 0;
      write_space(by_sample, Space::health, flags);
    }
    GoldenBus at_once = by_sample;
    const auto same = [&] {
      for (const Space space : {Space::accumulator, Space::counter, Space::output})
        ASSERT_EQ(at_once.space(space), by_sample.space(space));
    };
    for (GoldenBus* bus : {&by_sample, &at_once}) {
      ASSERT_TRUE(bus->write_register(reg::command, code(Command::forward)));
    }
    by_sample.run_forward(answer);
    at_once.run_forward(answered_ones(spec::converters(spec::forward_of(variant)), samples, mtjs));
    same();
    for (GoldenBus* bus : {&by_sample, &at_once}) {
      ASSERT_TRUE(bus->write_register(reg::command, code(Command::backward)));
    }
    by_sample.run_backward(answer);
    at_once.run_backward(answered_ones(spec::converters(spec::backward_of(variant)), samples, mtjs));
    same();
    if (!spec::has_health_monitor(variant)) continue;
    ASSERT_TRUE(at_once.write_register(reg::health, 1));
    ASSERT_TRUE(at_once.write_register(reg::command, code(Command::forward)));
    EXPECT_THROW(at_once.run_forward(answered_ones(0, 1, 1)), std::logic_error) << "a monitor looks at samples";
  }
}

TEST(BusBackward, IsACommandOfVariantsThatHaveIt) {
  spec::Variant variant = small_variant();
  variant.crossbar.fast_array = true;
  GoldenBus plain(spec::forward_of(variant));
  EXPECT_FALSE(plain.write_register(reg::command, code(Command::backward)));
  EXPECT_EQ(plain.read_register(reg::status).value >> 8, static_cast<std::uint32_t>(Error::unknown_command));

  GoldenBus bus(variant);
  std::vector<std::int64_t> errors(13);
  for (std::size_t j = 0; j < errors.size(); ++j) errors[j] = static_cast<std::int64_t>(j) - 6;
  write_space(bus, Space::output_error, errors);
  EXPECT_EQ(bus.drive(0, Direction::backward), (std::vector<std::int32_t>{-2, -1, 0, -3, -2, -1, 0, 1, 2, 3, 0, 1, 2}));
  EXPECT_EQ(bus.drive(1, Direction::backward), (std::vector<std::int32_t>{-1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1}));
  EXPECT_EQ(bus.drive(0), std::vector<std::int32_t>(21));
  ASSERT_TRUE(bus.write_register(reg::command, code(Command::backward, 1)));
  EXPECT_EQ(bus.array(), host::Array::fast);
  EXPECT_THROW(bus.run_forward(answer), std::logic_error);
  bus.run_backward(answer);
  EXPECT_FALSE(bus.write_register(reg::command, code(Command::backward, 2)));
  EXPECT_EQ(bus.read_register(reg::status).value >> 8, static_cast<std::uint32_t>(Error::illegal_value));
  bus.reset();
  EXPECT_EQ(bus.space(Space::output_error), std::vector<std::int64_t>(13));
  EXPECT_EQ(bus.array(), host::Array::weight);
}

/// Two streams of two bits; 13 columns in sub-arrays of at most 5: 5, 4 and 4.
std::int64_t signs(std::span<const std::int32_t> errors, std::span<const std::int32_t> weights) {
  std::int64_t result = 0;
  for (int stream = 0; stream < 2; ++stream) {
    for (const auto& [first, end] : {std::pair(0U, 5U), std::pair(5U, 9U), std::pair(9U, 13U)}) {
      int sum = 0;
      for (std::size_t column = first; column < end; ++column) {
        const int digit = std::abs(errors[column]) >> (2 * stream) & 3;
        sum += (errors[column] < 0 ? -digit : digit) * weights[column];
      }
      result += (sum > 0 ? 1 : -1) * (1 << (2 * stream));
    }
  }
  return result;
}

TEST(BusBackward, IsAPlainSumOfSignsThroughSenseAmplifiers) {
  spec::Variant variant = small_variant();
  variant.crossbar.weight_slices = 1;
  variant.readout.kind = spec::ReadoutKind::sense_amplifier;
  variant.readout.samples_max = 1;
  variant.readout.column_mux = 2;
  variant.device.read_noise = 0.0;
  host::PhiloxSequence random({65, 0x80000000}, 0);
  const Codes weights = random_codes(random, 21, 13, 1);
  AnalogArray array(variant, 1);
  array.program(weights);
  GoldenBus bus(variant);
  for (int repeat = 0; repeat < 20; ++repeat) {
    const Codes errors = random_codes(random, 1, 13, 15);
    write_space(bus, Space::output_error, {errors.values().begin(), errors.values().end()});
    ASSERT_TRUE(bus.write_register(reg::command, code(Command::backward)));
    bus.run_backward([&](int stream, int phase, int sample, std::span<std::uint64_t> bits) {
      array.read(bus.drive(stream, Direction::backward), phase, FullScale::subarray, Direction::backward);
      array.sample(sample, bits);
    });
    for (int row = 0; row < 21; ++row) {
      EXPECT_EQ(bus.space(Space::accumulator)[static_cast<std::size_t>(row)], signs(errors.row(0), weights.row(row)));
    }
  }
}

}  // namespace
}  // namespace spintile::refmodel
