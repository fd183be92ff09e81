#include "refmodel/analog/resistive_array.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <variant>

#include "refmodel/analog/randomness.h"
#include "refmodel/numeric/normal.h"

namespace spintile::refmodel {
namespace {

void require_size(const host::Matrix<float>& matrix, const host::Matrix<float>& array, const char* what) {
  if (matrix.rows() != array.rows() || matrix.columns() != array.columns()) {
    throw std::invalid_argument(std::string(what) + " of " + std::to_string(matrix.rows()) + " x " +
                                std::to_string(matrix.columns()) + " for an array of " + std::to_string(array.rows()) +
                                " x " + std::to_string(array.columns()));
  }
}

/// As the kernel does it.
float clamp_hidden(const DeviceCell& cell, float hidden) {
  return std::min(std::max(hidden + cell.reference, cell.w_min), cell.w_max) - cell.reference;
}

}  // namespace

ResistiveArray::ResistiveArray(const spec::ResistiveDevice& device, int rows, int columns, host::PhiloxKey key,
                               Simd simd)
    : device_(device),
      key_(key),
      runner_(pulse_runner(simd)),
      cells_(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns)),
      table_up_(device.table_up.begin(), device.table_up.end()),
      table_down_(device.table_down.begin(), device.table_down.end()),
      hidden_(rows, columns),
      apparent_(rows, columns) {
  set_parameters(draw_devices(device, rows, columns, key));
  set_weights(host::Matrix<float>(rows, columns, 0.0F));
}

void ResistiveArray::end_of_batch() {
  const auto draw = [&](std::size_t cell, std::uint32_t number) {
    return normal(host::philox(
        key_, draw_counter(Purpose::end_of_batch, events_, static_cast<std::uint32_t>(cell), number))[number]);
  };
  const auto keep = static_cast<float>(1.0 - device_.decay);
  const auto diffusion = static_cast<float>(device_.diffusion);
  const auto drift = static_cast<float>(device_.reference_drift);
  const auto write_noise = static_cast<float>(device_.write_noise_std * device_.dw_min);
  if (keep == 1.0F && diffusion == 0.0F && drift == 0.0F) return;
  const bool moved = keep != 1.0F || diffusion != 0.0F;
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    DeviceCell& cell = cells_[i];
    if (moved) {
      float hidden = hidden_.values()[i] * keep;
      if (diffusion != 0.0F) hidden += diffusion * draw(i, 0);
      hidden = clamp_hidden(cell, hidden);
      hidden_.values()[i] = hidden;
      apparent_.values()[i] = write_noise == 0.0F ? hidden : hidden + write_noise * draw(i, 1);
    }
    if (drift != 0.0F) cell.reference += drift * draw(i, 2);
  }
  ++events_;
}

void ResistiveArray::set_weights(const host::Matrix<float>& weights) {
  require_size(weights, apparent_, "weights");
  set_first_rows(weights);
}

void ResistiveArray::set_first_rows(const host::Matrix<float>& weights) {
  if (weights.rows() > rows() || weights.columns() != columns()) require_size(weights, apparent_, "weights");
  for (std::size_t i = 0; i < weights.values().size(); ++i) {
    hidden_.values()[i] = clamp_hidden(cells_[i], weights.values()[i]);
    apparent_.values()[i] = hidden_.values()[i];
  }
}

DeviceParameters ResistiveArray::parameters() const {
  const host::Matrix<float> zeros(rows(), columns());
  DeviceParameters result{zeros, zeros, zeros, zeros, zeros, {}, {}};
  std::ranges::transform(cells_, result.step_up.values().begin(), &DeviceCell::step_up);
  std::ranges::transform(cells_, result.step_down.values().begin(), &DeviceCell::step_down);
  std::ranges::transform(cells_, result.w_max.values().begin(), &DeviceCell::w_max);
  std::ranges::transform(cells_, result.w_min.values().begin(), &DeviceCell::w_min);
  std::ranges::transform(cells_, result.reference.values().begin(), &DeviceCell::reference);
  if (!gamma_up_.empty()) {
    result.gamma_up = result.gamma_down = zeros;
    std::ranges::copy(gamma_up_, result.gamma_up.values().begin());
    std::ranges::copy(gamma_down_, result.gamma_down.values().begin());
  }
  return result;
}

void ResistiveArray::set_parameters(const DeviceParameters& parameters) {
  require_size(parameters.step_up, apparent_, "step_up");
  require_size(parameters.step_down, apparent_, "step_down");
  require_size(parameters.w_max, apparent_, "w_max");
  require_size(parameters.w_min, apparent_, "w_min");
  require_size(parameters.reference, apparent_, "reference");
  if (device_.step == spec::StepKind::linear) {
    require_size(parameters.gamma_up, apparent_, "gamma_up");
    require_size(parameters.gamma_down, apparent_, "gamma_down");
    gamma_up_.assign(parameters.gamma_up.values().begin(), parameters.gamma_up.values().end());
    gamma_down_.assign(parameters.gamma_down.values().begin(), parameters.gamma_down.values().end());
  }
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    cells_[i].step_up = parameters.step_up.values()[i];
    cells_[i].step_down = parameters.step_down.values()[i];
    cells_[i].w_max = parameters.w_max.values()[i];
    cells_[i].w_min = parameters.w_min.values()[i];
    cells_[i].reference = parameters.reference.values()[i];
  }
}

host::Matrix<float> ResistiveArray::symmetry_points() const {
  host::Matrix<float> result = refmodel::symmetry_points(device_, parameters());
  for (std::size_t i = 0; i < cells_.size(); ++i) result.values()[i] -= cells_[i].reference;
  return result;
}

host::State ResistiveArray::state() const {
  host::State state;
  state["hidden"] = std::vector<float>(hidden_.values().begin(), hidden_.values().end());
  state["apparent"] = std::vector<float>(apparent_.values().begin(), apparent_.values().end());
  state["event"] = std::vector<std::uint64_t>{events_};
  if (device_.reference_drift != 0.0) {
    const auto reference = parameters().reference;
    state["reference"] = std::vector<float>(reference.values().begin(), reference.values().end());
  }
  return state;
}

void ResistiveArray::set_state(const host::State& state) {
  host::require_like(state, this->state());
  const auto floats = [&](const char* name) -> const std::vector<float>& {
    return std::get<std::vector<float>>(state.at(name));
  };
  std::ranges::copy(floats("apparent"), apparent_.values().begin());
  std::ranges::copy(floats("hidden"), hidden_.values().begin());
  if (device_.reference_drift != 0.0) {
    for (std::size_t i = 0; i < cells_.size(); ++i) cells_[i].reference = floats("reference")[i];
  }
  events_ = std::get<std::vector<std::uint64_t>>(state.at("event"))[0];
}

}  // namespace spintile::refmodel
