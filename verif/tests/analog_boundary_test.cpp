// The harness's side of the analog pins, without a tile: pins that follow the golden schedule must satisfy the pin
// monitor, make the reads and samples of the contract, and show each sample's bits when they are captured.
#include "verif/analog_boundary.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "refmodel/periphery/array_sequencer.h"
#include "refmodel/periphery/row_streamer.h"
#include "spec/derive.h"
#include "verif/fuzz_converters.h"
#include "verif/mismatch.h"
#include "verif/pin_monitor.h"
#include "verif/random_variant.h"

namespace spintile::verif {
namespace {

using Words = std::vector<std::uint64_t>;

Words words(int bits) { return Words((static_cast<std::size_t>(bits) + 63) / 64, 0); }

/// The drivers of one side.
struct Lines {
  Lines(int count, int bits)
      : level_bits(bits), sign_port_bits(count), sign(words(count)), level(words(count * bits)) {}
  LinePorts ports() { return {Port(sign.data(), sign_port_bits), Port(level.data(), sign_port_bits * level_bits)}; }

  void stand_by() {
    std::ranges::fill(sign, 0);
    std::ranges::fill(level, 0);
  }
  void drive(const std::vector<std::int32_t>& codes, const std::vector<std::int32_t>& levels) {
    for (std::size_t line = 0; line < codes.size(); ++line) {
      if (codes[line] < 0) sign[line / 64] |= std::uint64_t{1} << (line % 64);
      for (int bit = 0; bit < level_bits; ++bit) {
        const std::size_t at = line * static_cast<std::size_t>(level_bits) + static_cast<std::size_t>(bit);
        level[at / 64] |= static_cast<std::uint64_t>(std::abs(levels[line]) >> bit & 1) << (at % 64);
      }
    }
  }

  int level_bits, sign_port_bits;
  Words sign, level;
};

/// Pins in memory of our own, as a model would hold them.
struct Pins {
  explicit Pins(const spec::Variant& variant)
      : rows(variant.crossbar.rows, variant.input.stream_bits),
        columns(variant.crossbar.columns, spec::column_level_bits(variant)),
        converters(spec::converters(variant)),
        mtjs(spec::mtjs_per_line(variant)),
        mtj_bit(words(converters)) {
    ports = {.row_sign = rows.ports().sign,
             .row_level = rows.ports().level,
             .array_sel = PinPort(Port(&pins[0], 1)),
             .reverse = PinPort(Port(&pins[1], 1)),
             .integ_rst = PinPort(Port(&pins[2], 1)),
             .integ_en = PinPort(Port(&pins[3], 1)),
             .mtj = MtjPorts{Port(mtj_bit.data(), converters), StrobePort(Port(&pins[4], mtjs)),
                             StrobePort(Port(&pins[5], mtjs)), StrobePort(Port(&pins[6], mtjs))}};
    if (const int bits = spec::column_select_bits(variant); bits > 0)
      ports.column_sel = StrobePort(Port(&pins[7], bits));
    if (spec::has_backward(variant)) ports.columns = columns.ports();
  }
  Pins(const Pins&) = delete;
  Pins& operator=(const Pins&) = delete;

  void show(const spec::Variant& variant, const std::vector<std::int32_t>& codes, const refmodel::PinState& state,
            host::Direction direction = host::Direction::forward) {
    pins[1] = direction == host::Direction::backward ? 1 : 0;
    pins[2] = state.integ_rst ? 1 : 0;
    pins[3] = state.integ_en ? 1 : 0;
    pins[4] = static_cast<std::uint8_t>(state.mtj_reset);
    pins[5] = static_cast<std::uint8_t>(state.mtj_write);
    pins[6] = static_cast<std::uint8_t>(state.mtj_read);
    pins[7] = static_cast<std::uint8_t>(state.column_sel);
    rows.stand_by();
    columns.stand_by();
    if (state.stream < 0) return;
    Lines& driven = direction == host::Direction::backward ? columns : rows;
    driven.drive(codes, refmodel::stream_levels(variant, codes, state.stream));
  }

