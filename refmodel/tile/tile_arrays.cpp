#include "refmodel/tile/tile_arrays.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>
#include <utility>

#include "host/philox.h"
#include "spec/derive.h"

namespace spintile::refmodel {
namespace {

constexpr std::array<const char*, 2> prefixes = {"weight.", "fast."};

void require(bool holds, const char* what) {
  if (!holds) throw std::invalid_argument(what);
}

}  // namespace

TileArrays::TileArrays(const host::SimulatedTile& tile, Simd simd) {
  const spec::Crossbar& crossbar = tile.variant.crossbar;
  const auto add = [&](host::Array array, const spec::ResistiveDevice& device) {
    const std::uint32_t number = 2 * tile.number + static_cast<std::uint32_t>(array);
    Side side{std::nullopt, AnalogArray(tile.variant, tile.seed, number, simd)};
    if (spec::has_update(tile.variant)) {
      side.devices.emplace(device, crossbar.rows, crossbar.columns, host::PhiloxKey{tile.seed, number}, simd);
      side.stale_end = crossbar.rows;
    }
    sides_.push_back(std::move(side));
  };
  add(host::Array::weight, tile.weight);
  if (crossbar.fast_array) add(host::Array::fast, tile.fast);
}

std::size_t TileArrays::index(host::Array array) const {
  const auto result = static_cast<std::size_t>(array);
  require(result < sides_.size(), "array: 1 (A): allowed is 0 (W), as crossbar.fast_array is false");
  return result;
}

AnalogArray& TileArrays::readout(host::Array array) {
  Side& side = at(array);
  if (side.stale_row != side.stale_end) {
    side.readout.set_rows(side.devices->weights(), side.stale_row, side.stale_end);
    side.stale_row = side.stale_end = 0;
  }
  return side.readout;
}

void TileArrays::read(host::Array array, host::Direction direction, std::span<const std::int32_t> drive, int phase,
                      FullScale full_scale) {
  readout(array).read(drive, phase, full_scale, direction);
  last_read_ = array;
}

void TileArrays::sample(int sample, std::span<std::uint64_t> bits) { at(last_read_).readout.sample(sample, bits); }

host::Matrix<std::int32_t> TileArrays::ones(host::Array array, host::Direction direction,
                                            const host::Matrix<std::int32_t>& drives, int samples,
                                            FullScale full_scale) {
  last_read_ = array;
  return readout(array).ones(drives, samples, full_scale, direction);
}

void TileArrays::update(host::Array array, const UpdateDrive& drive) {
  Side& side = at(array);
  require(side.devices.has_value(), "update: the variant has none (update.kind)");
  side.devices->pulse(drive);
  side.pulses += side.devices->pulses();
  const auto fires = [](std::uint32_t slots) { return slots != 0; };
  const std::vector<std::uint32_t>& rows = drive.rows.slots;
  const auto first = std::ranges::find_if(rows, fires);
  if (first == rows.end()) return;
  const auto row = static_cast<int>(first - rows.begin());
  const auto end = static_cast<int>(std::find_if(rows.rbegin(), rows.rend(), fires).base() - rows.begin());
  const bool fresh = side.stale_row == side.stale_end;
  side.stale_row = fresh ? row : std::min(side.stale_row, row);
  side.stale_end = fresh ? end : std::max(side.stale_end, end);
}

host::Matrix<float> TileArrays::weights(host::Array array) const {
  const Side& side = at(array);
  return side.devices ? side.devices->weights() : side.readout.weights();
}

void TileArrays::set_weights(host::Array array, const host::Matrix<float>& weights) {
  Side& side = at(array);
  require(side.devices.has_value(), "weights: the variant has no update; it is programmed with weight codes");
  side.devices->set_weights(weights);
  side.stale_row = 0;
  side.stale_end = weights.rows();
}

void TileArrays::program(host::Array array, const host::Matrix<std::int32_t>& weight_codes) {
  Side& side = at(array);
  require(!side.devices, "weight codes: the variant has an update; its weights are set");
  side.readout.program(weight_codes);
}

void TileArrays::set_gain(host::Array array, host::Direction direction, const std::vector<float>& gain) {
  at(array).readout.set_gain(direction, gain);
}

host::State TileArrays::state_of(const Side& side) const {
  host::State state = side.readout.state();
  if (side.devices) {
    host::add_state(state, "devices.", side.devices->state());
  } else {
    host::add_state(state, "programmed.", side.readout.programmed_state());
  }
  return state;
}

host::State TileArrays::state() const {
  host::State state;
  for (std::size_t i = 0; i < sides_.size(); ++i) host::add_state(state, prefixes.at(i), state_of(sides_[i]));
  return state;
}

void TileArrays::set_state(const host::State& state) {
  host::require_like(state, this->state());
  for (std::size_t i = 0; i < sides_.size(); ++i) {
    Side& side = sides_[i];
    const host::State part = host::part_of(state, prefixes.at(i));
    side.readout.set_state(part);
    if (side.devices) {
      side.devices->set_state(host::part_of(part, "devices."));
      side.stale_row = 0;
      side.stale_end = side.devices->rows();
    } else {
      side.readout.set_programmed_state(host::part_of(part, "programmed."));
    }
  }
}

}  // namespace spintile::refmodel
