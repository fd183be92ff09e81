// The float unit's golden model, call by call as docs/contract.md says, and its sequencer against the array engine,
// which runs programs another way.
#include "refmodel/sot/golden_float_unit.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "refmodel/sot/sot_sequencer.h"
#include "verif/random_sot_program.h"

namespace spintile::refmodel {
namespace {

using spec::Command;
using spec::Error;
using spec::Space;
namespace reg = spec::register_offset;
namespace sot = spec::sot;

spec::Variant small_variant() {
  spec::Variant variant;
  variant.name = "small";
  variant.unit = spec::Unit::float_unit;
  variant.sot.lanes = 5;
  variant.sot.rows = 20;
  variant.sot.program_words = 16;
  return variant;
}

std::uint32_t code(Command command, Space space) {
  return static_cast<std::uint32_t>(command) | static_cast<std::uint32_t>(space) << 8;
}

void write_program(GoldenFloatUnit& unit, std::uint32_t first, const std::vector<sot::Word>& words) {
  ASSERT_TRUE(unit.write_register(reg::program, first | static_cast<std::uint32_t>(words.size()) << 16));
  ASSERT_TRUE(unit.write_register(reg::command, code(Command::write, Space::program)));
  std::vector<Beat> beats;
  for (const sot::Word& word : words) beats.push_back({sot::encode(word), false});
  beats.back().last = true;
  unit.take_packet(beats);
}

TEST(GoldenFloatUnit, RegistersBeginAsTheContractSays) {
  const GoldenFloatUnit unit(small_variant());
  EXPECT_EQ(unit.read_register(reg::identification).value, 0x53505402U);
  EXPECT_EQ(unit.read_register(reg::capabilities).value, 0x680U);
  EXPECT_EQ(unit.read_register(reg::lanes).value, 0x10000U);
  for (const std::uint32_t address : {reg::command, reg::status, reg::program, reg::wait, reg::base0, reg::cycles}) {
    EXPECT_EQ(unit.read_register(address), (ReadResult{0, true})) << address;
  }
  EXPECT_EQ(unit.read_register(0x44), (ReadResult{0, false}));
  EXPECT_EQ(unit.read_register(0x21), (ReadResult{0, false}));
}

TEST(GoldenFloatUnit, RefusesAndNamesTheFirstError) {
  const auto refused = [](std::uint32_t address, std::uint32_t value, unsigned strobes = 0xF) {
    GoldenFloatUnit unit(small_variant());
    return unit.write_register(address, value, strobes) ? Error::none : unit.error();
  };
  EXPECT_EQ(refused(reg::program, 6 | 10U << 16), Error::none);
  EXPECT_EQ(refused(reg::program, 6 | 11U << 16), Error::illegal_value);
  EXPECT_EQ(refused(reg::lanes, 18 | 2U << 16), Error::none);
  EXPECT_EQ(refused(reg::lanes, 18 | 3U << 16), Error::illegal_value);
  EXPECT_EQ(refused(reg::lanes, 0), Error::illegal_value);
  EXPECT_EQ(refused(reg::lanes, 1U << 16 | 1U << 23), Error::illegal_value);
  EXPECT_EQ(refused(reg::wait, 0xFFFFFF), Error::none);
  EXPECT_EQ(refused(reg::wait, 0x1000000), Error::illegal_value);
  EXPECT_EQ(refused(reg::base0 + 28, 19), Error::none);
  EXPECT_EQ(refused(reg::base0 + 28, 20), Error::illegal_value);
  EXPECT_EQ(refused(reg::base0, 19, 7), Error::illegal_value);
  EXPECT_EQ(refused(reg::cycles, 0), Error::illegal_address);
  EXPECT_EQ(refused(reg::command, 7), Error::none);
  EXPECT_EQ(refused(reg::command, 7 | 1U << 8), Error::illegal_value);
  EXPECT_EQ(refused(reg::command, 7 | 1U << 16), Error::illegal_value);
  EXPECT_EQ(refused(reg::command, 8), Error::unknown_command);
  EXPECT_EQ(refused(reg::command, 9), Error::illegal_space);
  EXPECT_EQ(refused(reg::command, code(Command::read, Space::lanes)), Error::none);
  EXPECT_EQ(refused(reg::command, code(Command::read, Space::program)), Error::illegal_value);

  GoldenFloatUnit unit(small_variant());
  EXPECT_FALSE(unit.write_register(reg::command, 9));
  EXPECT_TRUE(unit.write_register(reg::command, 7));
  EXPECT_FALSE(unit.write_register(reg::wait, 0));
  EXPECT_EQ(unit.read_register(reg::status).value, 1U | 4U | 3U << 8);
  EXPECT_TRUE(unit.write_register(reg::status, 4));
  EXPECT_FALSE(unit.write_register(reg::wait, 0));
  EXPECT_EQ(unit.error(), Error::busy);
}

TEST(GoldenFloatUnit, PacketsGoIntoTheRowsAndComeBack) {
  GoldenFloatUnit unit(small_variant());
  ASSERT_TRUE(unit.write_register(reg::lanes, 4 | 12U << 16));
  ASSERT_TRUE(unit.write_register(reg::command, code(Command::write, Space::lanes)));
  // Four elements of 16 bits a beat; their bits from 12 on and the lanes past the fifth are ignored.
  unit.take_packet(std::vector<Beat>{{0xF004'0003'F802'0001, false}, {0xFFFF'FFFF'FFFF'0FFF, true}});
  EXPECT_EQ(unit.array().row(4), LaneBits{0b10101});
  EXPECT_EQ(unit.array().row(15), LaneBits{0b10010});
  EXPECT_EQ(unit.array().row(16), LaneBits{0});
  ASSERT_TRUE(unit.write_register(reg::command, code(Command::read, Space::lanes)));
  EXPECT_EQ(unit.give_packet(), (std::vector<Beat>{{0x0004'0003'0802'0001, false}, {0x0FFF, true}}));

  ASSERT_TRUE(unit.write_register(reg::command, code(Command::write, Space::lanes)));
  unit.take_packet(std::vector<Beat>{{1, true}});
  EXPECT_EQ(unit.error(), Error::packet_length);
}

TEST(GoldenFloatUnit, AProgramStopsBeforeTheWordWithTheError) {
  GoldenFloatUnit unit(small_variant());
  ASSERT_TRUE(unit.write_register(reg::base0 + 4, 17));
  const auto store_one = [](int offset, int stride) {
    return sot::Step{.read = sot::Read::one, .write = sot::Write::store, .to = {1, offset, stride}};
  };
  write_program(unit, 3, {{sot::Loop{5}}, {store_one(0, 1), true}, {sot::End{}}});
  ASSERT_TRUE(unit.write_register(reg::command, 7));
  const ProgramRun run = unit.run();
  EXPECT_EQ(run.error, Error::row_range);
  EXPECT_EQ(run.writes, 3U);
  EXPECT_EQ(unit.read_register(reg::status).value, 4U | 8U << 8);
  for (int row = 16; row < 20; ++row) EXPECT_EQ(unit.array().row(row), LaneBits{row == 16 ? 0U : 31U});
}

TEST(GoldenFloatUnit, TheSequencerDoesWhatTheArrayEngineDoes) {
  constexpr int rows = 90;
  spec::Variant variant = small_variant();
  variant.sot.rows = rows;
  variant.sot.lanes = 70;
  DecodedWords decoded;  // of one store that is written again and again
  for (std::uint32_t number = 0; number < 200; ++number) {
    host::PhiloxSequence draws({11, 0x80000000}, number);
    const verif::RandomSotProgram random = verif::random_sot_program(rows, 25, verif::ProgramFault::none, draws);
    SotArray array(rows, variant.sot.lanes);
    for (int row = 0; row < rows; ++row) array.set_row(row, std::vector<std::uint64_t>{draws.next(), draws.next()});
    SotArray expected = array;
    sot::Program program;
    for (const std::uint64_t bits : random.words) program.words.push_back(sot::decode(bits));
    run(expected, program, random.bases);
    ASSERT_EQ(run_program(variant, random.words, 0, random.bases, {}, array, decoded).error, Error::none) << number;
    for (int row = 0; row < rows; ++row) ASSERT_EQ(array.row(row), expected.row(row)) << number << ", row " << row;
    EXPECT_EQ(array.latch(), expected.latch());
    EXPECT_EQ(array.match(), expected.match());
    EXPECT_EQ(array.mask(), expected.mask());
  }
}

}  // namespace
}  // namespace spintile::refmodel
