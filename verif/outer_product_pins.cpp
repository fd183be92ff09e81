#include "verif/outer_product_pins.h"

#include <algorithm>
#include <string>

#include "spec/derive.h"
#include "verif/mismatch.h"

namespace spintile::verif {

OuterProductPins::OuterProductPins(const spec::Variant& variant, const AnalogPorts& ports)
    : phase_(ports.opu_phase.value()),
      update_en_(ports.update_en.value()),
      rows_({ports.row_sign, ports.row_level}, spec::array_rows(variant), spec::row_level_bits(variant)),
      columns_(ports.columns.value(), variant.crossbar.columns, spec::column_level_bits(variant)),
      slots_(spec::input_slots(variant)) {
  for (auto& counts : counts_) counts.resize(static_cast<std::size_t>(spec::array_rows(variant)));
  for (auto& voltages : voltages_) voltages.resize(static_cast<std::size_t>(variant.crossbar.columns));
}

void OuterProductPins::observe() {
  if (update_en_.get()) collect(phase_.get() % phases);
}

void OuterProductPins::collect(std::size_t phase) {
  const bool negative_rows = (phase & 2) != 0;
  const bool negative_columns = (phase & 1) != 0;
  phase_slots_ = any_ && phase == last_phase_ ? phase_slots_ + 1 : 1;
  any_ = true;
  last_phase_ = phase;
  rows_.count_slot(counts_[phase]);
  // Active rows of both signs in one slot would put two voltages on a column's cells.
  for (std::size_t word = 0; word < rows_.levels().size(); ++word) {
    const std::uint64_t wrong = negative_rows ? ~rows_.signs()[word] : rows_.signs()[word];
    if ((rows_.levels()[word] & wrong) != 0) of_one_sign_ = false;
  }
  columns_.look();
  const auto same = [](const std::vector<std::uint64_t>& before, std::span<const std::uint64_t> now) {
    return std::ranges::equal(before, now);
  };
  if (!signs_[phase].empty()) {
    steady_ = steady_ && same(signs_[phase], columns_.signs()) && same(levels_[phase], columns_.levels());
    return;
  }
  signs_[phase].assign(columns_.signs().begin(), columns_.signs().end());
  levels_[phase].assign(columns_.levels().begin(), columns_.levels().end());
  for (std::size_t column = 0; column < voltages_[phase].size(); ++column) {
    const auto level = static_cast<std::int32_t>(columns_.level(column));
    voltages_[phase][column] = columns_.negative(column) ? -level : level;
    if (level != 0 && columns_.negative(column) != negative_columns) of_one_sign_ = false;
  }
}

refmodel::OpuDrive OuterProductPins::take(std::uint64_t cycle) {
  const auto require = [cycle](bool holds, const char* signal, int line, const char* expected) {
    if (!holds) throw MismatchError({cycle, signal, line, expected, "something else"});
  };
  require(of_one_sign_, "lines of an outer product", -1, "active in the phases of their sign alone");
  require(steady_, "col_level_o", -1, "the same voltages in all slots of a phase");
  const auto merge = [&](const auto& by_phase, std::size_t other_sign, std::size_t other_side, const char* signal) {
    std::vector<std::int32_t> lines(by_phase[0].size());
    for (std::size_t line = 0; line < lines.size(); ++line) {
      const std::int32_t positive = by_phase[0][line];
      const std::int32_t negative = by_phase[other_sign][line];
      require(positive == by_phase[other_side][line] && negative == by_phase[other_sign + other_side][line], signal,
              static_cast<int>(line), "the same in both phases of its sign");
      require(positive == 0 || negative == 0, signal, static_cast<int>(line), "one sign in an outer product");
      lines[line] = positive + negative;
    }
    return lines;
  };
  refmodel::OpuDrive drive{merge(counts_, 2, 1, "row_level_o"), merge(voltages_, 1, 2, "col_level_o")};
  forget();
  return drive;
}

refmodel::OpuDrive OuterProductPins::take_row_pulse(std::uint64_t cycle) {
  const auto active_rows = [this](std::size_t phase) {
    return std::ranges::count_if(counts_[phase], [](std::int32_t count) { return count != 0; });
  };
  if (!signs_[2].empty() || !signs_[3].empty() || active_rows(0) != 1) {
    throw MismatchError({cycle, "pulse of a row", -1, "one row active, in the phases of positive rows", "others"});
  }
  // As if the phases of negative rows had been, with no row in them.
  voltages_[2] = voltages_[0];
  voltages_[3] = voltages_[1];
  return take(cycle);
}

void OuterProductPins::forget() {
  any_ = false;
  steady_ = of_one_sign_ = true;
  for (std::size_t phase = 0; phase < phases; ++phase) {
    std::ranges::fill(counts_[phase], 0);
    std::ranges::fill(voltages_[phase], 0);
    signs_[phase].clear();
    levels_[phase].clear();
  }
}

}  // namespace spintile::verif
