// The offset row and CALIBRATE of the golden model: by hand on the bus, and on devices behind host::TilePort.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "host/commanded_tile.h"
#include "host/philox.h"
#include "refmodel/numeric/normal.h"
#include "refmodel/tile/golden_bus.h"
#include "refmodel/tile/golden_port.h"
#include "spec/derive.h"
#include "spec/parse.h"
#include "spec/resistive_device.h"

namespace spintile::refmodel {
namespace {

using host::Array;
using spec::Command;
using spec::Error;
using spec::Space;
namespace reg = spec::register_offset;
using Lines = std::vector<std::int32_t>;
using Values = std::vector<std::int64_t>;

spec::Variant analog_block(bool offset_row) {
  spec::Variant variant = spec::load_variant(SPINTILE_SOURCE_DIR "/variants/analog_block.yaml");
  variant.crossbar.offset_row = offset_row;
  return variant;
}

bool start(GoldenBus& bus, Command command, std::uint32_t operand = 0) {
  return bus.write_register(reg::command, static_cast<std::uint32_t>(command) | operand << 8);
}

void write(GoldenBus& bus, Space space, const Values& elements) {
  ASSERT_TRUE(start(bus, Command::write, static_cast<std::uint32_t>(space)));
  bus.take_packet(encode_packet(bus.layout(space), elements));
}

// Codes of analog_block: the step less 8, in +-7.
TEST(GoldenCalibrate, PulsesTheOffsetRowUntilZerosReadAsZeros) {
  GoldenBus bus(analog_block(true));
  write(bus, Space::target, {7, 7, 7, 7, 7});  // not looked at
  ASSERT_TRUE(bus.write_register(reg::row, 2));
  ASSERT_TRUE(bus.write_register(reg::tolerance, 1));
  ASSERT_TRUE(bus.write_register(reg::program_slots, 5));
  EXPECT_FALSE(bus.calibrates());
  ASSERT_TRUE(start(bus, Command::calibrate, 1));
  EXPECT_TRUE(bus.calibrates());
  EXPECT_EQ(bus.array(), Array::fast);
  EXPECT_EQ(bus.row_drive(), (Lines{0, 0, 0, 0, 0, 0, 7}));
  EXPECT_EQ(bus.run_program(Lines{8, 10, 6, 16, 0}), (OpuDrive{{0, 0, 0, 0, 0, 0, 5}, {0, 2, -2, 7, -7}}));
  EXPECT_TRUE(bus.calibrates());
  EXPECT_EQ(bus.run_program(Lines{8, 9, 7, 8, 6}), (OpuDrive{{0, 0, 0, 0, 0, 0, 5}, {0, 0, 0, 0, -2}}));
  EXPECT_EQ(bus.run_program(Lines{8, 9, 7, 8, 9}), std::nullopt);
  EXPECT_FALSE(bus.calibrates());
  EXPECT_EQ(bus.read_register(reg::status).value, 2U);
  EXPECT_EQ(bus.read_register(reg::failures).value, 2U << 16);
  EXPECT_EQ(bus.space(Space::accumulator), (Values{0, 1, -1, 0, 1, 0}));
  EXPECT_EQ(bus.space(Space::target), (Values{7, 7, 7, 7, 7}));
  EXPECT_EQ(bus.space(Space::output), Values(5));
}

TEST(GoldenCalibrate, OfOtherCommandsTheOffsetRowStandsByButOfAForward) {
  GoldenBus bus(analog_block(true));
  write(bus, Space::input, {1, -2, 3, -4, 5, -6});
  write(bus, Space::column_voltage, {1, 2, 3, 4, 5});
  EXPECT_EQ(bus.drive(0), (Lines{1, -2, 3, -4, 5, -6, 7}));
  EXPECT_EQ(bus.drive(0, host::Direction::backward).size(), 5U);
  ASSERT_TRUE(start(bus, Command::update));
  EXPECT_EQ(bus.run_outer_product(), (OpuDrive{{1, -2, 3, -4, 5, -6, 0}, {1, 2, 3, 4, 5}}));
  ASSERT_TRUE(bus.write_register(reg::row, 2));
  EXPECT_THROW(bus.row_drive(), std::logic_error);
  ASSERT_TRUE(start(bus, Command::program));
  EXPECT_EQ(bus.row_drive(), (Lines{0, 0, 7, 0, 0, 0, 0}));
  EXPECT_EQ(bus.run_program(Lines{9, 8, 8, 8, 8}), (OpuDrive{{0, 0, 1, 0, 0, 0, 0}, {1, 0, 0, 0, 0}}));
  EXPECT_FALSE(bus.run_program(Lines{8, 8, 8, 8, 8}));
  ASSERT_TRUE(start(bus, Command::carry));
  EXPECT_EQ(bus.row_drive(), (Lines{0, 0, 7, 0, 0, 0, 0}));
  EXPECT_EQ(bus.run_carry(Lines{15, 8, 8, 8, 8}).weight.rows, (Lines{0, 0, 1, 0, 0, 0, 0}));
}

TEST(GoldenCalibrate, CountsItsAttemptsAndIsRefusedWhereItMustBe) {
  GoldenBus bus(analog_block(true));
  ASSERT_TRUE(bus.write_register(reg::attempts, 1));
  for (const Command command : {Command::calibrate, Command::program}) {  // neither counts what the other pulsed
    ASSERT_TRUE(start(bus, command));
    EXPECT_TRUE(bus.run_program(Lines{8, 8, 9, 8, 8}));
    EXPECT_FALSE(bus.run_program(Lines{8, 9, 7, 8, 8}));
    EXPECT_EQ(bus.read_register(reg::failures).value, 2U | 1U << 16);
  }
  EXPECT_FALSE(start(bus, Command::calibrate, 2));
  EXPECT_EQ(bus.read_register(reg::status).value >> 8 & 0xFF, static_cast<std::uint32_t>(Error::illegal_value));
  GoldenBus plain(analog_block(false));
  EXPECT_FALSE(start(plain, Command::calibrate));
  EXPECT_EQ(plain.read_register(reg::status).value >> 8 & 0xFF, static_cast<std::uint32_t>(Error::unknown_command));
}

constexpr int rows = 12;
constexpr int columns = 150;
constexpr double gain = 1.3;  // 127 gain / 13: a weight of 1 of the offset row is 12.7 codes

/// Codes in +-127, read both ways.
spec::Variant tile_of(double comparator_codes, bool offset_row = true) {
  spec::Variant variant;
  variant.name = "calibrated";
  variant.crossbar = {.rows = rows, .columns = columns, .array_rows = rows, .offset_row = offset_row};
  variant.input = {.coding = spec::InputCoding::time, .streams = 1, .stream_bits = 7};
  variant.backward.array_columns = columns;
  variant.readout.kind = spec::ReadoutKind::ramp;
  variant.readout.samples_max = 1;
  variant.readout.ramp_bits = 8;
  variant.update.kind = spec::UpdateKind::opu;
  variant.update.voltage_bits = 8;
  variant.device.column_gain = gain;
  variant.device.comparator_offset_spread = comparator_codes / 127.0;
  return variant;
}

/// Steps without noise or spread. With 16 slots a pulse of one code moves the offset row by a fifth of one.
spec::ResistiveDevice exact_device() {
  spec::ResistiveDevice device;
  device.dw_min = 1.0 / 1024;
  return device;
}
constexpr host::RowProgramming sixteen_slots = {.attempts = 255, .slots = 16};

host::CommandedTile commanded(const spec::Variant& variant, const spec::ResistiveDevice& device = exact_device()) {
  return host::CommandedTile(
      std::make_unique<GoldenPort>(host::SimulatedTile{.variant = variant, .seed = 3, .weight = device}));
}

host::Matrix<float> some_weights() {
  host::PhiloxSequence random({83, 0x80000000}, 0);
  host::Matrix<float> weights(rows, columns);
  for (float& weight : weights.values()) weight = static_cast<float>(static_cast<int>(random.below(1025)) - 512) / 1024;
  return weights;
}

host::Matrix<std::int32_t> some_codes(int vectors, int lines) {
  host::PhiloxSequence random({84, 0x80000000}, 0);
  host::Matrix<std::int32_t> codes(vectors, lines);
  for (std::int32_t& code : codes.values()) code = static_cast<std::int32_t>(random.below(255)) - 127;
  return codes;
}

/// Offsets of the comparators as the contract draws them, in codes.
std::vector<double> comparator_offsets(double deviation) {
  std::vector<double> offsets;
  for (std::uint32_t line = 0; line < columns; ++line) {
    offsets.push_back(deviation * static_cast<double>(normal(host::philox({3, 0}, {0, 0, line, 10U << 24})[0])));
  }
  return offsets;
}

std::vector<float> device_rows(host::CommandedTile& tile, const char* name) {
  return std::get<std::vector<float>>(tile.port().analog_state().at(name));
}

/// What the devices of the offset row hold.
std::vector<float> offset_row(host::CommandedTile& tile) {
  const std::vector<float> hidden = device_rows(tile, "weight.devices.hidden");
  EXPECT_EQ(hidden.size(), static_cast<std::size_t>((rows + 1) * columns));
  return {hidden.end() - columns, hidden.end()};
}

Values read_zeros(host::CommandedTile& tile) {
  const host::Matrix<std::int64_t> codes = tile.forward_accumulators(host::Matrix<std::int32_t>(1, rows));
  return {codes.values().begin(), codes.values().end()};
}

constexpr double codes_of_a_weight = 127.0 * gain / (rows + 1);

TEST(GoldenCalibrateOfDevices, TakesTheOffsetsOfComparatorsAway) {
  host::CommandedTile tile = commanded(tile_of(3.0));
  tile.set_weights(some_weights());
  const std::vector<double> offsets = comparator_offsets(3.0);
  // Before: the offsets, rounded.
  const Values before = read_zeros(tile);
  for (std::size_t j = 0; j < columns; ++j) {
    EXPECT_EQ(static_cast<double>(before[j]), std::ceil(offsets[j] - 0.5)) << j;
  }
  EXPECT_EQ(offset_row(tile), std::vector<float>(columns));

  const host::RowOutcome outcome = tile.calibrate(Array::weight, sixteen_slots);
  EXPECT_EQ(outcome.failures, 0);
  EXPECT_GT(outcome.pulses, 5);
  EXPECT_EQ(read_zeros(tile), Values(columns));
  // What is left of an offset is less than half a code, and lines that were good have not moved.
  const std::vector<float> calibrated = offset_row(tile);
  for (std::size_t j = 0; j < columns; ++j) {
    const double weight = static_cast<double>(calibrated[j]);
    EXPECT_LE(std::abs(offsets[j] + weight * codes_of_a_weight), 0.5 + 1e-4) << j;
    EXPECT_EQ(weight == 0.0, before[j] == 0) << j;
  }
  EXPECT_EQ(tile.weights(), some_weights());
  EXPECT_EQ(tile.port().activity().commands.at(Command::calibrate).cycles,
            static_cast<std::uint64_t>(spec::program_cycles(tile.variant(), outcome.pulses)));
  EXPECT_EQ(tile.calibrate(Array::weight), (host::RowOutcome{0, 0}));
}

TEST(GoldenCalibrateOfDevices, StopsWithinTheTolerance) {
  host::CommandedTile tile = commanded(tile_of(3.0));
  EXPECT_EQ(tile.calibrate(Array::weight, {.tolerance = 2, .attempts = 255, .slots = 16}).failures, 0);
  const Values after = read_zeros(tile);
  EXPECT_EQ(std::abs(*std::ranges::max_element(after, {}, [](auto code) { return std::abs(code); })), 2);
}

TEST(GoldenCalibrateOfDevices, CountsLinesThatAreOutOfReach) {
  host::CommandedTile tile = commanded(tile_of(10.0));
  const host::RowOutcome outcome = tile.calibrate(Array::weight, sixteen_slots);
  const auto out_of_reach = [](double offset) { return std::abs(offset) > codes_of_a_weight + 0.5; };
  const auto expected = std::ranges::count_if(comparator_offsets(10.0), out_of_reach);
  EXPECT_GT(expected, 15);
  EXPECT_EQ(outcome, (host::RowOutcome{static_cast<int>(expected), 255}));
  const Values after = read_zeros(tile);
  EXPECT_EQ(columns - std::ranges::count(after, 0), expected);
}

TEST(GoldenCalibrateOfDevices, ConvergesOnSpreadNonlinearNoisyDevicesAndReferences) {
  spec::Variant variant = tile_of(1.0);
  variant.device.programming_error = 0.05;
  const spec::ResistiveDevice device = spec::in_units(spec::device_preset("taox_like"), 127);
  host::CommandedTile tile = commanded(variant, device);
  EXPECT_EQ(tile.calibrate(Array::weight, {.attempts = 255, .slots = 127}).failures, 0);
  EXPECT_EQ(read_zeros(tile), Values(columns));
}

// Of data: what is left of an offset is less than half a code, so a code changes by one at most.
TEST(GoldenCalibrateOfDevices, ReadsDataAsIdealComparatorsDo) {
  host::CommandedTile ideal = commanded(tile_of(0.0));
  host::CommandedTile tile = commanded(tile_of(3.0));
  const host::Matrix<std::int32_t> codes = some_codes(10, rows);
  const host::Matrix<float> weights = some_weights();
  for (host::CommandedTile* one : {&ideal, &tile}) one->set_weights(weights);
  const host::Matrix<std::int64_t> expected = ideal.forward_accumulators(codes);
  const auto worst = [&] {
    const host::Matrix<std::int64_t> read = tile.forward_accumulators(codes);
    std::int64_t most = 0;
    for (std::size_t i = 0; i < read.values().size(); ++i) {
      most = std::max(most, std::abs(read.values()[i] - expected.values()[i]));
    }
    return most;
  };
  EXPECT_GE(worst(), 5);
  tile.calibrate(Array::weight, sixteen_slots);
  EXPECT_EQ(worst(), 1);
  // The full scale is that of all rows and the offset row.
  for (int j = 0; j < columns; ++j) {
    double sum = 0.0;
    for (int k = 0; k < rows; ++k) sum += codes(0, k) * static_cast<double>(weights(k, j));
    EXPECT_NEAR(static_cast<double>(expected(0, j)), sum * gain / (rows + 1), 0.5 + 1e-3) << j;
  }
}

// Reads without the offset row, and what other rows are written by, are those of a tile that has none.
TEST(GoldenCalibrateOfDevices, OneHotReadsBackwardsAndWritesAreThoseOfATileWithoutOffsetRow) {
  spec::ResistiveDevice device = spec::device_preset("ecram");
  spec::Variant with = tile_of(3.0);
  with.device.read_noise = 0.01;
  with.device.programming_error = 0.05;
  with.device.integrator_range = 0.7;
  spec::Variant without = with;
  without.crossbar.offset_row = false;
  host::CommandedTile plain = commanded(without, device);
  host::CommandedTile tile = commanded(with, device);
  tile.calibrate(Array::weight, {.slots = 16});
  const std::vector<float> calibrated = offset_row(tile);
  const std::vector<float> apparent = device_rows(tile, "weight.devices.apparent");
  // The same numbers of reads and events from here on.
  host::State state = tile.port().analog_state();
  std::get<std::vector<std::uint64_t>>(state.at("weight.devices.event"))[0] = 0;
  std::get<std::vector<std::uint64_t>>(state.at("weight.reads"))[0] = 0;
  tile.port().set_analog_state(state);

  for (host::CommandedTile* one : {&plain, &tile}) one->set_weights(some_weights());
  EXPECT_EQ(plain.weights(), tile.weights());
  const host::Matrix<std::int32_t> errors = some_codes(3, columns);
  const host::Matrix<std::int64_t> backward = plain.backward(errors);
  EXPECT_EQ(backward.columns(), rows);
  EXPECT_EQ(backward, tile.backward(errors));
  const auto both = [&](auto&& call) {
    call(plain);
    call(tile);
    EXPECT_EQ(plain.port().read(Space::accumulator), tile.port().read(Space::accumulator));
    EXPECT_EQ(plain.weights(), tile.weights());
  };
  const Values x = {127, -127, 5, 0, 1, -1, 64, -3, 2, 0, 9, 100};
  const Values d(columns, -40);
  both([&](host::CommandedTile& one) {
    one.port().write(Space::input, x);
    one.port().write(Space::column_voltage, d);
    one.port().run(Command::update);
  });
  const Lines targets(columns, 30);
  for (const int row : {0, rows - 1}) {
    both([&](host::CommandedTile& one) {
      EXPECT_GT(one.program_row(Array::weight, row, targets, {.tolerance = 2, .slots = 16}).pulses, 0);
    });
  }
  EXPECT_NE(tile.weights(), some_weights());
  EXPECT_EQ(offset_row(tile), calibrated);
  const std::vector<float> written = device_rows(tile, "weight.devices.apparent");
  EXPECT_TRUE(std::equal(written.end() - columns, written.end(), apparent.end() - columns));
}

TEST(GoldenCalibrateOfDevices, GoesOnFromItsState) {
  host::CommandedTile tile = commanded(tile_of(3.0));
  tile.set_weights(some_weights());
  tile.calibrate(Array::weight, sixteen_slots);
  host::CommandedTile copy = commanded(tile_of(3.0));
  EXPECT_NE(read_zeros(copy), Values(columns));
  copy.port().set_analog_state(tile.port().analog_state());
  EXPECT_EQ(offset_row(copy), offset_row(tile));
  EXPECT_EQ(read_zeros(copy), Values(columns));
  EXPECT_EQ(copy.forward_accumulators(some_codes(2, rows)), tile.forward_accumulators(some_codes(2, rows)));
}

// A cell reads as its device less the error of its reference; who writes and verifies takes the error away.
TEST(GoldenReferences, ErrorsAreInWhatIsReadAndNotInTheWeights) {
  for (const bool with_offset_row : {false, true}) {
    spec::Variant variant = tile_of(0.0, with_offset_row);
    variant.device.programming_error = 0.1;
    host::CommandedTile tile = commanded(variant);
    const host::Matrix<float> weights = some_weights();
    tile.set_weights(weights);
    EXPECT_EQ(tile.weights(), weights);
    const auto error = [](int row, int column) {
      const auto line = static_cast<std::uint32_t>((row * columns + column) * 2 + 1);
      return 0.1 * static_cast<double>(normal(host::philox({3, 0}, {0, 0, line, 1U << 24})[0]));
    };
    const int all_rows = rows + (with_offset_row ? 1 : 0);
    host::Matrix<std::int32_t> x(1, rows);
    x(0, 7) = 127;
    const host::Matrix<std::int64_t> codes = tile.forward_accumulators(x);
    for (int j = 0; j < columns; ++j) {
      double seen = static_cast<double>(weights(7, j)) - error(7, j);
      if (with_offset_row) seen -= error(rows, j);
      EXPECT_NEAR(static_cast<double>(codes(0, j)), seen * gain * 127.0 / all_rows, 0.5 + 1e-2) << j;
    }
    const Lines targets(columns, 40);  // 0.315 of full scale, gain included
    EXPECT_EQ(tile.program_row(Array::weight, 7, targets, {.attempts = 255, .slots = 2}).failures, 0);
    for (int j = 0; j < columns; ++j) {
      const double reads = static_cast<double>(tile.weights()(7, j)) - error(7, j);
      EXPECT_NEAR(reads * gain * 127.0, 40.0, 0.5 + 1e-2) << j;
    }
    EXPECT_NE(tile.forward_accumulators(x), codes);
    tile.set_weights(weights);
    EXPECT_EQ(tile.forward_accumulators(x), codes);
  }
}

TEST(CommandedTile, RefusesACalibrationThatCannotBe) {
  host::CommandedTile plain = commanded(tile_of(0.0, false));
  EXPECT_THROW(plain.calibrate(Array::weight), std::invalid_argument);
  host::CommandedTile tile = commanded(tile_of(0.0));
  EXPECT_THROW(tile.calibrate(Array::fast), std::invalid_argument);
  EXPECT_THROW(tile.calibrate(Array::weight, {.slots = 128}), std::invalid_argument);
  EXPECT_THROW(tile.set_weights(host::Matrix<float>(rows + 1, columns)), std::invalid_argument);
}

}  // namespace
}  // namespace spintile::refmodel
