#include "verif/analog_boundary.h"

#include <algorithm>

#include "spec/derive.h"
#include "verif/pin_monitor.h"

namespace spintile::verif {
namespace {

constexpr std::uint16_t second_pair_read = strobe::of_mtjs(0, 0, 2);

}  // namespace

AnalogBoundary::AnalogBoundary(const spec::Variant& variant, const AnalogPorts& ports, ConverterSource& converters)
    : ping_pong_(variant.readout.ping_pong),
      outputs_(variant.crossbar.columns),
      backward_outputs_(variant.crossbar.rows),
      ports_(ports),
      converters_(converters),
      rows_({ports.row_sign, ports.row_level}, spec::array_rows(variant), spec::row_level_bits(variant)) {
  if (ports.ramp) comparators_.emplace(*ports.ramp);
  if (ports.mtj) {
    bits_.resize(ports.mtj->bit.words());
    mask_.assign(bits_.size(), ~std::uint64_t{0});
    if (const int rest = spec::converters(variant) % 64; rest != 0) mask_.back() = (std::uint64_t{1} << rest) - 1;
  }
  if (!ports.columns) return;
  columns_.emplace(*ports.columns, variant.crossbar.columns, spec::column_level_bits(variant));
  if (spec::has_outer_update(variant)) {
    outer_.emplace(variant, ports);
    return;
  }
  const auto nothing = [](const Side& side) {
    return refmodel::LinePulses{std::vector<std::uint32_t>(side.drive.size()),
                                std::vector<std::uint8_t>(side.drive.size())};
  };
  update_ = {nothing(rows_), nothing(*columns_)};
}

void AnalogBoundary::integrate() {
  Side& side = driven();
  if (!ports_.ramp) return side.drivers.integrate(side.drive);
  // Nothing is integrated unless the multiplexer has the integrators on the side that is read, and on no other.
  if (ports_.ramp->mux.get() == (backward() ? 2 : 1)) side.drivers.count_slot(side.drive);
}

void AnalogBoundary::observe(std::uint64_t cycle) {
  if (outer_) {
    observe_phases(cycle);
  } else if (ports_.update_en) {
    observe_pulses();
  }
  const std::uint16_t now = strobes(ports_);
  if (now == previous_ && (now & (strobe::integ_en | strobe::ramp_en)) == 0) return;
  if ((~now & previous_ & strobe::integ_en) != 0) read();
  if ((now & strobe::integ_rst) != 0) std::ranges::fill(driven().drive, 0);
  if ((now & strobe::integ_en) != 0) integrate();
  if (ports_.mtj) answer_samples(now);
  if (comparators_) comparators_->observe();
  previous_ = now;
}

void AnalogBoundary::read() {
  const auto array = ports_.array_sel.get() ? host::Array::fast : host::Array::weight;
  const auto direction = ports_.reverse.get() ? host::Direction::backward : host::Direction::forward;
  if (!comparators_) {
    converters_.read(array, direction, ports_.column_sel ? ports_.column_sel->get() : 0, driven().drive, full_scale_);
    sample_ = 0;
    return;
  }
  steps_.resize(static_cast<std::size_t>(backward() ? backward_outputs_ : outputs_));
  converters_.convert(array, direction, driven().drive, full_scale_, steps_);
  comparators_->set_first_steps(steps_);
}

void AnalogBoundary::answer_samples(std::uint16_t now) {
  const auto begins = [&](std::uint16_t which) { return (now & ~previous_ & which) != 0; };
  if ((~now & previous_ & strobe::mtj_read) != 0) {
    // Outside the read phase the pins show the opposite, so that a capture at the wrong time cannot pass.
    for (std::size_t word = 0; word < bits_.size(); ++word) bits_[word] = ~bits_[word] & mask_[word];
    ports_.mtj->bit.copy_from(bits_);
  }
  if (begins(strobe::mtj_write)) converters_.sample(sample_++, bits_);
  if (begins(strobe::mtj_read)) show_bits((now & strobe::mtj_read) == second_pair_read);
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
  ports_.mtj->bit.copy_from(bits_);
}

void AnalogBoundary::observe_pulses() {
  const bool now = ports_.update_en->get();
  if (now && !pulses_) collect_slot();
  pulses_ = now;
}

void AnalogBoundary::collect_slot() {
  // A line that fires shows all ones of its level: the lowest bit tells. The pin monitor looks at the others, and at
  // the signs, which are the same in every slot.
  const auto collect = [this](Side& side, refmodel::LinePulses& pulses) {
    side.drivers.look();
    for (std::size_t line = 0; line < pulses.slots.size(); ++line) {
      pulses.slots[line] |= (side.drivers.level(line) & 1) << slot_;
      pulses.negative[line] = side.drivers.negative(line) ? 1 : 0;
    }
  };
  collect(rows_, update_.rows);
  collect(*columns_, update_.columns);
  ++slot_;
}

void AnalogBoundary::observe_phases(std::uint64_t cycle) {
  // array_sel_o may be that of the next pulse already.
  if (row_pulses_ && outer_->row_pulse_is_over()) converters_.outer(written_, outer_->take_row_pulse(cycle));
  outer_->observe();
  if (ports_.update_en->get()) written_ = ports_.array_sel.get() ? host::Array::fast : host::Array::weight;
}

void AnalogBoundary::cut_update() {
  forget_phases();
  end_update();
}

void AnalogBoundary::end_update(std::uint64_t cycle) {
  const auto array = ports_.array_sel.get() ? host::Array::fast : host::Array::weight;
  if (outer_ && outer_->any()) {
    converters_.outer(array, row_pulses_ ? outer_->take_row_pulse(cycle) : outer_->take(cycle));
  }
  if (slot_ == 0) return;
  converters_.update(array, update_);
  slot_ = 0;
  std::ranges::fill(update_.rows.slots, 0);
  std::ranges::fill(update_.columns.slots, 0);
}

}  // namespace spintile::verif
