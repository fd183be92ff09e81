// What a tile does in the steps of training, phase by phase: a port that counts what goes through it.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "host/tile_port.h"
#include "refmodel/periphery/transfer_timing.h"

namespace spintile::verif {

/// Of a step of training, in its order.
enum class TilePhase {
  write_x,
  forward,
  read_y,
  write_d,
  backward,
  read_x,
  write_probabilities,
  update,
  transfer,
  constants,  // packets of rows of the SOT array and of program words
  other
};
inline constexpr std::size_t tile_phases = static_cast<std::size_t>(TilePhase::other) + 1;
/// "write x", "FORWARD".
std::string_view name(TilePhase phase);

/// What was counted.
struct TileMeter {
  std::array<host::TileActivity::Commands, tile_phases> phases{};
  std::uint64_t register_accesses = 0;
  std::uint64_t weight_pulses = 0;  // at all cells of W
  // Cycles, of those of the commands, in which ...
  std::uint64_t array_cycles = 0;      // rows or columns are driven or pulsed
  std::uint64_t converter_cycles = 0;  // converters sample
  std::uint64_t sot_cycles = 0;        // the SOT program runs

  const host::TileActivity::Commands& at(TilePhase phase) const { return phases[static_cast<std::size_t>(phase)]; }
  /// Of all commands.
  std::uint64_t cycles() const;
};

class MeteredPort final : public host::TilePort {
 public:
  explicit MeteredPort(std::unique_ptr<host::TilePort> port);

  host::TilePort& port() { return *port_; }
  /// Off at first.
  void count(bool on);
  /// Up to the last count(false).
  const TileMeter& meter() const { return meter_; }

  const spec::Variant& variant() const override { return port_->variant(); }
  void write_register(std::uint32_t address, std::uint32_t value) override;
  std::uint32_t read_register(std::uint32_t address) override;
  void run(spec::Command command, std::uint32_t operand = 0) override;
  void write(spec::Space space, std::span<const std::int64_t> elements) override;
  std::vector<std::int64_t> read(spec::Space space) override;
  std::vector<std::int64_t> run_and_read(spec::Command command, std::uint32_t operand, spec::Space space) override;
  const host::TileActivity& activity() const override { return port_->activity(); }
  host::Matrix<float> weights(host::Array array) const override { return port_->weights(array); }
  void set_weights(host::Array array, const host::Matrix<float>& weights) override {
    port_->set_weights(array, weights);
  }
  void program(host::Array array, const host::Matrix<std::int32_t>& weight_codes) override {
    port_->program(array, weight_codes);
  }
  std::uint64_t pulses(host::Array array) const override { return port_->pulses(array); }
  void set_gain(host::Array array, host::Direction direction, const std::vector<float>& gain) override {
    port_->set_gain(array, direction, gain);
  }
  host::State analog_state() const override { return port_->analog_state(); }
  void set_analog_state(const host::State& state) override { port_->set_analog_state(state); }

 private:
  std::uint64_t cycles_of(spec::Command command) const;
  struct Counted {
    TilePhase phase = TilePhase::other;
    spec::Command command = spec::Command::forward;
  };
  /// `call` gives these commands, each one once.
  template <class Call>
  void count_commands(std::initializer_list<Counted> commands, const Call& call);
  /// Of a command that took so long: what of the tile it used.
  void count_use(spec::Command command, std::uint64_t cycles);
  void count_transfer(std::uint64_t cycles);
  /// Of a command about to run.
  TilePhase phase_of(spec::Command command);
  TilePhase phase_of(spec::Space space, bool is_write) const;

  std::unique_ptr<host::TilePort> port_;
  bool counts_ = false;
  std::uint64_t pulses_before_ = 0;
  int samples_;  // what registers hold
  int transfer_samples_;
  int slots_;
  refmodel::AccessWaits waits_;
  bool reads_rows_ = false;                      // the last read of an array was a BACKWARD
  std::optional<std::uint64_t> program_cycles_;  // of the program of a TRANSFER: the same for all
  TileMeter meter_;
};

}  // namespace spintile::verif
