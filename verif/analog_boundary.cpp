#include "verif/analog_boundary.h"

#include <algorithm>

#include "spec/derive.h"
#include "verif/pin_monitor.h"

namespace spintile::verif {
namespace {

constexpr std::uint8_t second_pair_read = strobe::byte(0, 0, 0, 0, 2);

}  // namespace

AnalogBoundary::AnalogBoundary(const spec::Variant& variant, const AnalogPorts& ports, ConverterSource& converters)
    : level_bits_(variant.input.stream_bits),
      ping_pong_(variant.readout.ping_pong),
      ports_(ports),
      converters_(converters),
      drive_(static_cast<std::size_t>(variant.crossbar.rows)),
      bits_(ports.mtj_bit.words()),
      mask_(ports.mtj_bit.words(), ~std::uint64_t{0}),
      row_sign_(ports.row_sign.words()),
      row_level_(ports.row_level.words()) {
  if (const int rest = spec::converters(variant) % 64; rest != 0) mask_.back() = (std::uint64_t{1} << rest) - 1;
  if (!ports.update) return;
  const auto columns = static_cast<std::size_t>(variant.crossbar.columns);
  update_.rows = {std::vector<std::uint32_t>(drive_.size()), std::vector<std::uint8_t>(drive_.size())};
  update_.columns = {std::vector<std::uint32_t>(columns), std::vector<std::uint8_t>(columns)};
  col_sign_.resize(ports.update->col_sign.words());
  col_level_.resize(ports.update->col_level.words());
}

void AnalogBoundary::observe() {
  if (ports_.update) observe_update();
  const std::uint8_t now = strobes(ports_);
  if (now == previous_ && (now & strobe::integ_en) == 0) return;
  const auto begins = [&](std::uint8_t which) { return (now & ~previous_ & which) != 0; };
  const auto ends = [&](std::uint8_t which) { return (~now & previous_ & which) != 0; };

  if (ends(strobe::integ_en)) {
    const auto array = ports_.array_sel.get() ? host::Array::fast : host::Array::weight;
    converters_.read(array, ports_.column_sel ? ports_.column_sel->get() : 0, drive_, full_scale_);
    sample_ = 0;
  }
  if ((now & strobe::integ_rst) != 0) std::fill(drive_.begin(), drive_.end(), 0);
  if ((now & strobe::integ_en) != 0) collect();
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

void AnalogBoundary::collect() {
  ports_.row_sign.copy_to(row_sign_);
  ports_.row_level.copy_to(row_level_);
  const std::uint64_t level_mask = (std::uint64_t{1} << level_bits_) - 1;
  for (std::size_t row = 0; row < drive_.size(); ++row) {
    const std::size_t position = row * static_cast<std::size_t>(level_bits_);
    const std::size_t offset = position % 64;
    std::uint64_t level = row_level_[position / 64] >> offset;
    if (offset + static_cast<std::size_t>(level_bits_) > 64) level |= row_level_[position / 64 + 1] << (64 - offset);
    const auto count = static_cast<std::int32_t>(level & level_mask);
    drive_[row] += (row_sign_[row / 64] >> (row % 64) & 1) != 0 ? -count : count;
  }
}

void AnalogBoundary::observe_update() {
  const bool now = ports_.update->update_en.get();
  if (now && !pulses_) collect_slot();
  pulses_ = now;
}

void AnalogBoundary::collect_slot() {
  ports_.row_sign.copy_to(row_sign_);
  ports_.row_level.copy_to(row_level_);
  ports_.update->col_sign.copy_to(col_sign_);
  ports_.update->col_level.copy_to(col_level_);
  const auto bit = [](std::span<const std::uint64_t> words, std::size_t position) {
    return static_cast<std::uint32_t>(words[position / 64] >> (position % 64) & 1);
  };
  // A row that fires shows all ones of its level: the lowest bit tells. The pin monitor looks at the others, and at the
  // signs, which are the same in every slot.
  for (std::size_t row = 0; row < drive_.size(); ++row) {
    update_.rows.slots[row] |= bit(row_level_, row * static_cast<std::size_t>(level_bits_)) << slot_;
    update_.rows.negative[row] = static_cast<std::uint8_t>(bit(row_sign_, row));
  }
  for (std::size_t column = 0; column < update_.columns.slots.size(); ++column) {
    update_.columns.slots[column] |= bit(col_level_, column) << slot_;
    update_.columns.negative[column] = static_cast<std::uint8_t>(bit(col_sign_, column));
  }
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
