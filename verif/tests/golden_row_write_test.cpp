// PROGRAM and CARRY of the golden model: by hand on the bus, and on devices behind host::TilePort.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "host/commanded_tile.h"
#include "host/philox.h"
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
using Values = std::vector<std::int64_t>;
using Steps = std::vector<std::int32_t>;

spec::Variant variant(const std::string& name) {
  return spec::load_variant(SPINTILE_SOURCE_DIR "/variants/" + name + ".yaml");
}

bool start(GoldenBus& bus, Command command, std::uint32_t operand = 0) {
  return bus.write_register(reg::command, static_cast<std::uint32_t>(command) | operand << 8);
}

void write_targets(GoldenBus& bus, const Values& targets) {
  ASSERT_TRUE(start(bus, Command::write, static_cast<std::uint32_t>(Space::target)));
  bus.take_packet(encode_packet(bus.layout(Space::target), targets));
}

// Codes of analog_block: the step less 8, in +-7.
TEST(GoldenProgram, PulsesUntilAllColumnsAreGood) {
  GoldenBus bus(variant("analog_block"));
  write_targets(bus, {3, -3, 0, 7, -7});
  ASSERT_TRUE(bus.write_register(reg::row, 2));
  ASSERT_TRUE(bus.write_register(reg::tolerance, 1));
  ASSERT_TRUE(bus.write_register(reg::program_slots, 5));
  ASSERT_TRUE(start(bus, Command::program, 1));
  EXPECT_EQ(bus.array(), Array::fast);
  EXPECT_EQ(bus.run_program(Steps{8, 8, 8, 8, 8}), (OpuDrive{{0, 0, 5, 0, 0, 0, 0}, {-3, 3, 0, -7, 7}}));
  EXPECT_EQ(bus.run_program(Steps{13, 4, 9, 16, 0}), (OpuDrive{{0, 0, 5, 0, 0, 0, 0}, {2, 0, 0, 0, 0}}));
  EXPECT_TRUE(bus.busy());
  EXPECT_EQ(bus.run_program(Steps{12, 4, 9, 16, 0}), std::nullopt);
  EXPECT_EQ(bus.read_register(reg::status).value, 2U);
  EXPECT_EQ(bus.read_register(reg::failures).value, 2U << 16);
  EXPECT_EQ(bus.space(Space::accumulator), (Values{4, -4, 1, 7, -7, 0}));
  EXPECT_EQ(bus.space(Space::ramp_flags), (Values{0, 0, 0, 1, 2, 0}));
  EXPECT_EQ(bus.space(Space::output), Values(5));
  EXPECT_EQ(bus.array(), Array::fast);
}

TEST(GoldenProgram, EndsWellWhenItsAttemptsAreUsedUp) {
  GoldenBus bus(variant("analog_block"));
  write_targets(bus, {1, 1, 1, 1, 1});
  ASSERT_TRUE(bus.write_register(reg::attempts, 2));
  for (int repeat = 0; repeat < 2; ++repeat) {  // the second counts from 0 again
    ASSERT_TRUE(start(bus, Command::program));
    EXPECT_TRUE(bus.run_program(Steps{8, 8, 8, 8, 8}));
    EXPECT_TRUE(bus.run_program(Steps{8, 8, 8, 8, 8}));
    EXPECT_FALSE(bus.run_program(Steps{8, 9, 8, 8, 10}));
    EXPECT_EQ(bus.read_register(reg::failures).value, 4U | 2U << 16);
    EXPECT_EQ(bus.read_register(reg::status).value, 2U);
  }
  // A reset in the middle of one forgets its pulses, and all settings.
  ASSERT_TRUE(start(bus, Command::program));
  EXPECT_TRUE(bus.run_program(Steps{8, 8, 8, 8, 8}));
  bus.reset();
  EXPECT_EQ(bus.read_register(reg::attempts).value, 16U);
  EXPECT_EQ(bus.read_register(reg::failures).value, 0U);
  EXPECT_EQ(bus.space(Space::target), Values(5));
  write_targets(bus, {1, 1, 1, 1, 1});
  ASSERT_TRUE(bus.write_register(reg::attempts, 1));
  ASSERT_TRUE(start(bus, Command::program));
  EXPECT_TRUE(bus.run_program(Steps{8, 8, 8, 8, 8}));
  EXPECT_FALSE(bus.run_program(Steps{8, 8, 8, 8, 8}));
  EXPECT_EQ(bus.read_register(reg::failures).value, 5U | 1U << 16);
}

