#include "refmodel/periphery/array_sequencer.h"

#include <gtest/gtest.h>

#include <string>

#include "spec/derive.h"

namespace spintile::refmodel {
namespace {

/// One letter a cycle: c clear, . settle, e integrate, r reset, w write, d read, - standby; capital where more than one
/// strobe is high, so that such a cycle never matches.
std::string letters(const std::vector<PinState>& schedule) {
  std::string text;
  for (const PinState& pins : schedule) {
    const int strobes = pins.integ_rst + pins.integ_en + pins.mtj_reset + pins.mtj_write + pins.mtj_read;
    char letter = pins.stream < 0 ? '-' : '.';
    if (pins.integ_rst) letter = 'c';
    if (pins.integ_en) letter = 'e';
    if (pins.mtj_reset) letter = 'r';
    if (pins.mtj_write) letter = 'w';
    if (pins.mtj_read) letter = 'd';
    text += strobes > 1 ? 'X' : letter;
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

TEST(ArraySequencer, LengthIsForwardCycles) {
  for (int samples = 1; samples <= 8; ++samples) {
    for (const auto multipliers : {spec::Multipliers::shared, spec::Multipliers::per_column}) {
      spec::Variant variant = small_variant();
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
