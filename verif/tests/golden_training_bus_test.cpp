// UPDATE, TRANSFER and SOT of the golden bus, by hand.
#include <gtest/gtest.h>

#include <vector>

#include "refmodel/numeric/xorshift.h"
#include "refmodel/tile/golden_bus.h"
#include "spec/derive.h"
#include "spec/parse.h"

namespace spintile::refmodel {
namespace {

using spec::Command;
using spec::Error;
using spec::Space;
namespace reg = spec::register_offset;

spec::Variant variant(const std::string& name) {
  return spec::load_variant(SPINTILE_SOURCE_DIR "/variants/" + name + ".yaml");
}

std::uint32_t code(Command command, std::uint32_t operand = 0) {
  return static_cast<std::uint32_t>(command) | operand << 8;
}

void write_space(GoldenBus& bus, Space space, const std::vector<std::int64_t>& values) {
  ASSERT_TRUE(bus.write_register(reg::command, code(Command::write, static_cast<std::uint32_t>(space))));
  bus.take_packet(encode_packet(bus.layout(space), values));
  ASSERT_EQ(bus.read_register(reg::status).value, 2U);
}

void expect_refused(GoldenBus& bus, std::uint32_t address, std::uint32_t value) {
  EXPECT_FALSE(bus.write_register(address, value)) << address << " " << value;
  EXPECT_EQ(bus.read_register(reg::status).value >> 8, static_cast<std::uint32_t>(Error::illegal_value));
  EXPECT_TRUE(bus.write_register(reg::status, 4));
}

void ones(int, int, int, std::span<std::uint64_t> bits) {
  for (std::uint64_t& word : bits) word = ~std::uint64_t{0};
}

TEST(GoldenTrainingBus, AnUpdateFiresAsTheGeneratorsSay) {
  GoldenBus bus(variant("training_agad"));
  const std::vector<std::int64_t> rows = {256, -256, 100, -100, 0, 1, -1, 128};
  write_space(bus, Space::row_probability, rows);
  write_space(bus, Space::column_probability, {256, 0, -256, 60, -60, 200});
  write_space(bus, Space::chopper, {1, 1, 0, 3, 0, 0, 1, 2});
  ASSERT_TRUE(bus.write_register(reg::slots, 3));
  std::vector<std::uint32_t> words;
  for (int i = 0; i < 14; ++i) words.push_back(spec::random_reset(i));
  std::vector<std::uint32_t> fires(14);
  for (int slot = 0; slot < 3; ++slot) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      words[i] = xorshift32(words[i]);
      const std::int64_t p = i < 8 ? rows[i] : std::vector<std::int64_t>{256, 0, -256, 60, -60, 200}[i - 8];
      if ((words[i] >> 24) < static_cast<std::uint32_t>(std::abs(p))) fires[i] |= 1U << slot;
    }
  }
  GoldenBus of_w = bus;
  ASSERT_TRUE(bus.write_register(reg::command, code(Command::update, 1)));
  EXPECT_EQ(bus.array(), host::Array::fast);
  const UpdateDrive drive = bus.run_update();
  EXPECT_EQ(drive.rows.slots, (std::vector<std::uint32_t>(fires.begin(), fires.begin() + 8)));
  EXPECT_EQ(drive.columns.slots, (std::vector<std::uint32_t>(fires.begin() + 8, fires.end())));
  EXPECT_EQ(drive.rows.negative, (std::vector<std::uint8_t>{1, 0, 0, 0, 0, 0, 0, 0}));  // xor the choppers
  EXPECT_EQ(drive.columns.negative, (std::vector<std::uint8_t>{0, 0, 1, 0, 1, 0}));
  const std::vector<std::int64_t> states = bus.space(Space::random);
  for (std::size_t i = 0; i < words.size(); ++i) EXPECT_EQ(states[i], words[i]) << i;
  EXPECT_EQ(states[14], spec::random_reset(14)) << "that of the choppers stands still";

  ASSERT_TRUE(of_w.write_register(reg::command, code(Command::update, 0)));
  EXPECT_EQ(of_w.run_update().rows.negative, (std::vector<std::uint8_t>{0, 1, 0, 1, 0, 0, 1, 0}));
}

