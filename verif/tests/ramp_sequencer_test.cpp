#include "refmodel/periphery/ramp_sequencer.h"

#include <gtest/gtest.h>

#include <string>

#include "refmodel/periphery/time_code.h"
#include "spec/derive.h"

namespace spintile::refmodel {
namespace {

spec::Variant variant(int code_bits, int ramp_bits, int settle_cycles, int synchroniser_stages) {
  spec::Variant variant;
  variant.crossbar = {.rows = 3, .columns = 4, .array_rows = 3};
  variant.input = {.coding = spec::InputCoding::time, .streams = 1, .stream_bits = code_bits};
  variant.backward.array_columns = 4;
  variant.readout.kind = spec::ReadoutKind::ramp;
  variant.readout.samples_max = 1;
  variant.readout.settle_cycles = settle_cycles;
  variant.readout.synchroniser_stages = synchroniser_stages;
  variant.readout.ramp_bits = ramp_bits;
  variant.update.kind = spec::UpdateKind::opu;
  return variant;
}

/// One letter a cycle: . nothing connected, c clear, a digit the driven bit while it integrates, r ramp at its start,
/// s a step, - connected; ! for anything else.
std::string letters(const std::vector<RampPinState>& schedule) {
  std::string text;
  for (const RampPinState& pins : schedule) {
    char letter = pins.connected ? '-' : '.';
    if (pins.integ_rst) letter = 'c';
    if (pins.integ_en) letter = static_cast<char>('0' + pins.bit);
    if (pins.ramp_rst) letter = 'r';
    if (pins.ramp_en) letter = 's';
    const int strobes = pins.integ_rst + pins.integ_en + pins.ramp_rst + pins.ramp_en;
    if (strobes > 1 || (strobes == 1 && !pins.connected) || (pins.bit >= 0) != pins.integ_en) letter = '!';
    text += letter;
  }
  return text;
}

TEST(RampSequencer, DrawnByHand) {
  // Slots 1 .. 7 have their leading ones at 0, 1, 1, 2, 2, 2, 2; two stages of the synchroniser, then combine.
  EXPECT_EQ(letters(ramp_schedule(variant(3, 2, 4, 2))), "...c0112222rssss---");
  EXPECT_EQ(letters(ramp_schedule(variant(1, 3, 2, 4))), ".c0rssssssss-----");
}

TEST(RampSequencer, IsAsLongAsTheContractSays) {
  for (const auto& [code_bits, ramp_bits, settle, stages] : {std::array{7, 8, 4, 2}, {3, 4, 2, 3}, {8, 12, 255, 4}}) {
    const spec::Variant tile = variant(code_bits, ramp_bits, settle, stages);
    const auto cycles = ramp_schedule(tile).size();
    EXPECT_EQ(cycles, static_cast<std::size_t>(settle + (1 << code_bits) + (1 << ramp_bits) + stages + 1));
    EXPECT_EQ(cycles, static_cast<std::size_t>(spec::backward_cycles(tile, 1)));
    EXPECT_EQ(cycles + static_cast<std::size_t>(spec::requantise_cycles(tile)),
              static_cast<std::size_t>(spec::forward_cycles(tile, 1)));
  }
  // Published for 8 bits: 384 cycles; ours and the guards settle + synchroniser + combine.
  EXPECT_EQ(spec::backward_cycles(variant(7, 8, 4, 2), 1), 384 + 4 + 2 + 1);
}

TEST(RampSequencer, ALineIsActiveInAsManySlotsAsItsMagnitudeSays) {
  for (int bits = 1; bits <= 8; ++bits) {
    const std::vector<RampPinState> schedule = ramp_schedule(variant(bits, 2, 2, 2));
    const std::int32_t largest = (1 << bits) - 1;
    for (std::int32_t code = -largest; code <= largest; ++code) {
      std::int32_t slots = 0;
      for (const RampPinState& pins : schedule) slots += pins.integ_en && is_active(code, pins.bit) ? 1 : 0;
      ASSERT_EQ(slots, std::abs(code));
    }
  }
}

TEST(OuterProduct, DrawnByHand) {
  // A cycle of standby; in each phase one for the columns, then the slots.
  std::string phases;
  std::string bits;
  for (const OuterPinState& pins : outer_schedule(variant(2, 2, 2, 2))) {
    phases += pins.phase < 0 ? '-' : static_cast<char>((pins.update_en ? 'A' : 'a') + pins.phase);
    bits += pins.bit < 0 ? '-' : static_cast<char>('0' + pins.bit);
  }
  EXPECT_EQ(phases, "-aAAAbBBBcCCCdDDD");
  EXPECT_EQ(bits, "--011-011-011-011");
}

TEST(OuterProduct, IsAsLongAsTheContractSays) {
  for (const int bits : {1, 3, 7}) {
    const auto cycles = outer_schedule(variant(bits, 2, 2, 2)).size();
    EXPECT_EQ(cycles, static_cast<std::size_t>(1 + 4 * (1 << bits)));  // published: 4 x 2^m
    EXPECT_EQ(cycles, static_cast<std::size_t>(spec::update_cycles(variant(bits, 2, 2, 2), 0)));
  }
}

TEST(OuterProduct, EveryCellIsWrittenInTheOnePhaseOfItsSigns) {
  const std::vector<OuterPinState> schedule = outer_schedule(variant(3, 2, 2, 2));
  for (std::int32_t row = -7; row <= 7; ++row) {
    for (const std::int32_t column : {-3, 0, 2}) {
      std::array<int, 4> slots{};  // in which both are active, by phase
      for (const OuterPinState& pins : schedule) {
        if (!pins.update_en) continue;
        const bool row_is_on = (row < 0) == ((pins.phase & 2) != 0) && is_active(row, pins.bit);
        const bool column_is_on = column != 0 && (column < 0) == ((pins.phase & 1) != 0);
        slots[static_cast<std::size_t>(pins.phase)] += row_is_on && column_is_on ? 1 : 0;
      }
      std::array<int, 4> expected{};
      if (column != 0) expected[(row < 0 ? 2U : 0U) + (column < 0 ? 1U : 0U)] = std::abs(row);
      EXPECT_EQ(slots, expected) << row << " " << column;
    }
  }
}

}  // namespace
}  // namespace spintile::refmodel