TEST(GoldenCarry, TakesFromTheDigitAndGivesToTheWeight) {
  GoldenBus bus(variant("analog_block"));
  ASSERT_TRUE(bus.write_register(reg::row, 5));
  ASSERT_TRUE(bus.write_register(reg::carry_threshold, 4));
  ASSERT_TRUE(bus.write_register(reg::carry_fast, 6 | 7 << 8));
  ASSERT_TRUE(bus.write_register(reg::carry_weight, 2 | 3 << 8));
  ASSERT_TRUE(start(bus, Command::carry));
  EXPECT_EQ(bus.array(), Array::fast);
  const CarryRun run = bus.run_carry(Steps{12, 11, 4, 5, 16});  // 4 3 -4 -3 7
  EXPECT_EQ(run.fast, (OpuDrive{{0, 0, 0, 0, 0, 6, 0}, {7, 0, -7, 0, 7}}));
  EXPECT_EQ(run.weight, (OpuDrive{{0, 0, 0, 0, 0, 2, 0}, {-3, 0, 3, 0, -3}}));
  EXPECT_EQ(bus.array(), Array::weight);
  EXPECT_EQ(bus.read_register(reg::carries).value, 3U);
  EXPECT_EQ(bus.read_register(reg::status).value, 2U);
  ASSERT_TRUE(start(bus, Command::carry));
  bus.run_carry(Steps{8, 8, 8, 8, 8});
  EXPECT_EQ(bus.read_register(reg::carries).value, 0U);
}

TEST(GoldenRows, WhatIsRefused) {
  GoldenBus bus(variant("analog_block"));
  const auto error_of = [&bus](std::uint32_t address, std::uint32_t value) {
    EXPECT_FALSE(bus.write_register(address, value));
    const auto error = static_cast<Error>(bus.read_register(reg::status).value >> 8 & 0xFF);
    EXPECT_TRUE(bus.write_register(reg::status, 4));
    return error;
  };
  EXPECT_EQ(error_of(reg::row, 6), Error::illegal_value);
  EXPECT_EQ(error_of(reg::failures, 0), Error::illegal_address);
  EXPECT_EQ(error_of(reg::carries, 0), Error::illegal_address);
  EXPECT_EQ(error_of(reg::command, 11 | 2U << 8), Error::illegal_value);
  EXPECT_EQ(error_of(reg::command, 12 | 1U << 8), Error::illegal_value);
  ASSERT_TRUE(start(bus, Command::program));
  for (const std::uint32_t address : {reg::row, reg::tolerance, reg::attempts, reg::program_slots, reg::carry_threshold,
                                      reg::carry_fast, reg::carry_weight}) {
    EXPECT_EQ(error_of(address, 1), Error::busy) << address;
  }
  GoldenBus one_array(variant("analog_one_row"));
  EXPECT_FALSE(start(one_array, Command::carry));
  EXPECT_FALSE(start(one_array, Command::program, 1));
  EXPECT_EQ(one_array.read_register(reg::carries), (ReadResult{0, false}));
  EXPECT_TRUE(start(one_array, Command::program));
}

/// Codes in +-127, two arrays, no noise.
spec::Variant two_digits(int rows, int columns) {
  spec::Variant variant;
  variant.name = "two_digits";
  variant.crossbar = {.rows = rows, .columns = columns, .array_rows = rows, .fast_array = true};
  variant.input = {.coding = spec::InputCoding::time, .streams = 1, .stream_bits = 7};
  variant.readout.kind = spec::ReadoutKind::ramp;
  variant.readout.samples_max = 1;
  variant.readout.ramp_bits = 8;
  variant.update.kind = spec::UpdateKind::opu;
  variant.update.voltage_bits = 8;
  return variant;
}

TEST(GoldenProgramOfDevices, ConvergesWithSpreadNonlinearDevices) {
  spec::ResistiveDevice device = spec::device_preset("soft_bounds_20");
  device.dw_min = 0.005;
  device.w_max_dtod = device.w_min_dtod = 0.1;
  device.dw_min_dtod = device.up_down_dtod = 0.1;  // every device reaches its targets
  host::PhiloxSequence random({81, 0x80000000}, 0);
  GoldenPort tile({.variant = two_digits(4, 16), .seed = 3, .weight = device, .fast = device});
  for (int row = 0; row < 4; ++row) {
    const host::Matrix<float> before = tile.weights(Array::fast);
    Values targets(16);
    for (std::int64_t& target : targets) target = static_cast<std::int64_t>(random.below(51)) - 25;
    tile.write(Space::target, targets);
    tile.write_register(reg::row, static_cast<std::uint32_t>(row));
    tile.write_register(reg::tolerance, 3);
    tile.write_register(reg::attempts, 100);
    tile.run(Command::program, 1);
    const std::uint32_t failures = tile.read_register(reg::failures);
    EXPECT_EQ(failures & 0xFFFF, 0U) << row;
    EXPECT_GT(failures >> 16, 0U);
    Values codes = tile.read(Space::accumulator);
    for (std::size_t j = 0; j < targets.size(); ++j) EXPECT_LE(std::abs(codes[j] - targets[j]), 3) << j;
    const host::Matrix<float> after = tile.weights(Array::fast);
    for (int k = 0; k < 4; ++k) {
      for (int j = 0; j < 16 && k != row; ++j) EXPECT_EQ(before(k, j), after(k, j)) << k << " " << j;
    }
    EXPECT_EQ(tile.weights(Array::weight).values().size(), 64U);
  }
}

