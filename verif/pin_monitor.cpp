#include "verif/pin_monitor.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstdlib>

#include "refmodel/periphery/row_streamer.h"
#include "refmodel/periphery/row_writer.h"
#include "refmodel/periphery/time_code.h"
#include "spec/derive.h"
#include "verif/mismatch.h"

namespace spintile::verif {
namespace {

std::uint64_t field(const std::vector<std::uint64_t>& words, int first, int bits) {
  std::uint64_t value = 0;
  for (int bit = 0; bit < bits; ++bit) {
    const auto position = static_cast<std::size_t>(first + bit);
    value |= (words[position / 64] >> (position % 64) & 1) << bit;
  }
  return value;
}

void set_field(std::vector<std::uint64_t>& words, int first, int bits, std::uint64_t value) {
  for (int bit = 0; bit < bits; ++bit) {
    const auto position = static_cast<std::size_t>(first + bit);
    words[position / 64] |= (value >> bit & 1) << (position % 64);
  }
}

std::vector<std::uint64_t> words_of(const Port& port) {
  std::vector<std::uint64_t> words(port.words());
  port.copy_to(words);
  return words;
}

}  // namespace

PinMonitor::PinMonitor(const spec::Variant& variant, const AnalogPorts& ports)
    : variant_(variant),
      ports_(ports),
      forwards_(static_cast<std::size_t>(variant.readout.samples_max) + 1),
      backwards_(forwards_.size()) {
  const int slots = ports.update_en ? spec::pulse_slots_max : 0;
  const int driven_bits = spec::has_ramp(variant) ? 2 * variant.input.stream_bits : 0;
  const auto lines = static_cast<std::size_t>(std::max({variant.input.streams, slots, driven_bits})) + 1;
  const auto standby = [](const Port& sign, const Port& level) {
    return Lines{std::vector<std::uint64_t>(sign.words()), std::vector<std::uint64_t>(level.words())};
  };
  rows_.assign(lines, standby(ports.row_sign, ports.row_level));
  if (ports.columns) columns_.assign(lines, standby(ports.columns->sign, ports.columns->level));
}

PinMonitor::Lines& PinMonitor::cleared(std::vector<Lines>& lines, int index) {
  Lines& one = lines[static_cast<std::size_t>(index)];
  std::fill(one.sign.begin(), one.sign.end(), 0);
  std::fill(one.level.begin(), one.level.end(), 0);
  return one;
}

void PinMonitor::begin(host::Array array, const Command& cycles) {
  array_ = array;
  running_ = &cycles;
  position_ = 0;
  end_ = cycles.size();
}

namespace {

std::uint16_t strobes_of(const refmodel::PinState& pins) {
  return strobe::of_integrators(pins.integ_rst, pins.integ_en) |
         strobe::of_mtjs(pins.mtj_reset, pins.mtj_write, pins.mtj_read);
}

std::uint16_t strobes_of(const refmodel::RampPinState& pins) {
  return strobe::of_integrators(pins.integ_rst, pins.integ_en) | strobe::of_ramp(pins.ramp_rst, pins.ramp_en);
}

/// What each cycle of a read with its rows driven shows.
template <class Cycle>
void add_reads(const std::vector<refmodel::PinState>& schedule, std::vector<Cycle>& cycles) {
  for (const refmodel::PinState& pins : schedule) {
    cycles.push_back({.strobes = strobes_of(pins),
                      .column_sel = static_cast<std::uint8_t>(pins.column_sel),
                      .rows = static_cast<std::int16_t>(pins.stream + 1)});
  }
}

}  // namespace

void PinMonitor::add_ramp(Command& cycles, host::Direction direction) const {
  const bool backward = direction == host::Direction::backward;
  const std::uint8_t mux = backward ? 2 : 1;
  for (const refmodel::RampPinState& pins : refmodel::ramp_schedule(variant_)) {
    Cycle cycle{.strobes = strobes_of(pins), .reverse = backward, .mux = pins.connected ? mux : std::uint8_t{0}};
    (backward ? cycle.columns : cycle.rows) = static_cast<std::int16_t>(pins.bit + 1);
    cycles.push_back(cycle);
  }
}

const PinMonitor::Command& PinMonitor::forward_cycles(int samples) {
  Command& cycles = forwards_.at(static_cast<std::size_t>(samples));
  if (!cycles.empty()) return cycles;
  if (ports_.ramp) {
    add_ramp(cycles, host::Direction::forward);
    cycles.resize(cycles.size() + static_cast<std::size_t>(spec::requantise_cycles(variant_)));
  } else {
    add_reads(refmodel::forward_schedule(variant_, samples), cycles);
  }
  return cycles;
}

const PinMonitor::Command& PinMonitor::backward_cycles(int samples) {
  Command& cycles = backwards_.at(static_cast<std::size_t>(samples));
  if (!cycles.empty()) return cycles;
  if (ports_.ramp) {
    add_ramp(cycles, host::Direction::backward);
    return cycles;
  }
  for (const refmodel::PinState& pins : refmodel::backward_schedule(variant_, samples)) {
    cycles.push_back({.strobes = strobes_of(pins),
                      .column_sel = static_cast<std::uint8_t>(pins.column_sel),
                      .columns = static_cast<std::int16_t>(pins.stream + 1),
                      .reverse = true});
  }
  return cycles;
}

void PinMonitor::set_streams(std::vector<Lines>& lines, std::span<const std::int32_t> codes) {
  const int level_bits = variant_.input.stream_bits;
  for (int stream = 0; stream < variant_.input.streams; ++stream) {
    Lines& driven = cleared(lines, stream + 1);
    const std::vector<std::int32_t> levels = refmodel::stream_levels(variant_, codes, stream);
    for (std::size_t line = 0; line < codes.size(); ++line) {
      // The sign is the code's, also in a stream whose digit is 0.
      set_field(driven.sign, static_cast<int>(line), 1, codes[line] < 0 ? 1 : 0);
      set_field(driven.level, static_cast<int>(line) * level_bits, level_bits,
                static_cast<std::uint64_t>(std::abs(levels[line])));
    }
  }
}

void PinMonitor::set_bits(std::vector<Lines>& lines, std::span<const std::int32_t> codes, int level_bits) {
  for (int bit = 0; bit < variant_.input.stream_bits; ++bit) {
    Lines& driven = cleared(lines, bit + 1);
    for (std::size_t line = 0; line < codes.size(); ++line) {
      set_field(driven.sign, static_cast<int>(line), 1, codes[line] < 0 ? 1 : 0);
      const bool active = refmodel::is_active(codes[line], bit);
      set_field(driven.level, static_cast<int>(line) * level_bits, level_bits, active ? ~std::uint64_t{0} : 0);
    }
  }
}

void PinMonitor::set_codes(std::vector<Lines>& lines, std::span<const std::int32_t> codes, int level_bits) {
  ports_.ramp ? set_bits(lines, codes, level_bits) : set_streams(lines, codes);
}

void PinMonitor::expect_forward(std::span<const std::int32_t> codes, int samples, host::Array array) {
  set_codes(rows_, codes, spec::row_level_bits(variant_));
  begin(array, forward_cycles(samples));
}

void PinMonitor::expect_backward(std::span<const std::int32_t> codes, int samples, host::Array array) {
  set_codes(columns_, codes, spec::column_level_bits(variant_));
  begin(array, backward_cycles(samples));
}

void PinMonitor::set_slots(const refmodel::UpdateDrive& drive, int slots) {
  // A line shows its sign whether it fires or not, and fires with all ones of its level.
  const auto set = [](Lines& lines, const refmodel::LinePulses& pulses, int slot, int level_bits) {
    for (std::size_t line = 0; line < pulses.slots.size(); ++line) {
      const bool fires = (pulses.slots[line] >> slot & 1) != 0;
      set_field(lines.sign, static_cast<int>(line), 1, pulses.negative[line]);
      set_field(lines.level, static_cast<int>(line) * level_bits, level_bits, fires ? ~std::uint64_t{0} : 0);
    }
  };
  for (int slot = 0; slot < slots; ++slot) {
    set(cleared(rows_, slot + 1), drive.rows, slot, spec::row_level_bits(variant_));
    set(cleared(columns_, slot + 1), drive.columns, slot, spec::column_level_bits(variant_));
  }
}

void PinMonitor::add_slot(Command& cycles, int slot) const {
  const auto index = static_cast<std::int16_t>(slot + 1);
  cycles.push_back({.rows = index, .columns = index});
  cycles.insert(cycles.end(), static_cast<std::size_t>(variant_.update.pulse_cycles),
                {.rows = index, .columns = index, .update_en = true});
}

void PinMonitor::expect_update(const refmodel::UpdateDrive& drive, int slots, host::Array array) {
  set_slots(drive, slots);
  command_.assign(1, {});
  for (int slot = 0; slot < slots; ++slot) add_slot(command_, slot);
  begin(array, command_);
}

void PinMonitor::expect_outer_product(const refmodel::OpuDrive& drive, host::Array array) {
  set_phases(drive);
  begin_phases(refmodel::outer_schedule(variant_), array);
}

void PinMonitor::expect_row_pulse(const refmodel::OpuDrive& drive, host::Array array) {
  set_phases(drive);
  begin_phases(refmodel::row_pulse_schedule(variant_), array);
}

void PinMonitor::set_phases(const refmodel::OpuDrive& drive) {
  // A line shows something in the phases of its sign alone.
  const auto in_phase = [](std::int32_t code, bool negative) { return code != 0 && (code < 0) == negative; };
  for (const bool negative : {false, true}) {
    for (int bit = 0; bit < variant_.input.stream_bits; ++bit) {
      Lines& driven = cleared(rows_, of_sign(negative, bit));
      for (std::size_t row = 0; row < drive.rows.size(); ++row) {
        if (!in_phase(drive.rows[row], negative)) continue;
        set_field(driven.sign, static_cast<int>(row), 1, negative ? 1 : 0);
        set_field(driven.level, static_cast<int>(row), 1, refmodel::is_active(drive.rows[row], bit) ? 1 : 0);
      }
    }
    Lines& driven = cleared(columns_, negative ? 2 : 1);
    const int bits = spec::column_level_bits(variant_);
    for (std::size_t column = 0; column < drive.columns.size(); ++column) {
      const std::int32_t code = drive.columns[column];
      if (!in_phase(code, negative)) continue;
      set_field(driven.sign, static_cast<int>(column), 1, negative ? 1 : 0);
      set_field(driven.level, static_cast<int>(column) * bits, bits, static_cast<std::uint64_t>(std::abs(code)));
    }
  }
}

void PinMonitor::begin_phases(const std::vector<refmodel::OuterPinState>& schedule, host::Array array) {
  command_.clear();
  for (const refmodel::OuterPinState& pins : schedule) {
    Cycle cycle{.update_en = pins.update_en};
    if (pins.phase >= 0) cycle.columns = (pins.phase & 1) != 0 ? 2 : 1;
    if (pins.bit >= 0) cycle.rows = static_cast<std::int16_t>(of_sign((pins.phase & 2) != 0, pins.bit));
    if (pins.update_en) cycle.opu_phase = static_cast<std::uint8_t>(pins.phase);
    command_.push_back(cycle);
  }
  begin(array, command_);
}

void PinMonitor::expect_one_hot_read(int row, int samples) {
  if (ports_.ramp) return expect_read_of_row(refmodel::one_hot_counts(variant_, row), host::Array::fast);
  command_.clear();
  const int level_bits = variant_.input.stream_bits;
  set_field(cleared(rows_, 1).level, row * level_bits, level_bits, ~std::uint64_t{0});
  add_reads(refmodel::one_hot_schedule(variant_, samples), command_);
  begin(host::Array::fast, command_);
}

void PinMonitor::expect_read_of_row(std::span<const std::int32_t> drive, host::Array array) {
  command_.clear();
  set_bits(rows_, drive, 1);
  add_ramp(command_, host::Direction::forward);
  begin(array, command_);
}

void PinMonitor::expect_transfer_pulses(const refmodel::UpdateDrive& drive, int slots, int read_cycles) {
  set_slots(drive, slots);
  command_.assign(1 + static_cast<std::size_t>(read_cycles), {});
  for (int slot = 0; slot < slots; ++slot) {
    command_.insert(command_.end(), 2 + static_cast<std::size_t>(read_cycles), {});
    add_slot(command_, slot);
  }
  begin(host::Array::weight, command_);
}

void PinMonitor::expect_standby() {
  position_ = end_ = 0;
  array_ = host::Array::weight;
  mux_ = 0;
}

void PinMonitor::check(std::uint64_t cycle) {
  const Cycle expected = position_ < end_ ? (*running_)[position_++] : Cycle{};
  mux_ = expected.mux.value_or(mux_);
  const Lines& rows = rows_[static_cast<std::size_t>(expected.rows)];
  bool same = strobes(ports_) == expected.strobes && ports_.row_sign.equals(rows.sign) &&
              ports_.row_level.equals(rows.level) && ports_.array_sel.get() == (array_ == host::Array::fast) &&
              ports_.reverse.get() == expected.reverse &&
              (!ports_.column_sel || ports_.column_sel->get() == expected.column_sel) &&
              (!ports_.ramp || ports_.ramp->mux.get() == mux_) &&
              (!ports_.update_en || ports_.update_en->get() == expected.update_en) &&
              (!ports_.opu_phase || ports_.opu_phase->get() == expected.opu_phase);
  if (ports_.columns) {
    const Lines& columns = columns_[static_cast<std::size_t>(expected.columns)];
    same = same && ports_.columns->sign.equals(columns.sign) && ports_.columns->level.equals(columns.level);
  }
  if (!same) explain(cycle, expected);
}

void PinMonitor::explain(std::uint64_t cycle, const Cycle& expected) const {
  const auto compare = [&](const char* signal, int line, std::uint64_t want, std::uint64_t got) {
    if (want != got) throw MismatchError({cycle, signal, line, fmt::format("{}", want), fmt::format("{}", got)});
  };
  const auto compare_lines = [&](const char* signal, const Port& port, const std::vector<std::uint64_t>& want,
                                 int lines, int bits) {
    const std::vector<std::uint64_t> got = words_of(port);
    for (int line = 0; line < lines; ++line) {
      compare(signal, line, field(want, line * bits, bits), field(got, line * bits, bits));
    }
  };
  compare("array_sel_o", -1, static_cast<std::uint64_t>(array_), ports_.array_sel.get());
  compare("reverse_o", -1, expected.reverse, ports_.reverse.get());
  compare("integ_rst_o", -1, (expected.strobes & strobe::integ_rst) != 0, ports_.integ_rst.get());
  compare("integ_en_o", -1, (expected.strobes & strobe::integ_en) != 0, ports_.integ_en.get());
  const auto strobe_of = [&](std::uint16_t mask) {
    return static_cast<std::uint64_t>((expected.strobes & mask) >> std::countr_zero(mask));
  };
  if (ports_.mtj) {
    compare("mtj_reset_o", -1, strobe_of(strobe::mtj_reset), ports_.mtj->reset.get());
    compare("mtj_write_o", -1, strobe_of(strobe::mtj_write), ports_.mtj->write.get());
    compare("mtj_read_o", -1, strobe_of(strobe::mtj_read), ports_.mtj->read.get());
  }
  if (ports_.ramp) {
    compare("mux_o", -1, mux_, ports_.ramp->mux.get());
    compare("ramp_rst_o", -1, strobe_of(strobe::ramp_rst), ports_.ramp->reset.get());
    compare("ramp_en_o", -1, strobe_of(strobe::ramp_en), ports_.ramp->enable.get());
  }
  if (ports_.column_sel) compare("column_sel_o", -1, expected.column_sel, ports_.column_sel->get());
  const int columns = variant_.crossbar.columns;
  if (ports_.update_en) compare("update_en_o", -1, expected.update_en, ports_.update_en->get());
  if (ports_.opu_phase) compare("opu_phase_o", -1, expected.opu_phase, ports_.opu_phase->get());
  if (ports_.columns) {
    const Lines& lines = columns_[static_cast<std::size_t>(expected.columns)];
    compare_lines("col_sign_o", ports_.columns->sign, lines.sign, columns, 1);
    compare_lines("col_level_o", ports_.columns->level, lines.level, columns, spec::column_level_bits(variant_));
  }
  const Lines& lines = rows_[static_cast<std::size_t>(expected.rows)];
  const int rows = spec::array_rows(variant_);
  compare_lines("row_sign_o", ports_.row_sign, lines.sign, rows, 1);
  compare_lines("row_level_o", ports_.row_level, lines.level, rows, spec::row_level_bits(variant_));
  throw MismatchError({cycle, "row or column pins", -1, "zeros above the last line", "ones"});
}

}  // namespace spintile::verif
