#include "refmodel/tile/tile_arrays.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

#include "host/philox.h"
#include "spec/derive.h"

namespace spintile::refmodel {
namespace {

constexpr std::array<const char*, 2> prefixes = {"weight.", "fast."};

void require(bool holds, const std::string& what) {
  if (!holds) throw std::invalid_argument(what);
}

template <class Array, class Readout>
auto& readout_of(Readout& readout) {
  auto* const array = std::get_if<Array>(&readout);
  require(array != nullptr, std::is_same_v<Array, RampArray>
                                ? "first steps: allowed are samples, as readout.kind is not ramp"
                                : "samples: allowed are first steps, as readout.kind is ramp");
  return *array;
}

host::Matrix<float> first_rows(const host::Matrix<float>& matrix, int rows) {
  host::Matrix<float> result(rows, matrix.columns());
  std::ranges::copy(matrix.values().first(result.values().size()), result.values().begin());
  return result;
}

/// First and last + 1 of the lines that take part.
template <class Lines, class TakesPart>
std::pair<int, int> extent(const Lines& lines, const TakesPart& takes_part) {
  const auto first = std::ranges::find_if(lines, takes_part);
  const auto end = std::find_if(lines.rbegin(), lines.rend(), takes_part).base();
  return {static_cast<int>(first - lines.begin()), std::max(0, static_cast<int>(end - lines.begin()))};
}

}  // namespace

TileArrays::TileArrays(const host::SimulatedTile& tile, Simd simd)
    : rows_(tile.variant.crossbar.rows),
      pulsed_(spec::has_pulsed_update(tile.variant)),
      outer_(spec::has_outer_update(tile.variant)) {
  const spec::Crossbar& crossbar = tile.variant.crossbar;
  const auto add = [&](host::Array array, const spec::ResistiveDevice& device) {
    const std::uint32_t number = 2 * tile.number + static_cast<std::uint32_t>(array);
    Side side{std::nullopt, std::nullopt,
              spec::has_ramp(tile.variant)
                  ? Readout(std::in_place_type<RampArray>, tile.variant, tile.seed, number, simd)
                  : Readout(std::in_place_type<AnalogArray>, tile.variant, tile.seed, number, simd)};
    if (spec::has_update(tile.variant)) {
      const int rows = spec::array_rows(tile.variant);
      const host::PhiloxKey key{tile.seed, number};
      side.devices.emplace(device, rows, crossbar.columns, key, simd);
      side.stale_end = rows;
      if (outer_) side.reference.emplace(tile.variant.device.programming_error, rows, crossbar.columns, key);
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

TileArrays::Readout& TileArrays::readout(host::Array array) {
  Side& side = at(array);
  if (side.stale_row != side.stale_end) {
    const host::Matrix<float>& weights = side.devices->weights();
    const host::Matrix<float>& seen =
        side.reference ? side.reference->cells(weights, side.stale_row, side.stale_end) : weights;
    std::visit([&](auto& cells) { cells.set_rows(seen, side.stale_row, side.stale_end); }, side.readout);
    side.stale_row = side.stale_end = 0;
  }
  return side.readout;
}

void TileArrays::read(host::Array array, host::Direction direction, std::span<const std::int32_t> drive, int phase,
                      FullScale full_scale) {
  readout_of<AnalogArray>(readout(array)).read(drive, phase, full_scale, direction);
  last_read_ = array;
}

void TileArrays::sample(int sample, std::span<std::uint64_t> bits) {
  readout_of<AnalogArray>(at(last_read_).readout).sample(sample, bits);
}

host::Matrix<std::int32_t> TileArrays::first_steps(host::Array array, host::Direction direction,
                                                   const host::Matrix<std::int32_t>& counts, FullScale full_scale) {
  return readout_of<RampArray>(readout(array)).first_steps(counts, full_scale, direction);
}

host::Matrix<std::int32_t> TileArrays::ones(host::Array array, host::Direction direction,
                                            const host::Matrix<std::int32_t>& drives, int samples,
                                            FullScale full_scale) {
  last_read_ = array;
  return readout_of<AnalogArray>(readout(array)).ones(drives, samples, full_scale, direction);
}

ResistiveArray& TileArrays::devices_for(host::Array array, bool has_this_update, const char* kind) {
  Side& side = at(array);
  require(has_this_update, std::string("update: the variant has none of this kind (update.kind: ") + kind + ")");
  return side.devices.value();
}

void TileArrays::rows_written(Side& side, int first, int end) {
  side.pulses += side.devices->pulses();
  if (first < end) mark_stale(side, first, end);
}

void TileArrays::mark_stale(Side& side, int first, int end) {
  const bool fresh = side.stale_row == side.stale_end;
  side.stale_row = fresh ? first : std::min(side.stale_row, first);
  side.stale_end = fresh ? end : std::max(side.stale_end, end);
}

void TileArrays::update(host::Array array, const UpdateDrive& drive) {
  devices_for(array, pulsed_, "stochastic").pulse(drive);
  const auto [first, end] = extent(drive.rows.slots, [](std::uint32_t slots) { return slots != 0; });
  rows_written(at(array), first, end);
}

void TileArrays::update(host::Array array, const OpuDrive& drive) {
  devices_for(array, outer_, "opu").outer(drive);
  const auto [first, end] = extent(drive.rows, [](std::int32_t code) { return code != 0; });
  rows_written(at(array), first, end);
}

host::Matrix<float> TileArrays::weights(host::Array array) const {
  const Side& side = at(array);
  if (side.devices) return first_rows(side.devices->weights(), rows_);
  return std::visit([](const auto& cells) { return cells.weights(); }, side.readout);
}

void TileArrays::set_weights(host::Array array, const host::Matrix<float>& weights) {
  Side& side = at(array);
  require(side.devices.has_value(), "weights: the variant has no update; it is programmed with weight codes");
  require(weights.rows() == rows_,
          "weights: " + std::to_string(weights.rows()) + " rows: allowed is " + std::to_string(rows_));
  side.devices->set_first_rows(weights);
  mark_stale(side, 0, rows_);
}

void TileArrays::program(host::Array array, const host::Matrix<std::int32_t>& weight_codes) {
  Side& side = at(array);
  require(!side.devices, "weight codes: the variant has an update; its weights are set");
  std::visit([&](auto& cells) { cells.program(weight_codes); }, side.readout);
}

void TileArrays::set_gain(host::Array array, host::Direction direction, const std::vector<float>& gain) {
  std::visit([&](auto& outputs) { outputs.set_gain(direction, gain); }, at(array).readout);
}

host::State TileArrays::state_of(const Side& side) const {
  return std::visit(
      [&](const auto& readout) {
        host::State state = readout.state();
        if (side.devices) {
          host::add_state(state, "devices.", side.devices->state());
        } else {
          host::add_state(state, "programmed.", readout.programmed_state());
        }
        return state;
      },
      side.readout);
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
    std::visit([&](auto& readout) { readout.set_state(part); }, side.readout);
    if (side.devices) {
      side.devices->set_state(host::part_of(part, "devices."));
      side.stale_row = 0;
      side.stale_end = side.devices->rows();
    } else {
      std::visit([&](auto& cells) { cells.set_programmed_state(host::part_of(part, "programmed.")); }, side.readout);
    }
  }
}

}  // namespace spintile::refmodel