  Lines rows, columns;
  int converters, mtjs;
  std::array<std::uint8_t, 8> pins{};
  Words mtj_bit;
  AnalogPorts ports;
};

/// Notes the reads, and answers as FuzzConverters.
struct NotedConverters : FuzzConverters {
  explicit NotedConverters(const spec::Variant& variant) : FuzzConverters(variant, 1, 0) {}
  void read(host::Array array, host::Direction direction, int phase, std::span<const std::int32_t> drive,
            FullScale full_scale) override {
    FuzzConverters::read(array, direction, phase, drive, full_scale);
    arrays.push_back(array);
    directions.push_back(direction);
    phases.push_back(phase);
    drives.emplace_back(drive.begin(), drive.end());
  }
  std::vector<host::Array> arrays;
  std::vector<host::Direction> directions;
  std::vector<int> phases;
  std::vector<std::vector<std::int32_t>> drives;
};

TEST(AnalogBoundary, FollowsTheGoldenScheduleOfEveryKindOfReadOut) {
  host::PhiloxSequence random({61, 0x80000000}, 0);
  for (int repeat = 0; repeat < 90; ++repeat) {
    spec::Variant variant = random_variant(random);
    const auto direction = repeat % 3 == 2 ? host::Direction::backward : host::Direction::forward;
    const bool backward = direction == host::Direction::backward;
    if (backward) variant.backward.array_columns = 1 + static_cast<int>(random.below(40));
    const int samples = 1 + static_cast<int>(random.below(static_cast<std::uint32_t>(variant.readout.samples_max)));
    const auto array = variant.crossbar.fast_array ? host::Array::fast : host::Array::weight;
    std::vector<std::int32_t> codes(
        static_cast<std::size_t>(backward ? variant.crossbar.columns : variant.crossbar.rows));
    const std::int32_t limit = spec::input_code_max(variant);
    for (std::int32_t& code : codes) {
      code = static_cast<std::int32_t>(random.below(static_cast<std::uint32_t>(2 * limit + 1))) - limit;
    }
    Pins pins(variant);
    NotedConverters converters(variant);
    AnalogBoundary boundary(variant, pins.ports, converters);
    PinMonitor monitor(variant, pins.ports);
    pins.pins[0] = static_cast<std::uint8_t>(array);
    backward ? monitor.expect_backward(codes, samples, array) : monitor.expect_forward(codes, samples, array);

    const std::vector<refmodel::PinState> schedule =
        backward ? refmodel::backward_schedule(variant, samples) : refmodel::forward_schedule(variant, samples);
    int sample = 0;
    for (std::size_t cycle = 0; cycle < schedule.size(); ++cycle) {
      pins.show(variant, codes, schedule[cycle], direction);
      ASSERT_NO_THROW(monitor.check(cycle));
      boundary.observe();
      const bool captured = schedule[cycle].mtj_read != 0 && schedule[cycle + 1].mtj_read != schedule[cycle].mtj_read;
      if (!captured) continue;
      const int pair = sample % pins.mtjs;
      ASSERT_EQ(schedule[cycle].mtj_read, 1U << pair);
      Words expected = words(pins.converters);
      converters.fill(converters.reads() - 1, sample, expected);
      for (int i = 0; i < pins.converters; ++i) {
        const auto bit = [i](const Words& words) { return words[static_cast<std::size_t>(i / 64)] >> (i % 64) & 1; };
        if (i % pins.mtjs == pair) {
          ASSERT_EQ(bit(pins.mtj_bit), bit(expected));
        }
      }
      sample = (sample + 1) % samples;
    }

    std::size_t read = 0;
    for (int stream = variant.input.streams - 1; stream >= 0; --stream) {
      for (int phase = 0; phase < variant.readout.column_mux; ++phase, ++read) {
        ASSERT_LT(read, converters.drives.size());
        EXPECT_EQ(converters.phases[read], phase);
        EXPECT_EQ(converters.arrays[read], array);
        EXPECT_EQ(converters.directions[read], direction);
        EXPECT_EQ(converters.drives[read], refmodel::stream_levels(variant, codes, stream));
      }
    }
    EXPECT_EQ(read, converters.drives.size());
  }
}

TEST(PinMonitor, SeesEveryNewPin) {
  spec::Variant variant;
  variant.crossbar = {.rows = 3, .columns = 5, .array_rows = 3, .fast_array = true};
  variant.readout.ping_pong = true;
  variant.readout.column_mux = 3;
  const std::vector<std::int32_t> codes = {1, -1, 0};
  const std::vector<refmodel::PinState> schedule = refmodel::forward_schedule(variant, 3);
  const auto first_mismatch = [&](std::size_t pin, std::uint8_t flip, std::size_t cycle) -> std::string {
    Pins pins(variant);
    PinMonitor monitor(variant, pins.ports);
    monitor.expect_forward(codes, 3, host::Array::fast);
    pins.pins[0] = 1;
    try {
      for (std::size_t now = 0; now <= cycle; ++now) {
        pins.show(variant, codes, schedule[now]);
        if (now == cycle) pins.pins[pin] = static_cast<std::uint8_t>(pins.pins[pin] ^ flip);
        monitor.check(now);
      }
    } catch (const MismatchError& error) {
      return error.mismatch().signal;
    }
    return "nothing";
  };
  for (const std::size_t cycle : {std::size_t{0}, std::size_t{5}, std::size_t{25}, schedule.size() - 1}) {
    EXPECT_EQ(first_mismatch(0, 1, cycle), "array_sel_o");
    EXPECT_EQ(first_mismatch(4, 2, cycle), "mtj_reset_o");
    EXPECT_EQ(first_mismatch(5, 2, cycle), "mtj_write_o");
    EXPECT_EQ(first_mismatch(6, 2, cycle), "mtj_read_o");
    EXPECT_EQ(first_mismatch(7, 2, cycle), "column_sel_o");
    EXPECT_EQ(first_mismatch(1, 0, cycle), "nothing");
  }
}

TEST(PinMonitor, SeesEveryPinOfABackward) {
  spec::Variant variant;
  variant.crossbar = {.rows = 3, .columns = 2, .array_rows = 3};
  variant.input = {.streams = 2, .stream_bits = 2};
  variant.backward.array_columns = 2;
  const std::vector<std::int32_t> codes = {-9, 4};
  const std::vector<refmodel::PinState> schedule = refmodel::backward_schedule(variant, 2);
  ASSERT_EQ(schedule.size(), static_cast<std::size_t>(spec::backward_cycles(variant, 2)));
  const auto first_mismatch = [&](std::size_t cycle, const auto& disturb) -> std::string {
    Pins pins(variant);
    PinMonitor monitor(variant, pins.ports);
    monitor.expect_backward(codes, 2, host::Array::weight);
    try {
      for (std::size_t now = 0; now <= cycle; ++now) {
        pins.show(variant, codes, schedule[now], host::Direction::backward);
        if (now == cycle) disturb(pins);
        monitor.check(now);
      }
    } catch (const MismatchError& error) {
      return to_string(error.mismatch());
    }
    return "nothing";
  };
  EXPECT_EQ(first_mismatch(schedule.size() - 1, [](Pins&) {}), "nothing");
  // The first stream drives digits -2 and 1; sign and level of the rows are 0.
  EXPECT_EQ(first_mismatch(3, [](Pins& pins) { pins.columns.level[0] ^= 2; }),
            "cycle 3: col_level_o, line 0: expected 2, got 0");
  EXPECT_EQ(first_mismatch(3, [](Pins& pins) { pins.columns.sign[0] ^= 2; }),
            "cycle 3: col_sign_o, line 1: expected 0, got 1");
  EXPECT_EQ(first_mismatch(3, [](Pins& pins) { pins.rows.level[0] ^= 4; }),
            "cycle 3: row_level_o, line 1: expected 0, got 1");
  EXPECT_EQ(first_mismatch(schedule.size() - 1, [](Pins& pins) { pins.pins[1] = 0; }),
            fmt::format("cycle {}: reverse_o: expected 1, got 0", schedule.size() - 1));
}

}  // namespace
}  // namespace spintile::verif
