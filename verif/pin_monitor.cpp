#include "verif/pin_monitor.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstdlib>

#include "refmodel/periphery/array_sequencer.h"
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
    : variant_(variant),
      ports_(ports),
      schedules_(static_cast<std::size_t>(variant.readout.samples_max) + 1),
      rows_(static_cast<std::size_t>(variant.input.streams) + 1) {
  for (Rows& rows : rows_) {
    rows.sign.resize(ports.row_sign.words());
    rows.level.resize(ports.row_level.words());
  }
}

const std::vector<PinMonitor::Cycle>& PinMonitor::schedule(int samples) {
  std::vector<Cycle>& cycles = schedules_.at(static_cast<std::size_t>(samples));
  if (cycles.empty()) {
    for (const refmodel::PinState& pins : refmodel::forward_schedule(variant_, samples)) {
      cycles.push_back({strobe::byte(pins.integ_rst, pins.integ_en, pins.mtj_reset, pins.mtj_write, pins.mtj_read),
                        static_cast<std::uint8_t>(pins.column_sel), static_cast<std::int16_t>(pins.stream + 1)});
    }
  }
  return cycles;
}

void PinMonitor::expect_forward(std::span<const std::int32_t> codes, int samples, host::Array array) {
  array_ = array;
  const int level_bits = variant_.input.stream_bits;
  for (int stream = 0; stream < variant_.input.streams; ++stream) {
    Rows& rows = rows_[static_cast<std::size_t>(stream) + 1];
    std::fill(rows.sign.begin(), rows.sign.end(), 0);
    std::fill(rows.level.begin(), rows.level.end(), 0);
    const std::vector<std::int32_t> levels = refmodel::stream_levels(variant_, codes, stream);
    for (std::size_t row = 0; row < codes.size(); ++row) {
      // The sign is the code's, also in a stream whose digit is 0.
      set_field(rows.sign, static_cast<int>(row), 1, codes[row] < 0 ? 1 : 0);
      set_field(rows.level, static_cast<int>(row) * level_bits, level_bits,
                static_cast<std::uint64_t>(std::abs(levels[row])));
    }
  }
  running_ = &schedule(samples);
  position_ = 0;
  end_ = running_->size();
}

void PinMonitor::check(std::uint64_t cycle) {
  const Cycle expected = position_ < end_ ? (*running_)[position_++] : Cycle{};
  const Rows& rows = rows_[static_cast<std::size_t>(expected.rows)];
  if (strobes(ports_) != expected.strobes || !ports_.row_sign.equals(rows.sign) ||
      !ports_.row_level.equals(rows.level) || ports_.array_sel.get() != (array_ == host::Array::fast) ||
      ports_.reverse.get() || (ports_.column_sel && ports_.column_sel->get() != expected.column_sel)) {
    explain(cycle, expected);
  }
}

void PinMonitor::explain(std::uint64_t cycle, const Cycle& expected) const {
  const auto compare = [&](const char* signal, int line, std::uint64_t want, std::uint64_t got) {
    if (want != got) throw MismatchError({cycle, signal, line, fmt::format("{}", want), fmt::format("{}", got)});
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
  const Rows& rows = rows_[static_cast<std::size_t>(expected.rows)];
  const std::vector<std::uint64_t> sign = words_of(ports_.row_sign);
  const std::vector<std::uint64_t> level = words_of(ports_.row_level);
  const int level_bits = variant_.input.stream_bits;
  for (int row = 0; row < variant_.crossbar.rows; ++row) {
    compare("row_sign_o", row, field(rows.sign, row, 1), field(sign, row, 1));
    compare("row_level_o", row, field(rows.level, row * level_bits, level_bits),
            field(level, row * level_bits, level_bits));
  }
  throw MismatchError({cycle, "row pins", -1, "zeros above the last row", "ones"});
}

}  // namespace spintile::verif
