#include "refmodel/periphery/array_sequencer.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "spec/derive.h"

namespace spintile::refmodel {
namespace {

/// One letter a cycle: c clear, . settle, e integrate, r reset, w write, d read, - standby; capital for the second MTJ
/// of a line; b where the first is reset while the second is read, B the other way round; ! for anything else.
std::string letters(const std::vector<PinState>& schedule) {
  std::string text;
  for (const PinState& pins : schedule) {
    const int strobes =
        pins.integ_rst + pins.integ_en + (pins.mtj_reset != 0) + (pins.mtj_write != 0) + (pins.mtj_read != 0);
    char letter = pins.stream < 0 ? '-' : '.';
    if (pins.integ_rst) letter = 'c';
    if (pins.integ_en) letter = 'e';
    constexpr std::string_view none_first_second_both = " rR!wW!dD!";
    if (pins.mtj_reset != 0) letter = none_first_second_both.at(pins.mtj_reset);
    if (pins.mtj_write != 0) letter = none_first_second_both.at(pins.mtj_write + 3);
    if (pins.mtj_read != 0) letter = none_first_second_both.at(pins.mtj_read + 6);
    if (strobes > 1) letter = '!';
    if (strobes == 2 && pins.mtj_reset == 1 && pins.mtj_read == 2) letter = 'b';
    if (strobes == 2 && pins.mtj_reset == 2 && pins.mtj_read == 1) letter = 'B';
    text += letter;
  }
  return text;
}

std::vector<int> streams_of(const std::vector<PinState>& schedule) {
  std::vector<int> streams;
  for (const PinState& pins : schedule) streams.push_back(pins.stream);
  return streams;
}

spec::Variant small_variant() {
  spec::Variant variant;
  variant.crossbar = {.rows = 2, .columns = 3, .array_rows = 2};
  variant.input = {.streams = 2, .stream_bits = 1};
  return variant;
}

TEST(ArraySequencer, DrawnByHand) {
  spec::Variant variant = small_variant();
  variant.readout = {.settle_cycles = 4, .reset_cycles = 1, .write_cycles = 2, .read_cycles = 3};
  EXPECT_EQ(letters(forward_schedule(variant, 2)),
            "c..erwwdddrwwddd"
            "c..erwwdddrwwddd"
            "-----");  // combine, and 3 + 1 of the shared requantiser
  std::vector<int> streams(16, 1);
  streams.insert(streams.end(), 16, 0);
  streams.insert(streams.end(), 5, -1);
  EXPECT_EQ(streams_of(forward_schedule(variant, 2)), streams);
}

TEST(ArraySequencer, ShortestPhases) {
  spec::Variant variant = small_variant();
  variant.input.streams = 1;
  variant.requantise.multipliers = spec::Multipliers::per_column;
  variant.readout = {.settle_cycles = 2, .reset_cycles = 1, .write_cycles = 1, .read_cycles = 3};
  EXPECT_EQ(letters(forward_schedule(variant, 1)), "cerwddd---");
}

TEST(ArraySequencer, PingPongByHand) {
  spec::Variant variant = small_variant();
  variant.input.streams = 1;
  variant.readout = {.settle_cycles = 2, .reset_cycles = 2, .write_cycles = 1, .read_cycles = 3, .ping_pong = true};
  EXPECT_EQ(letters(forward_schedule(variant, 1)), "cerrwddd-----");
  EXPECT_EQ(letters(forward_schedule(variant, 3)), "cerrwBBdWbbDwddd-----");
  variant.readout.reset_cycles = 4;  // longer than a read
  EXPECT_EQ(letters(forward_schedule(variant, 2)), "cerrrrwBBBBWDDDD-----");
}

TEST(ArraySequencer, PhasesOfAStreamByHand) {
  spec::Variant variant = small_variant();
  variant.readout = {.settle_cycles = 2, .reset_cycles = 1, .write_cycles = 1, .read_cycles = 3, .column_mux = 3};
  const std::vector<PinState> schedule = forward_schedule(variant, 1);
  EXPECT_EQ(letters(schedule), "cerwdddcerwdddcerwdddcerwdddcerwdddcerwddd-----");
  for (std::size_t cycle = 0; cycle < 42; ++cycle) {
    EXPECT_EQ(schedule[cycle].stream, cycle < 21 ? 1 : 0);
    EXPECT_EQ(schedule[cycle].column_sel, static_cast<int>(cycle / 7 % 3));
  }
  EXPECT_EQ(schedule.back().column_sel, 0);
}

TEST(ArraySequencer, LengthIsForwardCycles) {
  for (int samples = 1; samples <= 8; ++samples) {
    for (const auto multipliers : {spec::Multipliers::shared, spec::Multipliers::per_column}) {
      spec::Variant variant = small_variant();
      variant.readout.reset_cycles = 1 + samples % 5;
      variant.readout.ping_pong = samples % 2 == 0;
      variant.readout.column_mux = 1 + samples % 3;
      variant.requantise.multipliers = multipliers;
      variant.readout.settle_cycles = 2 + samples;
      variant.readout.read_cycles = 3 + samples % 3;
      EXPECT_EQ(forward_schedule(variant, samples).size(),
                static_cast<std::size_t>(spec::forward_cycles(variant, samples)));
    }
  }
}

}  // namespace
}  // namespace spintile::refmodel
