// What the engines of a simulated tile share: the tile, its arrays, and what it has done. Registers, commands and
// packets are each engine's own.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "host/tile_port.h"
#include "refmodel/analog/simd.h"
#include "refmodel/tile/tile_arrays.h"

namespace spintile::refmodel {

class ArraysPort : public host::TilePort {
 public:
  const spec::Variant& variant() const final { return tile_.variant; }
  const host::TileActivity& activity() const final { return activity_; }

  host::Matrix<float> weights(host::Array array) const final { return arrays_.weights(array); }
  std::uint64_t pulses(host::Array array) const final { return arrays_.pulses(array); }
  void set_weights(host::Array array, const host::Matrix<float>& weights) final { arrays_.set_weights(array, weights); }
  void program(host::Array array, const host::Matrix<std::int32_t>& weight_codes) final {
    arrays_.program(array, weight_codes);
  }
  void set_gain(host::Array array, host::Direction direction, const std::vector<float>& gain) final {
    arrays_.set_gain(array, direction, gain);
  }
  host::State analog_state() const final { return arrays_.state(); }
  void set_analog_state(const host::State& state) final { arrays_.set_state(state); }

 protected:
  explicit ArraysPort(host::SimulatedTile tile, Simd simd = best_simd())
      : tile_(std::move(tile)), arrays_(tile_, simd) {}

  TileArrays& arrays() { return arrays_; }
  void count(spec::Command command, std::uint64_t cycles) {
    host::TileActivity::Commands& done = activity_.commands[command];
    ++done.count;
    done.cycles += cycles;
  }
  void count_register_access() { ++activity_.register_accesses; }

 private:
  host::SimulatedTile tile_;
  TileArrays arrays_;
  host::TileActivity activity_;
};

}  // namespace spintile::refmodel