TEST(GoldenTrainingBus, ATransferCountsTheConvertersOfItsRowsSubarrayAlone) {
  spec::Variant tile = variant("training_agad");
  tile.crossbar.array_rows = 3;  // 8 rows: 3, 3 and 2
  const auto answer = [](int sample, std::size_t converter) {
    return (converter * 7 + 3) * static_cast<std::size_t>(sample + 5) % 11 < 4;
  };
  for (const auto& [row, subarray] : {std::pair(2U, 0U), std::pair(3U, 1U), std::pair(7U, 2U)}) {
    GoldenBus bus(tile);
    ASSERT_TRUE(bus.write_register(reg::transfer_row, row));
    ASSERT_TRUE(bus.write_register(reg::transfer_samples, 9));
    ASSERT_TRUE(bus.write_register(reg::command, code(Command::transfer)));
    bus.run_transfer([&](int, int, int sample, std::span<std::uint64_t> bits) {
      for (std::size_t i = 0; i < 18; ++i) bits[0] |= std::uint64_t{answer(sample, i)} << i;
    });
    std::vector<std::int64_t> expected;
    for (std::size_t column = 0; column < 6; ++column) {
      int ones = 0;
      for (int sample = 0; sample < 9; ++sample) ones += answer(sample, subarray * 6 + column) ? 1 : 0;
      expected.push_back(2 * ones - 9);
    }
    std::vector<std::int64_t> codes = bus.space(Space::accumulator);
    codes.resize(6);
    EXPECT_EQ(codes, expected) << row;
  }
}

