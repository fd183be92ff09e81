#include "verif/analog_boundary.h"

#include <algorithm>

#include "spec/derive.h"
#include "verif/pin_monitor.h"

namespace spintile::verif {
namespace {

constexpr std::uint8_t second_pair_read = strobe::byte(0, 0, 0, 0, 2);

}  // namespace

AnalogBoundary::Side::Side(const LinePorts& drivers, int lines, int bits_a_level)
    : ports(drivers),
      level_bits(bits_a_level),
      sign(drivers.sign.words()),
      levels(drivers.level.words()),
      drive(static_cast<std::size_t>(lines)) {}

void AnalogBoundary::Side::look() {
  ports.sign.copy_to(sign);
  ports.level.copy_to(levels);
}

std::uint32_t AnalogBoundary::Side::level(std::size_t line) const {
  const auto bits = static_cast<std::size_t>(level_bits);
  const std::size_t position = line * bits;
  const std::size_t offset = position % 64;
  std::uint64_t level = levels[position / 64] >> offset;
  if (offset + bits > 64) level |= levels[position / 64 + 1] << (64 - offset);
  return static_cast<std::uint32_t>(level & ((std::uint64_t{1} << bits) - 1));
}

void AnalogBoundary::Side::integrate() {
  look();
  for (std::size_t line = 0; line < drive.size(); ++line) {
    const auto count = static_cast<std::int32_t>(level(line));
    drive[line] += negative(line) ? -count : count;
  }
}

AnalogBoundary::AnalogBoundary(const spec::Variant& variant, const AnalogPorts& ports, ConverterSource& converters)
    : ping_pong_(variant.readout.ping_pong),
      ports_(ports),
      converters_(converters),
      rows_({ports.row_sign, ports.row_level}, variant.crossbar.rows, variant.input.stream_bits),
      bits_(ports.mtj_bit.words()),
      mask_(ports.mtj_bit.words(), ~std::uint64_t{0}) {
  if (const int rest = spec::converters(variant) % 64; rest != 0) mask_.back() = (std::uint64_t{1} << rest) - 1;
  if (!ports.columns) return;
  columns_.emplace(*ports.columns, variant.crossbar.columns, spec::column_level_bits(variant));
  const auto nothing = [](const Side& side) {
    return refmodel::LinePulses{std::vector<std::uint32_t>(side.drive.size()),
                                std::vector<std::uint8_t>(side.drive.size())};
  };
  update_ = {nothing(rows_), nothing(*columns_)};
}

void AnalogBoundary::observe() {
  if (ports_.update_en) observe_update();
  const std::uint8_t now = strobes(ports_);
  if (now == previous_ && (now & strobe::integ_en) == 0) return;
  const auto begins = [&](std::uint8_t which) { return (now & ~previous_ & which) != 0; };
  const auto ends = [&](std::uint8_t which) { return (~now & previous_ & which) != 0; };

  if (ends(strobe::integ_en)) {
    const auto array = ports_.array_sel.get() ? host::Array::fast : host::Array::weight;
    const auto direction = ports_.reverse.get() ? host::Direction::backward : host::Direction::forward;
    converters_.read(array, direction, ports_.column_sel ? ports_.column_sel->get() : 0, driven().drive, full_scale_);
    sample_ = 0;
  }
  if ((now & strobe::integ_rst) != 0) std::ranges::fill(driven().drive, 0);
  if ((now & strobe::integ_en) != 0) driven().integrate();
  if (ends(strobe::mtj_read)) {
    // Outside the read phase the pins show the opposite, so that a capture at the wrong time cannot pass.
    for (std::size_t word = 0; word < bits_.size(); ++word) bits_[word] = ~bits_[word] & mask_[word];
    ports_.mtj_bit.copy_from(bits_);
  }
  if (begins(strobe::mtj_write)) converters_.sample(sample_++, bits_);
  if (begins(strobe::mtj_read)) show_bits((now & strobe::mtj_read) == second_pair_read);
  previous_ = now;
}

void AnalogBoundary::show_bits(bool second_pair) {
  // Beside a bit that is read the other MTJ of the line shows its opposite, so that a capture of the wrong pair cannot
  // pass.
  constexpr std::uint64_t first_of_pairs = 0x5555555555555555;
  if (ping_pong_) {
    for (std::uint64_t& word : bits_) {
      const std::uint64_t read = (second_pair ? word >> 1 : word) & first_of_pairs;
      const std::uint64_t other = ~read & first_of_pairs;
      word = second_pair ? read << 1 | other : read | other << 1;
    }
    bits_.back() &= mask_.back();
  }
  ports_.mtj_bit.copy_from(bits_);
}

void AnalogBoundary::observe_update() {
  const bool now = ports_.update_en->get();
  if (now && !pulses_) collect_slot();
  pulses_ = now;
}

void AnalogBoundary::collect_slot() {
  // A line that fires shows all ones of its level: the lowest bit tells. The pin monitor looks at the others, and at
  // the signs, which are the same in every slot.
  const auto collect = [this](Side& side, refmodel::LinePulses& pulses) {
    side.look();
    for (std::size_t line = 0; line < pulses.slots.size(); ++line) {
      pulses.slots[line] |= (side.level(line) & 1) << slot_;
      pulses.negative[line] = side.negative(line) ? 1 : 0;
    }
  };
  collect(rows_, update_.rows);
  collect(*columns_, update_.columns);
  ++slot_;
}

void AnalogBoundary::end_update() {
  if (slot_ == 0) return;
  converters_.update(ports_.array_sel.get() ? host::Array::fast : host::Array::weight, update_);
  slot_ = 0;
  std::ranges::fill(update_.rows.slots, 0);
  std::ranges::fill(update_.columns.slots, 0);
}

}  // namespace spintile::verif
