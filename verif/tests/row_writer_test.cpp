// What PROGRAM and CARRY decide, and their registers, against docs/contract.md by hand.
#include "refmodel/periphery/row_writer.h"

#include <gtest/gtest.h>

#include "refmodel/periphery/ramp_sequencer.h"
#include "refmodel/periphery/row_registers.h"
#include "spec/derive.h"
#include "spec/parse.h"
#include "spec/register_map.h"

namespace spintile::refmodel {
namespace {

using spec::Error;
namespace reg = spec::register_offset;
using Codes = std::vector<std::int64_t>;
using Lines = std::vector<std::int32_t>;

spec::Variant variant(const std::string& name) {
  return spec::load_variant(SPINTILE_SOURCE_DIR "/variants/" + name + ".yaml");
}

TEST(RowWriter, APulseTakesEachColumnTowardsItsTarget) {
  spec::Variant block = variant("analog_block");  // voltage codes in +-7
  // A column code above 0 writes down, so a code that is too low takes one below 0.
  EXPECT_EQ(program_voltages(block, 0, Codes{3, -3, 0, 7, -7}, Codes{0, 0, 0, -7, 7}), (Lines{-3, 3, 0, -7, 7}));
  EXPECT_EQ(program_voltages(block, 2, Codes{2, 3, -2, -3, 5}, Codes{0, 0, 0, 0, 5}), (Lines{0, -3, 0, 3, 0}));
  EXPECT_EQ(program_voltages(block, 7, Codes{7, -7, 1, 0, 0}, Codes{-1, 1, -6, 7, -7}), (Lines{-7, 7, 0, 0, 0}));
  block.update.voltage_bits = 3;
  EXPECT_EQ(program_voltages(block, 0, Codes{3, -3, 0, 7, -7}, Codes{0, 1, 1, -7, 7}), (Lines{-3, 3, 1, -3, 3}));
}

TEST(RowWriter, ACarryIsTheSignOfWhatReachesTheThreshold) {
  EXPECT_EQ(carries(3, Codes{2, 3, 7, -2, -3, -7, 0}), (Lines{0, 1, 1, 0, -1, -1, 0}));
  EXPECT_EQ(carries(1, Codes{1, 0, -1}), (Lines{1, 0, -1}));
  EXPECT_EQ(count_active(Lines{0, 1, -1, 0, 5}), 3);
}

TEST(RowWriter, APulseIsOfOneRow) {
  spec::Variant block = variant("analog_block");
  block.crossbar.offset_row = false;
  EXPECT_EQ(row_pulse(block, 4, 5, {1, 0, -2, 0, 7}), (OpuDrive{{0, 0, 0, 0, 5, 0}, {1, 0, -2, 0, 7}}));
  EXPECT_EQ(one_hot_counts(block, 1), (Lines{0, 7, 0, 0, 0, 0}));
}

TEST(RowWriter, TheOffsetRowIsTheLastOfAnArray) {
  spec::Variant block = variant("analog_block");
  block.crossbar.offset_row = true;
  EXPECT_EQ(row_pulse(block, 4, 5, {1, 0, -2, 0, 7}), (OpuDrive{{0, 0, 0, 0, 5, 0, 0}, {1, 0, -2, 0, 7}}));
  EXPECT_EQ(row_pulse(block, 6, 5, {1, 0, -2, 0, 7}).rows, (Lines{0, 0, 0, 0, 0, 0, 5}));
  EXPECT_EQ(one_hot_counts(block, 1), (Lines{0, 7, 0, 0, 0, 0, 0}));
  EXPECT_EQ(one_hot_counts(block, 6), (Lines{0, 0, 0, 0, 0, 0, 7}));
}

TEST(RowWriter, APulseIsThePhasesOfPositiveRows) {
  const spec::Variant block = variant("analog_block");
  const std::vector<OuterPinState> pulse = row_pulse_schedule(block);
  const std::vector<OuterPinState> product = outer_schedule(block);
  ASSERT_EQ(pulse.size(), 2U * 8U);
  EXPECT_TRUE(std::equal(pulse.begin(), pulse.end(), product.begin() + 1));
  EXPECT_EQ(pulse[0], (OuterPinState{.phase = 0}));
  EXPECT_EQ(pulse[1], (OuterPinState{.phase = 0, .update_en = true, .bit = 0}));
  EXPECT_EQ(pulse[8], (OuterPinState{.phase = 1}));
  EXPECT_EQ(pulse[15], (OuterPinState{.phase = 1, .update_en = true, .bit = 2}));
}

TEST(RowWriter, Cycles) {
  const spec::Variant block = variant("analog_block");
  const int read = block.readout.settle_cycles + 8 + 16 + block.readout.synchroniser_stages;
  EXPECT_EQ(spec::program_cycles(block, 0), read + 2);
  EXPECT_EQ(spec::program_cycles(block, 3), 4 * (read + 2) + 3 * 16);
  EXPECT_EQ(spec::carry_cycles(block), read + 2 + 32);
}

TEST(RowRegisters, TakeWhatTheRegisterMapAllowsAndNothingElse) {
  for (const char* name : {"analog_block", "analog_one_row", "analog_one_column", "training_agad"}) {
    const spec::Variant tile = variant(name);
    RowRegisters registers(tile);
    EXPECT_EQ(registers.has(reg::tolerance), spec::has_outer_update(tile)) << name;
    EXPECT_EQ(registers.has(reg::carries), spec::has_carry(tile)) << name;
    if (!spec::has_outer_update(tile)) continue;
    for (const spec::Register& one : spec::register_map(tile)) {
      if (one.offset < reg::row) continue;
      ASSERT_TRUE(registers.has(one.offset)) << name << " " << one.name;
      EXPECT_EQ(registers.writable(one.offset), one.writable()) << one.name;
      EXPECT_EQ(registers.read(one.offset), one.reset_value()) << one.name;
      if (!one.writable()) continue;
      std::uint32_t least = 0;
      std::uint32_t most = 0;
      for (const spec::RegisterField& field : one.fields) {
        least |= field.least << field.lsb;
        most |= field.most() << field.lsb;
      }
      for (const std::uint32_t legal : {least, most}) {
        EXPECT_EQ(registers.write(one.offset, legal), Error::none) << name << " " << one.name << " " << legal;
        EXPECT_EQ(registers.read(one.offset), legal);
      }
      for (const spec::RegisterField& field : one.fields) {
        const std::uint32_t unit = 1U << field.lsb;
        if (field.least > 0) {
          EXPECT_EQ(registers.write(one.offset, least - unit), Error::illegal_value) << one.name;
        }
        EXPECT_EQ(registers.write(one.offset, most + unit), Error::illegal_value) << one.name;
      }
      EXPECT_EQ(registers.write(one.offset, most | 0x80000000U), Error::illegal_value) << one.name;
      EXPECT_EQ(registers.read(one.offset), most) << one.name;
    }
  }
}

}  // namespace
}  // namespace spintile::refmodel