/// With an End alone as program: what is in the rows of the pulses is what W gets.
TEST(GoldenTrainingBus, ATransferStoresCodesAndGivesThePulsesThatItFinds) {
  GoldenBus bus(variant("training_agad"));
  const int rows = spec::float_unit_of(variant("training_agad")).sot.rows;
  ASSERT_TRUE(bus.write_register(reg::in_tile + reg::base0 + 12, 400));
  ASSERT_TRUE(bus.write_register(reg::in_tile + reg::base0 + 20, 420));
  ASSERT_TRUE(bus.write_register(reg::in_tile + reg::base0 + 4, 128));
  ASSERT_TRUE(bus.write_register(reg::in_tile + reg::base0 + 8, 256));
  ASSERT_TRUE(bus.write_register(reg::transfer_row, 7));
  ASSERT_TRUE(bus.write_register(reg::transfer_samples, 4));
  ASSERT_TRUE(bus.write_register(reg::chopper, 1));  // regular, in every second sweep
  ASSERT_TRUE(bus.write_register(reg::chop_phase, 1));
  write_space(bus, Space::chopper, {0, 0, 0, 0, 0, 0, 0, 1});
  // Signs of the columns, and the thermometer of pulses 1, 2, 0, 5, 3, 1.
  bus.sot().array().set_row(420, std::vector<std::uint64_t>{0b010010});
  const std::vector<int> counts = {1, 2, 0, 5, 3, 1};
  for (int slot = 0; slot < 5; ++slot) {
    std::uint64_t bits = 0;
    for (std::size_t column = 0; column < 6; ++column) bits |= std::uint64_t{counts[column] > slot} << column;
    bus.sot().array().set_row(421 + slot, std::vector<std::uint64_t>{bits});
  }
  ASSERT_TRUE(bus.write_register(reg::command, code(Command::transfer)));
  const TransferRun run = bus.run_transfer(ones);
  // Of the larger direction there are 8 of each; one sub-array of two counts.
  EXPECT_EQ(bus.space(Space::accumulator), (std::vector<std::int64_t>{4, 4, 4, 4, 4, 4, 0, 0}));
  EXPECT_EQ(bus.space(Space::counter), (std::vector<std::int64_t>{4, 4, 4, 4, 4, 4, 0, 0}));
  std::vector<std::uint64_t> stored(6);
  bus.sot().array().unload(400, 7, stored);
  EXPECT_EQ(stored, std::vector<std::uint64_t>(6, 0b01'00100)) << "fresh, chopper, code";
  ASSERT_TRUE(run.pulses);
  EXPECT_EQ(run.pulses->rows.slots, (std::vector<std::uint32_t>{0, 0, 0, 0, 0, 0, 0, 31}));
  EXPECT_EQ(run.pulses->columns.slots, (std::vector<std::uint32_t>{1, 3, 0, 31, 7, 1}));
  EXPECT_EQ(run.pulses->columns.negative, (std::vector<std::uint8_t>{1, 0, 1, 1, 0, 1})) << "n > 0 is up";
  EXPECT_EQ(bus.array(), host::Array::weight);
  EXPECT_TRUE(run.flipped);
  EXPECT_EQ(bus.space(Space::chopper).back(), 2) << "+1 again, and fresh";
  EXPECT_EQ(bus.space(Space::random).back(), xorshift32(spec::random_reset(14)));
  EXPECT_EQ(bus.read_register(reg::transfer_row).value, 0U);
  EXPECT_EQ(bus.read_register(reg::sweeps).value, 1U);
  EXPECT_EQ(bus.read_register(reg::chop_phase).value, 0U);
  EXPECT_EQ(bus.read_register(reg::in_tile + reg::cycles).value, 1U);
  // Before the warm-up is over nothing is pulsed, and array A stays selected.
  ASSERT_TRUE(bus.write_register(reg::warm_up, 2));
  ASSERT_TRUE(bus.write_register(reg::command, code(Command::transfer)));
  EXPECT_FALSE(bus.run_transfer(ones).pulses);
  EXPECT_EQ(bus.array(), host::Array::fast);
  // Where a region passes the last row there is no TRANSFER.
  for (const auto& [base, need] : {std::pair{0, 128}, {1, 128}, {2, 128}, {3, 7}, {5, 6}}) {
    GoldenBus full = bus;
    const std::uint32_t address = reg::in_tile + reg::base0 + 4 * static_cast<std::uint32_t>(base);
    ASSERT_TRUE(full.write_register(address, static_cast<std::uint32_t>(rows - need + 1)));
    expect_refused(full, reg::command, code(Command::transfer));
    ASSERT_TRUE(full.write_register(address, static_cast<std::uint32_t>(rows - need)));
    EXPECT_TRUE(full.write_register(reg::command, code(Command::transfer))) << base;
  }
}

TEST(GoldenTrainingBus, AnErrorOfTheProgramEndsATransferBeforePulsesAndFlips) {
  GoldenBus bus(variant("training_agad"));
  ASSERT_TRUE(bus.write_register(reg::in_tile + reg::program, 1U << 16));
  write_space(bus, Space::program, {-1});  // no word of a program
  ASSERT_TRUE(bus.write_register(reg::command, code(Command::transfer)));
  const TransferRun run = bus.run_transfer(ones);
  EXPECT_EQ(run.program.error, Error::program);
  EXPECT_FALSE(run.pulses);
  EXPECT_EQ(bus.read_register(reg::status).value, 4U | static_cast<std::uint32_t>(Error::program) << 8);
  EXPECT_EQ(bus.read_register(reg::transfer_row).value, 0U);
}

TEST(GoldenTrainingBus, RefusesValuesOutOfRange) {
  GoldenBus bus(variant("training_agad"));
  for (const std::uint32_t value : {0U, 8U, 0x80000001U}) expect_refused(bus, reg::slots, value);
  for (const std::uint32_t value : {0U, 16U}) expect_refused(bus, reg::transfer_samples, value);
  expect_refused(bus, reg::transfer_row, 8);
  for (const std::uint32_t value : {4U, 0x8000U}) expect_refused(bus, reg::chopper, value);
  for (const std::uint32_t value : {0U, 0x10000U}) expect_refused(bus, reg::chop_period, value);
  expect_refused(bus, reg::chop_phase, 0x10000);
  expect_refused(bus, reg::in_tile + reg::base0, 704);
  expect_refused(bus, reg::command, code(Command::update, 2));
  expect_refused(bus, reg::command, code(Command::transfer, 1));
  expect_refused(bus, reg::command, code(Command::sot, 1));
  expect_refused(bus, reg::command, code(Command::write, static_cast<std::uint32_t>(Space::program)));
  GoldenBus one_array(variant("update_pulses"));
  expect_refused(one_array, reg::command, code(Command::update, 1));
}

}  // namespace
}  // namespace spintile::refmodel
