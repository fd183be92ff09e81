// All that a driver can reach of one tile: registers, commands and packets, and beside them the analog side, which a
// simulated tile lets its host set and save. Behind it stand the golden model (refmodel/tile/golden_port.h), the
// Verilated RTL (verif/rtl_port.h) and both side by side (verif/lockstep_port.h): with the same tile and the same calls
// they give the same bits.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "host/array.h"
#include "host/matrix.h"
#include "host/state.h"
#include "spec/interface.h"
#include "spec/resistive_device.h"
#include "spec/variant.h"

namespace spintile::host {

/// What a simulated tile is made of.
struct SimulatedTile {
  spec::Variant variant;
  std::uint32_t seed = 1;    // of all that is random
  std::uint32_t number = 0;  // t: its arrays draw under 2 t (W) and 2 t + 1 (A)
  /// With update.kind: the devices of W and, with crossbar.fast_array, of A.
  spec::ResistiveDevice weight = {};
  spec::ResistiveDevice fast = {};
};

/// A tile refused a register or a command, or ended a command with an error; nothing else has changed.
class TileError : public std::runtime_error {
 public:
  TileError(spec::Error error, const std::string& what) : std::runtime_error(what), error_(error) {}
  spec::Error error() const { return error_; }

 private:
  spec::Error error_;
};

/// What a tile has done since it was made, without stalls of the host. A command's cycles are those from the first
/// after the edge that takes the COMMAND write to the last before interrupt_o.
struct TileActivity {
  struct Commands {
    std::uint64_t count = 0;
    std::uint64_t cycles = 0;

    friend bool operator==(const Commands&, const Commands&) = default;
  };
  std::map<spec::Command, Commands> commands;
  std::uint64_t register_accesses = 0;

  friend bool operator==(const TileActivity&, const TileActivity&) = default;
};

class TilePort {
 public:
  virtual ~TilePort() = default;

  virtual const spec::Variant& variant() const = 0;

  // Over the buses. Each throws TileError for what the tile refuses.
  virtual void write_register(std::uint32_t address, std::uint32_t value) = 0;
  virtual std::uint32_t read_register(std::uint32_t address) = 0;
  /// FORWARD, BACKWARD, UPDATE, TRANSFER, SOT, PROGRAM, CALIBRATE or CARRY, to its end.
  virtual void run(spec::Command command, std::uint32_t operand = 0) = 0;
  /// A WRITE of all elements of a space, as registers lay it out at present.
  virtual void write(spec::Space space, std::span<const std::int64_t> elements) = 0;
  /// A READ.
  virtual std::vector<std::int64_t> read(spec::Space space) = 0;
  /// run(), and behind it the READ of a space: where the tile has a command queue both may be handed over at once.
  /// After an error of the first there is no READ.
  virtual std::vector<std::int64_t> run_and_read(spec::Command command, std::uint32_t operand, spec::Space space) {
    run(command, operand);
    return read(space);
  }

  virtual const TileActivity& activity() const = 0;

  // The analog side. std::invalid_argument for an array the variant does not have, or a size that is not its own.
  /// Cells of an array, R x C: apparent weights of devices, without the errors of their references; digits of weight
  /// codes over their full scale, as they read.
  virtual Matrix<float> weights(Array array) const = 0;
  /// Pulses at all cells of an array since the tile was made; 0 of a variant without update.
  virtual std::uint64_t pulses(Array array) const = 0;
  /// As near as the devices allow. Of a variant with update.
  virtual void set_weights(Array array, const Matrix<float>& weights) = 0;
  /// Weight codes in +-weight_code_max, R x C. Of a variant without update.
  virtual void program(Array array, const Matrix<std::int32_t>& weight_codes) = 0;
  /// Analog gain before the converters, one positive value an output: C forward, R backward.
  virtual void set_gain(Array array, Direction direction, const std::vector<float>& gain) = 0;
  /// Devices, their randomness and the numbers of reads; not the gains.
  virtual State analog_state() const = 0;
  /// std::invalid_argument for what analog_state() would not give, and then nothing has changed.
  virtual void set_analog_state(const State& state) = 0;
};

}  // namespace spintile::host
