// The harness's own parts, on ports that are plain memory: no RTL, so what they say is known by hand.
#include <gtest/gtest.h>

#include <array>

#include "verif/analog_boundary.h"
#include "verif/mismatch.h"
#include "verif/pin_monitor.h"

namespace spintile::verif {
namespace {

/// Three rows of two level bits, two sub-arrays of two columns: four converters.
spec::Variant small_variant() {
  spec::Variant variant;
  variant.name = "small";
  variant.crossbar = {.rows = 3, .columns = 2, .array_rows = 2, .weight_slices = 1, .slice_bits = 1};
  variant.input = {.streams = 2, .stream_bits = 2};
  variant.readout.samples_max = 2;
  variant.readout.settle_cycles = 2;
  return variant;
}

/// The pins of such a tile.
struct Pins {
  std::array<std::uint8_t, 10> storage{};
  AnalogPorts ports{.row_sign = Port(&storage[0], 3),
                    .row_level = Port(&storage[1], 6),
                    .array_sel = PinPort(Port(&storage[3], 1)),
                    .reverse = PinPort(Port(&storage[4], 1)),
                    .integ_rst = PinPort(Port(&storage[5], 1)),
                    .integ_en = PinPort(Port(&storage[6], 1)),
                    .mtj = MtjPorts{Port(&storage[2], 4), StrobePort(Port(&storage[7], 1)),
                                    StrobePort(Port(&storage[8], 1)), StrobePort(Port(&storage[9], 1))}};

  /// One letter: i integ_rst, e integ_en, r reset, w write, s read (sense), anything else none.
  void strobe(char which) {
    ports.integ_rst.set(which == 'i');
    ports.integ_en.set(which == 'e');
    ports.mtj->reset.set(which == 'r' ? 1 : 0);
    ports.mtj->write.set(which == 'w' ? 1 : 0);
    ports.mtj->read.set(which == 's' ? 1 : 0);
  }
  void rows(std::uint64_t sign, std::uint64_t level) {
    ports.row_sign.set(sign);
    ports.row_level.set(level);
  }
};

class RecordedConverters : public ConverterSource {
 public:
  void read(host::Array, host::Direction, int, std::span<const std::int32_t> drive, FullScale) override {
    drives.emplace_back(drive.begin(), drive.end());
  }
  void sample(int sample, std::span<std::uint64_t> bits) override {
    samples.push_back(sample);
    bits[0] = 0b0110;
  }
  std::vector<std::vector<std::int32_t>> drives;
  std::vector<int> samples;
};

TEST(AnalogBoundary, CollectsOneRecordAReadAndAnswersOnlyWhileItIsRead) {
  Pins pins;
  RecordedConverters converters;
  AnalogBoundary boundary(small_variant(), pins.ports, converters);
  // Row 0: +3, row 1: -2, row 2: +1; integrated in two cycles, cleared before.
  pins.rows(0b010, 0b01'10'11);
  std::string bits;
  for (const char which : std::string("eieerwwsssrwss.")) {
    pins.strobe(which);
    boundary.observe();
    bits += "0123456789abcdef"[pins.ports.mtj->bit.get()];
  }
  // Cycle by cycle: 6 is what the converters say, 9 its opposite, shown from the end of the first read on.
  EXPECT_EQ(bits,
            "00000006669"
            "9669");
  ASSERT_EQ(converters.drives.size(), 2U);
  EXPECT_EQ(converters.drives[0], (std::vector<std::int32_t>{3, -2, 1}));
  EXPECT_EQ(converters.drives[1], (std::vector<std::int32_t>{6, -4, 2}));
  EXPECT_EQ(converters.samples, (std::vector<int>{0, 1}));
}

/// The pins of a FORWARD of codes 9, -4, 0 with n = 1, written out by hand: streams 1, then 0.
struct ForwardPins {
  static constexpr std::array<std::int32_t, 3> codes = {0b1001, -0b0100, 0};
  static constexpr std::string_view strobes = "ierwsssierwsss...";
  /// Puts the pins of cycle `cycle` (from 0) on the ports.
  static void show(Pins& pins, std::size_t cycle) {
    pins.strobe(cycle < strobes.size() ? strobes[cycle] : '.');
    if (cycle < 7) {
      pins.rows(0b010, 0b00'01'10);
    } else if (cycle < 14) {
      pins.rows(0b010, 0b00'00'01);
    } else {
      pins.rows(0, 0);
    }
  }
};

TEST(PinMonitor, AcceptsTheScheduleOfTheContract) {
  Pins pins;
  PinMonitor monitor(small_variant(), pins.ports);
  EXPECT_NO_THROW(monitor.check(0));
  monitor.expect_forward(ForwardPins::codes, 1);
  for (std::size_t cycle = 0; cycle < 25; ++cycle) {
    ForwardPins::show(pins, cycle);
    EXPECT_NO_THROW(monitor.check(cycle)) << cycle;
  }
}

TEST(PinMonitor, NamesThePinAndTheRowOfTheFirstDifference) {
  const auto difference = [](const auto& disturb) {
    Pins pins;
    PinMonitor monitor(small_variant(), pins.ports);
    monitor.expect_forward(ForwardPins::codes, 1);
    for (std::size_t cycle = 0; cycle < 25; ++cycle) {
      ForwardPins::show(pins, cycle);
      disturb(cycle, pins);
      try {
        monitor.check(cycle);
      } catch (const MismatchError& error) {
        return to_string(error.mismatch());
      }
    }
    return std::string("none");
  };
  EXPECT_EQ(difference([](std::size_t cycle, Pins& pins) {
              if (cycle == 4) pins.rows(0b010, 0b10'01'10);
            }),
            "cycle 4: row_level_o, line 2: expected 0, got 2");
  EXPECT_EQ(difference([](std::size_t cycle, Pins& pins) {
              if (cycle == 13) pins.rows(0b000, 0b00'00'01);
            }),
            "cycle 13: row_sign_o, line 1: expected 1, got 0");
  EXPECT_EQ(difference([](std::size_t cycle, Pins& pins) {
              if (cycle == 14) pins.rows(0b010, 0);
            }),
            "cycle 14: row_sign_o, line 1: expected 0, got 1");
  EXPECT_EQ(difference([](std::size_t cycle, Pins& pins) {
              if (cycle == 3) pins.strobe('r');
            }),
            "cycle 3: mtj_reset_o: expected 0, got 1");
  EXPECT_EQ(difference([](std::size_t cycle, Pins& pins) { pins.ports.reverse.set(cycle == 20); }),
            "cycle 20: reverse_o: expected 0, got 1");
}

TEST(PinPort, RefusesAWidePort) {
  std::uint8_t storage = 0;
  EXPECT_THROW(PinPort(Port(&storage, 2)), std::invalid_argument);
  EXPECT_NO_THROW(StrobePort(Port(&storage, 8)));
  EXPECT_THROW(StrobePort(Port(&storage, 9)), std::invalid_argument);
}

}  // namespace
}  // namespace spintile::verif
