#include "verif/pin_monitor.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstdlib>

#include "refmodel/periphery/row_streamer.h"
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
    : variant_(variant), ports_(ports), forwards_(static_cast<std::size_t>(variant.readout.samples_max) + 1) {
  const int slots = ports.update ? spec::pulse_slots_max : 0;
  const Lines rows{std::vector<std::uint64_t>(ports.row_sign.words()),
                   std::vector<std::uint64_t>(ports.row_level.words())};
  rows_.assign(static_cast<std::size_t>(std::max(variant.input.streams, slots)) + 1, rows);
  if (!ports.update) return;
  const Lines columns{std::vector<std::uint64_t>(ports.update->col_sign.words()),
                      std::vector<std::uint64_t>(ports.update->col_level.words())};
  columns_.assign(static_cast<std::size_t>(slots) + 1, columns);
}

PinMonitor::Lines& PinMonitor::cleared(std::vector<Lines>& lines, int index) {
  Lines& one = lines[static_cast<std::size_t>(index)];
  std::fill(one.sign.begin(), one.sign.end(), 0);
  std::fill(one.level.begin(), one.level.end(), 0);
  return one;
}

void PinMonitor::begin(host::Array array, const std::vector<Cycle>& cycles) {
  array_ = array;
  running_ = &cycles;
  position_ = 0;
  end_ = cycles.size();
}

namespace {

template <class Cycle>
void add_reads(const std::vector<refmodel::PinState>& schedule, std::vector<Cycle>& cycles) {
  for (const refmodel::PinState& pins : schedule) {
    cycles.push_back({strobe::byte(pins.integ_rst, pins.integ_en, pins.mtj_reset, pins.mtj_write, pins.mtj_read),
                      static_cast<std::uint8_t>(pins.column_sel), static_cast<std::int16_t>(pins.stream + 1)});
  }
}

}  // namespace

const std::vector<PinMonitor::Cycle>& PinMonitor::forward_cycles(int samples) {
  std::vector<Cycle>& cycles = forwards_.at(static_cast<std::size_t>(samples));
  if (cycles.empty()) add_reads(refmodel::forward_schedule(variant_, samples), cycles);
  return cycles;
}

void PinMonitor::expect_forward(std::span<const std::int32_t> codes, int samples, host::Array array) {
  const int level_bits = variant_.input.stream_bits;
  for (int stream = 0; stream < variant_.input.streams; ++stream) {
    Lines& rows = cleared(rows_, stream + 1);
    const std::vector<std::int32_t> levels = refmodel::stream_levels(variant_, codes, stream);
    for (std::size_t row = 0; row < codes.size(); ++row) {
      // The sign is the code's, also in a stream whose digit is 0.
      set_field(rows.sign, static_cast<int>(row), 1, codes[row] < 0 ? 1 : 0);
      set_field(rows.level, static_cast<int>(row) * level_bits, level_bits,
                static_cast<std::uint64_t>(std::abs(levels[row])));
    }
  }
  begin(array, forward_cycles(samples));
}

void PinMonitor::set_slots(const refmodel::UpdateDrive& drive, int slots) {
  const int level_bits = variant_.input.stream_bits;
  for (int slot = 0; slot < slots; ++slot) {
    // A line shows its sign whether it fires or not.
    Lines& rows = cleared(rows_, slot + 1);
    for (int row = 0; row < variant_.crossbar.rows; ++row) {
      const auto line = static_cast<std::size_t>(row);
      const bool fires = (drive.rows.slots[line] >> slot & 1) != 0;
      set_field(rows.sign, row, 1, drive.rows.negative[line]);
      set_field(rows.level, row * level_bits, level_bits, fires ? ~std::uint64_t{0} : 0);
    }
    Lines& columns = cleared(columns_, slot + 1);
    for (int column = 0; column < variant_.crossbar.columns; ++column) {
      const auto line = static_cast<std::size_t>(column);
      set_field(columns.sign, column, 1, drive.columns.negative[line]);
      set_field(columns.level, column, 1, drive.columns.slots[line] >> slot & 1);
    }
  }
}

void PinMonitor::add_slot(std::vector<Cycle>& cycles, int slot) const {
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

void PinMonitor::expect_one_hot_read(int row, int samples) {
  const int level_bits = variant_.input.stream_bits;
  set_field(cleared(rows_, 1).level, row * level_bits, level_bits, ~std::uint64_t{0});
  command_.clear();
  add_reads(refmodel::one_hot_schedule(variant_, samples), command_);
  begin(host::Array::fast, command_);
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
}

void PinMonitor::check(std::uint64_t cycle) {
  const Cycle expected = position_ < end_ ? (*running_)[position_++] : Cycle{};
  const Lines& rows = rows_[static_cast<std::size_t>(expected.rows)];
  bool same = strobes(ports_) == expected.strobes && ports_.row_sign.equals(rows.sign) &&
              ports_.row_level.equals(rows.level) && ports_.array_sel.get() == (array_ == host::Array::fast) &&
              !ports_.reverse.get() && (!ports_.column_sel || ports_.column_sel->get() == expected.column_sel);
  if (ports_.update) {
    const Lines& columns = columns_[static_cast<std::size_t>(expected.columns)];
    same = same && ports_.update->update_en.get() == expected.update_en &&
           ports_.update->col_sign.equals(columns.sign) && ports_.update->col_level.equals(columns.level);
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
  compare("reverse_o", -1, 0, ports_.reverse.get());
  compare("integ_rst_o", -1, (expected.strobes & strobe::integ_rst) != 0, ports_.integ_rst.get());
  compare("integ_en_o", -1, (expected.strobes & strobe::integ_en) != 0, ports_.integ_en.get());
  const auto mtj_strobe = [&](std::uint8_t mask) {
    return static_cast<std::uint64_t>((expected.strobes & mask) >> std::countr_zero(mask));
  };
  compare("mtj_reset_o", -1, mtj_strobe(strobe::mtj_reset), ports_.mtj_reset.get());
  compare("mtj_write_o", -1, mtj_strobe(strobe::mtj_write), ports_.mtj_write.get());
  compare("mtj_read_o", -1, mtj_strobe(strobe::mtj_read), ports_.mtj_read.get());
  if (ports_.column_sel) compare("column_sel_o", -1, expected.column_sel, ports_.column_sel->get());
  const int columns = variant_.crossbar.columns;
  if (ports_.update) {
    const Lines& lines = columns_[static_cast<std::size_t>(expected.columns)];
    compare("update_en_o", -1, expected.update_en, ports_.update->update_en.get());
    compare_lines("col_sign_o", ports_.update->col_sign, lines.sign, columns, 1);
    compare_lines("col_level_o", ports_.update->col_level, lines.level, columns, 1);
  }
  const Lines& lines = rows_[static_cast<std::size_t>(expected.rows)];
  compare_lines("row_sign_o", ports_.row_sign, lines.sign, variant_.crossbar.rows, 1);
  compare_lines("row_level_o", ports_.row_level, lines.level, variant_.crossbar.rows, variant_.input.stream_bits);
  throw MismatchError({cycle, "row or column pins", -1, "zeros above the last line", "ones"});
}

}  // namespace spintile::verif