TEST(GoldenCarryOfDevices, ConservesTheValueOfTwoDigits) {
  // Ideal devices, a base of 4: a pulse of 64 units off A is worth one of 16 of W.
  constexpr float base = 4.0F;
  spec::ResistiveDevice device;
  device.dw_min = 1.0 / 256;  // every sum is exact
  host::PhiloxSequence random({82, 0x80000000}, 0);
  GoldenPort tile({.variant = two_digits(5, 40), .seed = 4, .weight = device, .fast = device});
  host::Matrix<float> weight(5, 40);
  host::Matrix<float> fast(5, 40);
  for (float& w : weight.values()) w = static_cast<float>(static_cast<int>(random.below(129)) - 64) / 256.0F;
  for (float& a : fast.values()) a = static_cast<float>(static_cast<int>(random.below(257)) - 128) / 256.0F;
  tile.set_weights(Array::weight, weight);
  tile.set_weights(Array::fast, fast);
  tile.write_register(reg::carry_threshold, 32);  // 0.25 of full scale
  tile.write_register(reg::carry_fast, 8 | 8U << 8);
  tile.write_register(reg::carry_weight, 8 | 2U << 8);
  int up = 0;
  int down = 0;
  for (std::uint32_t row = 0; row < 5; ++row) {
    tile.write_register(reg::row, row);
    tile.run(Command::carry);
    const Values codes = tile.read(Space::accumulator);
    const int carried = static_cast<int>(std::ranges::count_if(codes, [](auto code) { return std::abs(code) >= 32; }));
    EXPECT_EQ(static_cast<int>(tile.read_register(reg::carries)), carried);
    const host::Matrix<float> w = tile.weights(Array::weight);
    const host::Matrix<float> a = tile.weights(Array::fast);
    for (int j = 0; j < 40; ++j) {
      const int k = static_cast<int>(row);
      EXPECT_EQ(a(k, j) + base * w(k, j), fast(k, j) + base * weight(k, j)) << k << " " << j;
      const std::int64_t code = codes[static_cast<std::size_t>(j)];
      const float digit = std::abs(code) < 32 ? 0.0F : code > 0 ? 1.0F : -1.0F;
      EXPECT_EQ(a(k, j), fast(k, j) - digit * 0.25F);
      EXPECT_EQ(w(k, j), weight(k, j) + digit / 16.0F);
      up += digit > 0 ? 1 : 0;
      down += digit < 0 ? 1 : 0;
    }
  }
  EXPECT_GT(up, 20);
  EXPECT_GT(down, 20);
  EXPECT_EQ(tile.activity().commands.at(Command::carry).cycles,
            5U * static_cast<unsigned>(spec::carry_cycles(tile.variant())));
}

TEST(GoldenProgramOfDevices, TakesTheCyclesOfItsPulses) {
  GoldenPort tile({.variant = two_digits(2, 3), .seed = 4});
  tile.run(Command::program);  // targets 0, weights 0
  EXPECT_EQ(tile.activity().commands.at(Command::program).cycles, 4U + 128U + 256U + 2U + 2U);
  tile.write(Space::target, Values{127, 127, 127});
  tile.write_register(reg::attempts, 2);
  tile.run(Command::program);
  EXPECT_EQ(tile.read_register(reg::failures), 3U | 2U << 16);
  EXPECT_EQ(tile.activity().commands.at(Command::program).cycles, 4U * 392U + 2U * 256U);
}

TEST(CommandedRows, AreProgrammedByTheDriver) {
  const std::vector<std::int32_t> targets = {40, -40, 0};
  spec::ResistiveDevice device;
  device.dw_min = 1.0 / 1024;
  host::CommandedTile tile(
      std::make_unique<GoldenPort>(host::SimulatedTile{.variant = two_digits(2, 3), .seed = 4, .weight = device}));
  // A unit is an eighth of a code: with 8 slots a pulse takes all of the error, of rounding one code is left.
  EXPECT_EQ(tile.program_row(Array::weight, 1, targets, {.tolerance = 1, .slots = 8}), (host::RowOutcome{0, 1}));
  EXPECT_NEAR(tile.weights()(1, 0), 40.0 / 127, 1.0 / 127);
  EXPECT_NEAR(tile.weights()(1, 1), -40.0 / 127, 1.0 / 127);
  EXPECT_EQ(tile.weights()(0, 0), 0.0F);
  EXPECT_EQ(tile.program_row(Array::weight, 1, targets, {.tolerance = 1}), (host::RowOutcome{0, 0}));
  EXPECT_EQ(tile.program_row(Array::weight, 0, targets, {.attempts = 3}).pulses, 3);
  EXPECT_THROW(tile.program_row(Array::weight, 2, targets), std::invalid_argument);
  EXPECT_THROW(tile.program_row(Array::weight, 1, std::vector<std::int32_t>{1, 128, 0}), std::invalid_argument);
  EXPECT_THROW(tile.program_row(Array::weight, 1, targets, {.attempts = 0}), std::invalid_argument);
}

}  // namespace
}  // namespace spintile::refmodel
