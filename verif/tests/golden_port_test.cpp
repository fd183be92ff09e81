#include "refmodel/tile/golden_port.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "host/converter_scale.h"
#include "host/learning_policy.h"
#include "host/pulse_probabilities.h"
#include "refmodel/periphery/transfer_arithmetic.h"
#include "refmodel/tile/analog_training_tile.h"
#include "refmodel/tile/golden_tile.h"
#include "spec/derive.h"
#include "spec/parse.h"
#include "verif/tests/random_values.h"
#include "verif/transfer_layout.h"

namespace spintile::refmodel {
namespace {

using host::Array;
using host::Direction;
using spec::Command;
using spec::Error;
using spec::Space;
namespace reg = spec::register_offset;

constexpr std::uint32_t tile_number = 3;
constexpr std::uint32_t seed = 21;

spec::Variant loaded(const std::string& name) {
  return spec::load_variant(SPINTILE_SOURCE_DIR "/variants/" + name + ".yaml");
}

/// 8 x 6, one sub-array in each direction: as many as an AnalogTrainingTile has for a one-hot read.
spec::Variant agad_variant() {
  spec::Variant variant = loaded("training_agad");
  variant.crossbar.array_rows = 8;
  variant.backward.array_columns = 6;
  return variant;
}

spec::ResistiveDevice device(double noise) {
  spec::ResistiveDevice device = spec::device_preset("soft_bounds_20");
  device.dw_min_std = noise;
  device.write_noise_std = 0.0;
  return device;
}

using Elements = std::vector<std::int64_t>;

template <class Values>
Elements elements(const Values& values) {
  return Elements(values.begin(), values.end());
}

/// The same word in every lane of rows first .. first + bits - 1.
void fill_rows(host::TilePort& port, int first, int bits, std::uint64_t word) {
  port.write_register(reg::in_tile + reg::lanes, static_cast<std::uint32_t>(first | bits << 16));
  port.write(Space::lanes,
             Elements(static_cast<std::size_t>(port.variant().crossbar.columns), static_cast<std::int64_t>(word)));
}

void set_up_transfer(host::TilePort& port, const TransferConstants& constants) {
  const spec::Variant& variant = port.variant();
  const verif::TransferLayout layout = verif::transfer_layout(variant);
  port.write_register(reg::in_tile + reg::program, static_cast<std::uint32_t>(layout.program.words.size()) << 16);
  Elements words;
  for (const spec::sot::Word& word : layout.program.words) {
    words.push_back(static_cast<std::int64_t>(spec::sot::encode(word)));
  }
  port.write(Space::program, words);
  EXPECT_EQ(port.read(Space::program), words);
  for (std::uint32_t base = 0; base < 8; ++base) {
    port.write_register(reg::in_tile + reg::base0 + 4 * base, static_cast<std::uint32_t>(layout.bases[base]));
  }
  int row = layout.bases[6];
  for (const std::uint32_t word : {constants.lambda, constants.after, constants.keep, constants.beta}) {
    fill_rows(port, row, 16, word);
    row += 16;
  }
}

/// A training tile with its rules as arithmetic, and one driven by commands alone: forward, backward, update, transfer.
TEST(GoldenPort, TrainsBitForBitAsTheAnalogTrainingTile) {
  const spec::Variant variant = agad_variant();
  const int rows = variant.crossbar.rows;
  const int columns = variant.crossbar.columns;

  TrainingTileOptions options;
  options.algorithm = {.kind = spec::Algorithm::agad,
                       .fast_lr = 0.3,
                       .transfer_pulses = variant.transfer.pulses,
                       .arithmetic = spec::TransferArithmetic::bf16,
                       .momentum = 0.25,
                       .chopper = spec::ChopperKind::both,
                       .chop_probability = 0.25,
                       .tail = 2.0};
  options.fast = device(0.3);
  options.slow = device(0.0);  // updates without a pulse are numbered too in a tile, but then draw nothing
  options.update = {.slots = variant.update.pulse_slots, .probability_bits = variant.update.probability_bits};
  options.read = {.kind = spec::ReadKind::stochastic, .samples = 15, .streams = 2, .stream_bits = 1, .array_rows = 8};
  options.transfer_read = options.read;
  AnalogTrainingTile oracle(options, rows, columns, seed, tile_number);

  GoldenPort port(
      {.variant = variant, .seed = seed, .number = tile_number, .weight = options.slow, .fast = options.fast});
  constexpr float rate = 0.2F;
  const double granularity = options.fast.dw_min;
  const TransferArithmetic arithmetic(variant.transfer, spec::transfer_code_bits(variant));
  const double lambda = double{rate} / granularity * host::one_hot_unit(options.transfer_read);
  set_up_transfer(port, arithmetic.constants(lambda, 0.25, 2.0 / 4.0));
  port.write_register(reg::warm_up, 5);
  port.write_register(reg::chopper, 3U | 1U << 30);
  port.write_register(reg::chop_period, 4);
  port.write(Space::random, elements(host::generator_states({seed, 2 * tile_number}, 15)));
  const auto gain = [](int lines, double lines_of_subarray) {
    return std::vector<float>(static_cast<std::size_t>(lines), static_cast<float>(0.5 * std::sqrt(lines_of_subarray)));
  };
  port.set_gain(Array::weight, Direction::forward, gain(columns, rows));
  port.set_gain(Array::weight, Direction::backward, gain(rows, columns));
  port.set_gain(Array::fast, Direction::forward, gain(columns, 1.0));
  const host::Matrix<float> weights = verif::random_values(1, rows, columns, 1);
  oracle.set_weights(weights);
  port.set_weights(Array::weight, weights);

  host::PhiloxSequence random({4, 0x80000000}, 0);
  const auto codes = [&](int lines) {
    host::Matrix<float> values(1, lines);
    for (float& value : values.values()) value = static_cast<float>(static_cast<int>(random.below(7)) - 3);
    values(0, 0) = 3.0F;  // the largest code: a vector and its codes are the same
    return values;
  };
  const auto expect_read = [&](const host::Matrix<float>& y, int driven) {
    const Elements sums = port.read(Space::accumulator);
    const double unit = 2.0 * driven / (15 * 8.0 * (0.5 * std::sqrt(driven)));
    for (int i = 0; i < y.columns(); ++i) {
      const double factor = unit * 3.0 / 3.0;
      ASSERT_EQ(y(0, i), static_cast<float>(static_cast<double>(sums[static_cast<std::size_t>(i)]) * factor)) << i;
    }
  };
  for (int step = 0; step < 150; ++step) {
    const host::Matrix<float> x = codes(rows);
    const host::Matrix<float> d = codes(columns);
    port.write(Space::input, elements(x.values()));
    port.run(Command::forward);
    expect_read(oracle.forward(x), rows);
    port.write(Space::output_error, elements(d.values()));
    port.run(Command::backward);
    expect_read(oracle.backward(d), columns);

    oracle.update(x, d, rate);
    const host::PulseProbabilities p =
        host::pulse_probabilities(x.row(0), d.row(0), options.algorithm.fast_lr, granularity, options.update);
    port.write_register(reg::slots, static_cast<std::uint32_t>(p.slots));
    port.write(Space::row_probability, elements(p.rows));
    port.write(Space::column_probability, elements(p.columns));
    port.run(Command::update, 1);
    ASSERT_EQ(port.weights(Array::fast), oracle.fast()->weights()) << step;
    port.run(Command::transfer);
    ASSERT_EQ(port.weights(Array::weight), oracle.weights()) << step;
  }
  EXPECT_GT(port.pulses(Array::weight), 100U);
  EXPECT_GT(port.pulses(Array::fast), 1000U);
  EXPECT_EQ(port.read_register(reg::sweeps), 150U / 8);
  const auto& commands = port.activity().commands;
  EXPECT_EQ(commands.at(Command::forward).count, 150U);
  EXPECT_EQ(commands.at(Command::forward).cycles, 150U * static_cast<unsigned>(spec::forward_cycles(variant, 15)));
  EXPECT_EQ(commands.at(Command::backward).cycles, 150U * static_cast<unsigned>(spec::backward_cycles(variant, 15)));
}

/// Of all kinds of randomness.
spec::Variant noisy_variant() {
  spec::Variant variant = agad_variant();
  variant.crossbar.array_rows = 3;
  variant.readout.column_mux = 2;
  variant.readout.ping_pong = true;
  variant.readout.health_monitor = spec::HealthMonitor::report;
  variant.device.read_noise = 0.05;
  variant.device.reset_failure = 0.2;
  variant.device.read_error = 0.1;
  variant.device.mtj_offset_spread = 0.2;
  variant.device.offset_drift = 1e4;
  return variant;
}

/// What a tile shows of some commands.
std::vector<Elements> commands(GoldenPort& port) {
  std::vector<Elements> seen;
  port.write(Space::random, Elements(15, 77));
  port.write(Space::row_probability, Elements{256, -256, 200, 100, -50, 0, 128, 256});
  port.write(Space::column_probability, Elements{256, -200, 100, 256, -256, 30});
  port.write(Space::input, Elements{3, -3, 2, 1, 0, -1, -2, 3});
  port.write(Space::output_error, Elements{3, -3, 2, 1, 0, -1});
  for (const std::uint32_t array : {0U, 1U, 0U}) {
    port.run(Command::forward, array);
    seen.push_back(port.read(Space::accumulator));
    port.run(Command::backward, array);
    seen.push_back(port.read(Space::accumulator));
    port.run(Command::update, array);
  }
  port.write_register(reg::transfer_row, 4);
  port.run(Command::transfer);  // of an empty program
  seen.push_back(port.read(Space::accumulator));
  return seen;
}

TEST(GoldenPort, GoesOnFromItsAnalogStateWithTheSameBits) {
  GoldenPort port(
      {.variant = noisy_variant(), .seed = seed, .number = tile_number, .weight = device(0.3), .fast = device(0.3)});
  commands(port);
  const host::State state = port.analog_state();
  const auto expected = commands(port);
  const host::Matrix<float> weights = port.weights(Array::weight);
  EXPECT_NE(commands(port), expected);
  port.set_analog_state(state);
  EXPECT_EQ(port.analog_state(), state);
  EXPECT_EQ(commands(port), expected);
  EXPECT_EQ(port.weights(Array::weight), weights);

  GoldenPort other(
      {.variant = noisy_variant(), .seed = seed, .number = tile_number, .weight = device(0.3), .fast = device(0.3)});
  other.set_analog_state(state);
  EXPECT_EQ(commands(other), expected);
  host::State damaged = state;
  damaged.erase("fast.reads");
  EXPECT_THROW(other.set_analog_state(damaged), std::invalid_argument);
  damaged = state;
  damaged["weight.mtjs"] = std::vector<std::uint32_t>(9);
  EXPECT_THROW(other.set_analog_state(damaged), std::invalid_argument);
  other.set_analog_state(state);
  EXPECT_EQ(commands(other), expected);

  // A tile of another number draws otherwise.
  GoldenPort stranger(
      {.variant = noisy_variant(), .seed = seed, .number = 0, .weight = device(0.3), .fast = device(0.3)});
  stranger.set_analog_state(state);
  EXPECT_NE(commands(stranger), expected);
}

TEST(GoldenPort, SamplesThatAMonitorLooksAtGiveTheSameSums) {
  GoldenPort port(
      {.variant = noisy_variant(), .seed = seed, .number = tile_number, .weight = device(0.3), .fast = device(0.3)});
  const host::State state = port.analog_state();
  const auto expected = commands(port);
  port.set_analog_state(state);
  port.write_register(reg::health, 1);
  EXPECT_EQ(commands(port), expected);
}

TEST(GoldenPort, OfWeightCodesIsTheGoldenTile) {
  spec::Variant variant = loaded("multi_level");
  variant.device.programming_error = 0.05;
  const spec::Crossbar& shape = variant.crossbar;
  host::PhiloxSequence random({5, 0x80000000}, 0);
  const auto codes = [&](int rows, int columns, int limit) {
    host::Matrix<std::int32_t> result(rows, columns);
    for (std::int32_t& code : result.values())
      code = static_cast<std::int32_t>(random.below(static_cast<std::uint32_t>(2 * limit + 1))) - limit;
    return result;
  };
  const auto weights = codes(shape.rows, shape.columns, spec::weight_code_max(variant));
  const auto inputs = codes(6, shape.rows, spec::input_code_max(variant));
  GoldenTile tile(variant, seed);
  GoldenPort port({.variant = variant, .seed = seed});
  tile.program(weights);
  port.program(Array::weight, weights);
  const host::State programmed = port.analog_state();
  const host::Readout expected = tile.forward(inputs);
  const auto run = [&] {
    for (int vector = 0; vector < inputs.rows(); ++vector) {
      port.write(Space::input, elements(inputs.row(vector)));
      port.run(Command::forward);
      EXPECT_EQ(port.read(Space::accumulator), elements(expected.accumulators.row(vector)));
      EXPECT_EQ(port.read(Space::output), elements(expected.outputs.row(vector)));
    }
  };
  run();
  port.program(Array::weight, weights);  // with other errors
  port.set_analog_state(programmed);
  run();
  const host::Matrix<float> read = port.weights(Array::weight);
  for (int row = 0; row < shape.rows; ++row) {
    for (int column = 0; column < shape.columns; ++column) {
      EXPECT_NEAR(read(row, column),
                  static_cast<float>(weights(row, column)) / static_cast<float>(spec::weight_code_max(variant)), 0.4);
    }
  }
  EXPECT_THROW(port.set_weights(Array::weight, read), std::invalid_argument);
  EXPECT_THROW(port.weights(Array::fast), std::invalid_argument);
  EXPECT_EQ(port.pulses(Array::weight), 0U);
}

TEST(GoldenPort, ReadsSeeAllUpdatesBeforeThem) {
  GoldenPort port({.variant = agad_variant(), .seed = seed, .weight = device(0.3), .fast = device(0.3)});
  const auto reads = [&] {
    Elements seen;
    port.write(Space::input, Elements(8, 3));
    port.write(Space::output_error, Elements(6, 3));
    for (const Command command : {Command::forward, Command::backward}) {
      port.run(command);
      const Elements sums = port.read(Space::accumulator);
      seen.insert(seen.end(), sums.begin(), sums.end());
    }
    return seen;
  };
  reads();
  port.write(Space::column_probability, Elements(6, 256));
  for (const auto& rows : {Elements{0, 0, 0, 256, 0, -256, 0, 0}, Elements{0, 256, 0, 0, 256, 0, 0, 0}}) {
    port.write(Space::row_probability, rows);
    port.run(Command::update);
  }
  const host::State state = port.analog_state();
  const Elements seen = reads();
  port.set_analog_state(state);  // all is read anew
  EXPECT_EQ(reads(), seen);
}

template <class Call>
Error refusal(const Call& call) {
  try {
    call();
  } catch (const host::TileError& error) {
    return error.error();
  }
  return Error::none;
}

TEST(GoldenPort, RefusalsNameTheErrorAndLeaveNoneBehind) {
  GoldenPort port({.variant = agad_variant(), .seed = seed, .weight = device(0.3), .fast = device(0.3)});
  EXPECT_EQ(refusal([&] { port.write_register(reg::samples, 0); }), Error::illegal_value);
  EXPECT_EQ(port.read_register(reg::status), 0U);
  EXPECT_EQ(refusal([&] { port.write_register(reg::identification, 0); }), Error::illegal_address);
  EXPECT_EQ(refusal([&] { port.read_register(0xFC); }), Error::illegal_address);
  EXPECT_EQ(refusal([&] { port.run(Command::forward, 2); }), Error::illegal_value);
  EXPECT_EQ(refusal([&] { port.run(Command::forward, 1 << 16); }), Error::illegal_value);
  EXPECT_EQ(refusal([&] { port.read(Space::health); }), Error::illegal_space);
  EXPECT_EQ(refusal([&] { port.write(Space::health, {}); }), Error::illegal_space);
  EXPECT_EQ(refusal([&] { port.write(Space::input, Elements(8, 4)); }), Error::element_range);
  EXPECT_EQ(refusal([&] { port.write(Space::accumulator, Elements(8)); }), Error::illegal_space);
  EXPECT_EQ(refusal([&] { port.run(Command::sot); }), Error::none) << "an empty store is an End";
  port.write_register(reg::in_tile + reg::program, 1U << 16);
  port.write(Space::program, Elements{std::int64_t{6} << 48});
  EXPECT_EQ(refusal([&] { port.run(Command::sot); }), Error::program);
  EXPECT_EQ(port.read_register(reg::status), 0U);
  EXPECT_THROW(port.write(Space::input, Elements(7)), std::invalid_argument);
  EXPECT_THROW(port.write(Space::input, Elements(8, 128)), std::invalid_argument);
  EXPECT_THROW(port.run(Command::read), std::invalid_argument);
  EXPECT_THROW(port.program(Array::weight, host::Matrix<std::int32_t>(8, 6)), std::invalid_argument);
  port.run(Command::backward, 1);
  EXPECT_EQ(port.read_register(reg::status), 2U);
  EXPECT_EQ(port.activity().commands.at(Command::sot).count, 2U);
  EXPECT_EQ(port.activity().commands.count(Command::forward), 0U);
}

}  // namespace
}  // namespace spintile::refmodel
