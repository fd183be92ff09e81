// The golden engine behind host::TilePort: registers, commands and packets of the bus model, arrays of the analog
// model, cycles as docs/contract.md says them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "host/tile_port.h"
#include "refmodel/analog/simd.h"
#include "refmodel/tile/golden_bus.h"
#include "refmodel/tile/tile_arrays.h"

namespace spintile::refmodel {

/// After a TileError STATUS holds no error.
class GoldenPort final : public host::TilePort {
 public:
  explicit GoldenPort(host::SimulatedTile tile, Simd simd = best_simd());

  const spec::Variant& variant() const override { return tile_.variant; }

  void write_register(std::uint32_t address, std::uint32_t value) override;
  std::uint32_t read_register(std::uint32_t address) override;
  /// std::invalid_argument for another command, or an operand that COMMAND has no room for.
  void run(spec::Command command, std::uint32_t operand = 0) override;
  /// std::invalid_argument unless there are as many elements as the space has at present, each of a size that its lane
  /// can hold; what a lane holds and the space does not take is a TileError.
  void write(spec::Space space, std::span<const std::int64_t> elements) override;
  std::vector<std::int64_t> read(spec::Space space) override;

  const host::TileActivity& activity() const override { return activity_; }

  host::Matrix<float> weights(host::Array array) const override { return arrays_.weights(array); }
  std::uint64_t pulses(host::Array array) const override { return arrays_.pulses(array); }
  void set_weights(host::Array array, const host::Matrix<float>& weights) override;
  void program(host::Array array, const host::Matrix<std::int32_t>& weight_codes) override;
  void set_gain(host::Array array, host::Direction direction, const std::vector<float>& gain) override;
  host::State analog_state() const override { return arrays_.state(); }
  void set_analog_state(const host::State& state) override { arrays_.set_state(state); }

  const GoldenBus& bus() const { return bus_; }

 private:
  /// Throws if STATUS has an error, and clears it.
  void check(const std::string& what);
  void start(spec::Command command, std::uint32_t operand);
  void count(spec::Command command, std::uint64_t cycles);
  /// Each carries a running command out and says how many cycles it takes.
  std::uint64_t run_read(host::Direction direction);
  std::uint64_t run_update();
  std::uint64_t run_transfer();

  host::SimulatedTile tile_;
  GoldenBus bus_;
  TileArrays arrays_;
  host::TileActivity activity_;
};

}  // namespace spintile::refmodel
