// The harness's side of the pins of a ramp read and an outer product, without a tile: pins that follow the golden
// schedule must satisfy the pin monitor, give the records of the contract, and show comparators that rise where they
// should; pins that do not must be seen.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>

#include "refmodel/periphery/ramp_sequencer.h"
#include "refmodel/periphery/time_code.h"
#include "spec/derive.h"
#include "verif/analog_boundary.h"
#include "verif/mismatch.h"
#include "verif/pin_monitor.h"

namespace spintile::verif {
namespace {

using host::Array;
using host::Direction;
using Codes = std::vector<std::int32_t>;

/// 3 rows, 2 columns; codes in +-7, 8 steps, voltages in +-3.
spec::Variant small_variant() {
  spec::Variant variant;
  variant.crossbar = {.rows = 3, .columns = 2, .array_rows = 3, .fast_array = true};
  variant.input = {.coding = spec::InputCoding::time, .streams = 1, .stream_bits = 3};
  variant.backward.array_columns = 2;
  variant.readout.kind = spec::ReadoutKind::ramp;
  variant.readout.samples_max = 1;
  variant.readout.ramp_bits = 3;
  variant.update.kind = spec::UpdateKind::opu;
  variant.update.voltage_bits = 3;
  return variant;
}

/// Pins in memory of our own, as a model would hold them.
struct Pins {
  Pins() {
    ports = {.row_sign = Port(&at.row_sign, 3),
             .row_level = Port(&at.row_level, 3),
             .array_sel = PinPort(Port(&at.array_sel, 1)),
             .reverse = PinPort(Port(&at.reverse, 1)),
             .integ_rst = PinPort(Port(&at.integ_rst, 1)),
             .integ_en = PinPort(Port(&at.integ_en, 1)),
             .ramp = RampPorts{StrobePort(Port(&at.mux, 2)), PinPort(Port(&at.ramp_rst, 1)),
                               PinPort(Port(&at.ramp_en, 1)), Port(&at.cmp, 3)},
             .columns = LinePorts{Port(&at.col_sign, 2), Port(&at.col_level, 4)},
             .update_en = PinPort(Port(&at.update_en, 1)),
             .opu_phase = StrobePort(Port(&at.opu_phase, 2))};
  }
  Pins(const Pins&) = delete;
  Pins& operator=(const Pins&) = delete;

  void show(const Codes& codes, const refmodel::RampPinState& state, Direction direction) {
    const bool backward = direction == Direction::backward;
    const Storage before = at;
    at = {.array_sel = before.array_sel, .cmp = before.cmp};
    at.reverse = backward;
    at.integ_rst = state.integ_rst;
    at.integ_en = state.integ_en;
    at.ramp_rst = state.ramp_rst;
    at.ramp_en = state.ramp_en;
    at.mux = static_cast<std::uint8_t>(!state.connected ? 0 : backward ? 2 : 1);
    if (state.bit < 0) return;
    for (std::size_t line = 0; line < codes.size(); ++line) {
      const bool active = refmodel::is_active(codes[line], state.bit);
      set(backward ? at.col_sign : at.row_sign, line, codes[line] < 0);
      if (backward) {
        at.col_level = static_cast<std::uint8_t>(at.col_level | (active ? 3 << 2 * line : 0));
      } else {
        set(at.row_level, line, active);
      }
    }
  }

  void show(const refmodel::OpuDrive& drive, const refmodel::OuterPinState& state) {
    at = {.array_sel = at.array_sel, .mux = at.mux, .cmp = at.cmp};
    at.update_en = state.update_en;
    at.opu_phase = static_cast<std::uint8_t>(state.update_en ? state.phase : 0);
    const auto in_phase = [&](std::int32_t code, int sign_bit) {
      return state.phase >= 0 && code != 0 && (code < 0) == ((state.phase >> sign_bit & 1) != 0);
    };
    for (std::size_t row = 0; row < 3; ++row) {
      if (state.bit < 0 || !in_phase(drive.rows[row], 1)) continue;
      set(at.row_sign, row, drive.rows[row] < 0);
      set(at.row_level, row, refmodel::is_active(drive.rows[row], state.bit));
    }
    for (std::size_t column = 0; column < 2; ++column) {
      if (!in_phase(drive.columns[column], 0)) continue;
      set(at.col_sign, column, drive.columns[column] < 0);
      at.col_level = static_cast<std::uint8_t>(at.col_level | std::abs(drive.columns[column]) << 2 * column);
    }
  }

