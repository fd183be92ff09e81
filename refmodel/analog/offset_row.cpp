#include "refmodel/analog/offset_row.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <variant>

#include "refmodel/analog/randomness.h"
#include "refmodel/analog/reference_array.h"
#include "refmodel/numeric/normal.h"

namespace spintile::refmodel {

OffsetRow::OffsetRow(const spec::Variant& variant, std::uint32_t seed, std::uint32_t array, const OffsetPulse& pulse,
                     host::Direction direction)
    : key_(read_key({seed, array}, direction)), pulse_(pulse), off_(off_conductance(variant.device)) {
  if (!(pulse.step > 0.0 && pulse.step <= 1.0)) {
    throw std::invalid_argument(fmt::format("step of the offset row = {}, allowed is above 0, at most 1", pulse.step));
  }
  if (!(pulse.step_noise >= 0.0)) {
    throw std::invalid_argument(
        fmt::format("step noise of the offset row = {}, allowed is 0 or above", pulse.step_noise));
  }
  const bool forward = direction == host::Direction::forward;
  const int lines = forward ? variant.crossbar.columns : variant.crossbar.rows;
  const int before = forward ? variant.crossbar.rows : variant.crossbar.columns;
  devices_.assign(static_cast<std::size_t>(lines), off_ + 0.5F);
  for (int line = 0; line < lines; ++line) {
    // g- of a row behind all others.
    const auto cell = static_cast<std::uint32_t>(before * lines + line) * 2 + 1;
    const host::PhiloxBlock block = host::philox(key_, draw_counter(Purpose::programming_error, 0, cell, 0));
    references_.push_back(programmed_reference(variant.device, normal(block[0])));
  }
}

std::vector<float> OffsetRow::cells() const {
  std::vector<float> cells = devices_;
  for (std::size_t line = 0; line < cells.size(); ++line) cells[line] -= references_[line];
  return cells;
}

Calibration OffsetRow::calibrate(const ZeroRead& read, const CalibrationLimits& limits) {
  if (limits.pulses < 0) throw std::invalid_argument(fmt::format("pulses = {}, allowed is 0 or above", limits.pulses));
  if (limits.reads < 1) throw std::invalid_argument(fmt::format("reads = {}, allowed is 1 or above", limits.reads));
  Calibration calibration;
  std::vector<int> signs(devices_.size());
  for (;; ++calibration.rounds) {
    calibration.codes.assign(devices_.size(), 0);
    for (int i = 0; i < limits.reads; ++i) {
      const std::vector<std::int32_t> codes = read(cells());
      if (codes.size() != devices_.size()) {
        throw std::invalid_argument(
            fmt::format("{} codes of a read of zeros, allowed are {}", codes.size(), devices_.size()));
      }
      for (std::size_t line = 0; line < codes.size(); ++line) calibration.codes[line] += codes[line];
    }
    calibration.failures = 0;
    for (std::size_t line = 0; line < signs.size(); ++line) {
      const std::int32_t sum = calibration.codes[line];
      signs[line] = 2 * std::abs(sum) > limits.reads ? (sum > 0 ? -1 : 1) : 0;
      calibration.failures += signs[line] != 0 ? 1 : 0;
    }
    if (calibration.failures == 0 || calibration.rounds == limits.pulses) return calibration;
    pulse(signs);
  }
}

void OffsetRow::pulse(std::span<const int> signs) {
  for (std::size_t line = 0; line < signs.size(); ++line) {
    if (signs[line] == 0) continue;
    const host::PhiloxBlock block =
        host::philox(key_, draw_counter(Purpose::offset_row, pulses_, static_cast<std::uint32_t>(line), 0));
    const double step = pulse_.step * (1.0 + pulse_.step_noise * static_cast<double>(normal(block[0])));
    devices_[line] = std::clamp(devices_[line] + static_cast<float>(signs[line] * step), off_, off_ + 1.0F);
  }
  ++pulses_;
}

host::State OffsetRow::state() const {
  return {{"devices", devices_}, {"pulses", std::vector<std::uint64_t>{pulses_}}};
}

void OffsetRow::set_state(const host::State& state) {
  devices_ = std::get<std::vector<float>>(state.at("devices"));
  pulses_ = std::get<std::vector<std::uint64_t>>(state.at("pulses"))[0];
}

}  // namespace spintile::refmodel