  struct Storage {
    std::uint8_t row_sign = 0, row_level = 0, array_sel = 0, reverse = 0, integ_rst = 0, integ_en = 0;
    std::uint8_t mux = 0, ramp_rst = 0, ramp_en = 0, cmp = 0, col_sign = 0, col_level = 0, update_en = 0, opu_phase = 0;
  };
  static void set(std::uint8_t& pins, std::size_t line, bool value) {
    if (value) pins = static_cast<std::uint8_t>(pins | 1U << line);
  }

  Storage at;
  AnalogPorts ports;
};

/// Answers with fixed first steps, and notes what it is told.
struct NotedSource : ConverterSource {
  void read(Array, Direction, int, std::span<const std::int32_t>, FullScale) override { FAIL(); }
  void sample(int, std::span<std::uint64_t>) override { FAIL(); }
  void convert(Array array, Direction direction, std::span<const std::int32_t> drive, FullScale,
               std::span<std::int32_t> steps) override {
    arrays.push_back(array);
    directions.push_back(direction);
    drives.emplace_back(drive.begin(), drive.end());
    std::copy_n(answer.begin(), steps.size(), steps.begin());
  }
  void outer(Array array, const refmodel::OpuDrive& drive) override {
    arrays.push_back(array);
    outers.push_back(drive);
  }
  Codes answer;
  std::vector<Array> arrays;
  std::vector<Direction> directions;
  std::vector<Codes> drives;
  std::vector<refmodel::OpuDrive> outers;
};

TEST(RampPins, AReadIsCollectedAndItsComparatorsRise) {
  const spec::Variant variant = small_variant();
  for (const Direction direction : {Direction::forward, Direction::backward}) {
    const bool backward = direction == Direction::backward;
    for (const Codes& steps : {Codes{0, 3, 8}, Codes{8, 0, 7}, Codes{5, 8, 5}}) {
      Pins pins;
      NotedSource source;
      source.answer = steps;
      AnalogBoundary boundary(variant, pins.ports, source);
      PinMonitor monitor(variant, pins.ports);
      const Codes codes = backward ? Codes{-6, 7} : Codes{5, -7, 0};
      pins.at.array_sel = 1;
      backward ? monitor.expect_backward(codes, 1, Array::fast) : monitor.expect_forward(codes, 1, Array::fast);
      std::int32_t step = 0;
      Codes first(backward ? 3 : 2, 8);
      std::uint64_t cycle = 0;
      for (const refmodel::RampPinState& state : refmodel::ramp_schedule(variant)) {
        pins.show(codes, state, direction);
        ASSERT_NO_THROW(monitor.check(cycle++));
        boundary.observe();
        ASSERT_EQ(pins.at.cmp >> 3, 0);
        if (!state.ramp_en) continue;
        for (std::size_t line = 0; line < first.size(); ++line) {
          if ((pins.at.cmp >> line & 1) != 0) first[line] = std::min(first[line], step);
        }
        ++step;
      }
      EXPECT_EQ(step, 8);
      EXPECT_EQ(first, Codes(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(first.size())));
      EXPECT_EQ(source.drives, std::vector<Codes>{codes});
      EXPECT_EQ(source.directions, std::vector<Direction>{direction});
      EXPECT_EQ(source.arrays, std::vector<Array>{Array::fast});
      EXPECT_TRUE(std::ranges::equal(boundary.counts(direction), codes));
      EXPECT_EQ(pins.at.cmp, 7) << "outside the ramp nothing that could be captured is right";
    }
  }
}

TEST(RampPins, NothingIsIntegratedThroughAMultiplexerThatIsElsewhere) {
  for (const std::uint8_t mux : std::array<std::uint8_t, 3>{0, 2, 3}) {
    Pins pins;
    NotedSource source;
    source.answer = {0, 0, 0};
    AnalogBoundary boundary(small_variant(), pins.ports, source);
    for (const refmodel::RampPinState& state : refmodel::ramp_schedule(small_variant())) {
      pins.show({5, -7, 0}, state, Direction::forward);
      pins.at.mux = mux;
      boundary.observe();
    }
    EXPECT_EQ(source.drives, std::vector<Codes>{Codes(3)});
  }
}

TEST(RampPins, TheMonitorSeesEveryPin) {
  const spec::Variant variant = small_variant();
  const std::vector<refmodel::RampPinState> schedule = refmodel::ramp_schedule(variant);
  // Settle 0 - 3, slots 4 - 10, hold 11, ramp 12 - 19, then 2 and combine.
  const auto seen = [&](std::size_t cycle, Direction direction, std::uint8_t Pins::Storage::*pin, int flip) {
    Pins pins;
    PinMonitor monitor(variant, pins.ports);
    const Codes codes = direction == Direction::backward ? Codes{-6, 7} : Codes{5, -7, 0};
    direction == Direction::backward ? monitor.expect_backward(codes, 1, Array::weight)
                                     : monitor.expect_forward(codes, 1, Array::weight);
    try {
      for (std::size_t now = 0; now <= cycle; ++now) {
        pins.show(codes, schedule[now], direction);
        if (now == cycle) pins.at.*pin = static_cast<std::uint8_t>(pins.at.*pin ^ flip);
        monitor.check(now);
      }
    } catch (const MismatchError& error) {
      return to_string(error.mismatch());
    }
    return std::string("nothing");
  };
  using S = Pins::Storage;
  const Direction forward = Direction::forward;
  EXPECT_EQ(seen(22, forward, &S::mux, 0), "nothing");
  EXPECT_EQ(seen(2, forward, &S::mux, 1), "cycle 2: mux_o: expected 0, got 1");
  EXPECT_EQ(seen(3, forward, &S::mux, 2), "cycle 3: mux_o: expected 1, got 3");
  EXPECT_EQ(seen(22, forward, &S::mux, 1), "cycle 22: mux_o: expected 1, got 0");
  EXPECT_EQ(seen(11, forward, &S::ramp_rst, 1), "cycle 11: ramp_rst_o: expected 1, got 0");
  EXPECT_EQ(seen(20, forward, &S::ramp_en, 1), "cycle 20: ramp_en_o: expected 0, got 1");
  EXPECT_EQ(seen(4, forward, &S::row_level, 1), "cycle 4: row_level_o, line 0: expected 1, got 0");
  EXPECT_EQ(seen(5, forward, &S::row_sign, 2), "cycle 5: row_sign_o, line 1: expected 1, got 0");
  EXPECT_EQ(seen(7, forward, &S::update_en, 1), "cycle 7: update_en_o: expected 0, got 1");
  EXPECT_EQ(seen(7, forward, &S::opu_phase, 2), "cycle 7: opu_phase_o: expected 0, got 2");
  EXPECT_EQ(seen(5, Direction::backward, &S::col_level, 1), "cycle 5: col_level_o, line 0: expected 3, got 2");
  EXPECT_EQ(seen(5, Direction::backward, &S::reverse, 1), "cycle 5: reverse_o: expected 1, got 0");
}

TEST(OuterProductPins, IsCollectedAndJudged) {
  const spec::Variant variant = small_variant();
  const refmodel::OpuDrive drive{{5, -7, 0}, {-3, 2}};
  const std::vector<refmodel::OuterPinState> schedule = refmodel::outer_schedule(variant);
  using Disturb = std::function<void(std::size_t cycle, Pins::Storage&)>;
  // Cycle 0 standby; phase p begins with cycle 1 + 8 p, its slots with the one after.
  const auto collected = [&](const Disturb& disturb, bool monitored) {
    Pins pins;
    NotedSource source;
    AnalogBoundary boundary(variant, pins.ports, source);
    PinMonitor monitor(variant, pins.ports);
    monitor.expect_outer_product(drive, Array::fast);
    pins.at.array_sel = 1;
    try {
      for (std::size_t cycle = 0; cycle < schedule.size(); ++cycle) {
        pins.show(drive, schedule[cycle]);
        disturb(cycle, pins.at);
        if (monitored) monitor.check(cycle);
        boundary.observe();
      }
      boundary.end_update(33);
      boundary.end_update(33);
    } catch (const MismatchError& error) {
      return to_string(error.mismatch());
    }
    EXPECT_EQ(source.outers.size(), 1U);
    return std::string(source.outers == std::vector{drive} && source.arrays == std::vector{Array::fast} ? "right"
                                                                                                        : "wrong");
  };
  const auto in_cycle = [](std::size_t which, std::uint8_t Pins::Storage::*pin, int flip) -> Disturb {
    return [=](std::size_t cycle, Pins::Storage& at) {
      if (cycle == which) at.*pin = static_cast<std::uint8_t>(at.*pin ^ flip);
    };
  };
  using S = Pins::Storage;
  EXPECT_EQ(collected([](std::size_t, S&) {}, true), "right");
  // A row of the other sign in a slot of phase 0; one that is written in both signs; a slot too many in one phase.
  EXPECT_EQ(collected(in_cycle(5, &S::row_sign, 1), false),
            "cycle 33: lines of an outer product: expected active in the phases of their sign alone, got something "
            "else");
  EXPECT_EQ(collected(in_cycle(5, &S::row_level, 2), false),
            "cycle 33: row_level_o, line 1: expected the same in both phases of its sign, got something else");
  const auto both = [](std::size_t cycle, S& at) {
    if (cycle == 5 || cycle == 13) at.row_level |= 2;
  };
  EXPECT_EQ(collected(both, false),
            "cycle 33: row_level_o, line 1: expected one sign in an outer product, got something else");
  EXPECT_EQ(collected(in_cycle(6, &S::col_level, 4), false),
            "cycle 33: col_level_o: expected the same voltages in all slots of a phase, got something else");
  // The monitor sees the very pin.
  EXPECT_EQ(collected(in_cycle(1, &S::col_level, 4), true), "cycle 1: col_level_o, line 1: expected 2, got 3");
  EXPECT_EQ(collected(in_cycle(9, &S::col_sign, 1), true), "cycle 9: col_sign_o, line 0: expected 1, got 0");
  EXPECT_EQ(collected(in_cycle(20, &S::opu_phase, 1), true), "cycle 20: opu_phase_o: expected 2, got 3");
  EXPECT_EQ(collected(in_cycle(18, &S::row_level, 4), true), "cycle 18: row_level_o, line 2: expected 0, got 1");
  EXPECT_EQ(collected(in_cycle(17, &S::update_en, 1), true), "cycle 17: update_en_o: expected 0, got 1");
}

TEST(OuterProductPins, PulsesOfARowAreHandedOnOneByOne) {
  const spec::Variant variant = small_variant();
  const refmodel::OpuDrive first{{0, 5, 0}, {-3, 2}};
  const refmodel::OpuDrive second{{0, 7, 0}, {1, 0}};
  const std::vector<refmodel::OuterPinState> schedule = refmodel::row_pulse_schedule(variant);
  // Of A, then of W without a cycle between; cut: cycles of the second before a reset.
  const auto collected = [&](std::size_t cut, const std::function<void(std::size_t, Pins::Storage&)>& disturb) {
    Pins pins;
    NotedSource source;
    AnalogBoundary boundary(variant, pins.ports, source);
    PinMonitor monitor(variant, pins.ports);
    boundary.set_row_pulses(true);
    std::size_t cycle = 0;
    const auto pulse = [&](const refmodel::OpuDrive& drive, Array array, std::size_t cycles) {
      monitor.expect_row_pulse(drive, array);
      for (std::size_t i = 0; i < cycles; ++i, ++cycle) {
        pins.show(drive, schedule[i]);
        pins.at.array_sel = array == Array::fast;
        monitor.check(cycle);
        disturb(cycle, pins.at);
        boundary.observe(cycle);
      }
    };
    pulse(first, Array::fast, schedule.size());
    pulse(second, Array::weight, cut);
    cut == schedule.size() ? boundary.end_update(cycle) : boundary.cut_update();
    return std::pair(source.outers, source.arrays);
  };
  const auto nothing = [](std::size_t, Pins::Storage&) {};
  EXPECT_EQ(collected(16, nothing), (std::pair(std::vector{first, second}, std::vector{Array::fast, Array::weight})));
  EXPECT_EQ(collected(12, nothing), (std::pair(std::vector{first}, std::vector{Array::fast})));
  const auto second_row = [](std::size_t cycle, Pins::Storage& at) {
    if (at.update_en != 0 && cycle < 16) at.row_level |= 1;
  };
  EXPECT_THROW(collected(16, second_row), MismatchError);
  const auto other_slots = [](std::size_t cycle, Pins::Storage& at) {
    if (cycle == 4) at.row_level = 0;  // bit 2 of the code is on then
  };
  EXPECT_THROW(collected(16, other_slots), MismatchError);
}

}  // namespace
}  // namespace spintile::verif
