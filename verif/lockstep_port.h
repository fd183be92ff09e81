// Two engines of one tile side by side behind one host::TilePort: every call goes to both, every answer is compared.
// The first difference throws MismatchError, says which call, element, expected and got, and leaves a case that
// `spintile replay` repeats.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "host/tile_port.h"
#include "host/worker_pool.h"
#include "verif/port_call.h"
#include "verif/tile_case.h"

namespace spintile::verif {

struct LockstepOptions {
  std::filesystem::path case_folder;  // of the first difference; empty: none is written
  bool two_threads = false;           // commands run on both at a time
};

/// Time spent in commands of either.
struct LockstepSeconds {
  double golden = 0.0;
  double rtl = 0.0;
};

class LockstepPort final : public host::TilePort {
 public:
  /// Both are `tile` as it is made.
  LockstepPort(host::SimulatedTile tile, std::unique_ptr<host::TilePort> golden, std::unique_ptr<host::TilePort> rtl,
               LockstepOptions options = {});

  /// Compares all state, digital and analog; what was before is not in a case from here on.
  void compare();
  /// A difference has been found, and the two may go different ways from here on.
  bool differs() const { return !case_.difference.empty(); }
  std::uint64_t calls() const { return calls_; }
  const LockstepSeconds& seconds() const { return seconds_; }

  const spec::Variant& variant() const override { return golden_->variant(); }
  void write_register(std::uint32_t address, std::uint32_t value) override;
  std::uint32_t read_register(std::uint32_t address) override;
  void run(spec::Command command, std::uint32_t operand = 0) override;
  void write(spec::Space space, std::span<const std::int64_t> elements) override;
  std::vector<std::int64_t> read(spec::Space space) override;
  std::vector<std::int64_t> run_and_read(spec::Command command, std::uint32_t operand, spec::Space space) override;
  /// Of the RTL.
  const host::TileActivity& activity() const override { return rtl_->activity(); }
  /// Of the golden model, as pulses() and analog_state(): compare() sees to it that they are those of the RTL too.
  host::Matrix<float> weights(host::Array array) const override { return golden_->weights(array); }
  std::uint64_t pulses(host::Array array) const override { return golden_->pulses(array); }
  void set_weights(host::Array array, const host::Matrix<float>& weights) override;
  void program(host::Array array, const host::Matrix<std::int32_t>& weight_codes) override;
  void set_gain(host::Array array, host::Direction direction, const std::vector<float>& gain) override;
  host::State analog_state() const override { return golden_->analog_state(); }
  void set_analog_state(const host::State& state) override;

 private:
  /// Makes the call on both and compares; throws what the golden model threw where both refuse alike.
  PortAnswer both(PortCall call);
  [[noreturn]] void stop(Mismatch mismatch);

  std::unique_ptr<host::TilePort> golden_;
  std::unique_ptr<host::TilePort> rtl_;
  LockstepOptions options_;
  std::optional<host::WorkerPool> pool_;
  TileCase case_;  // that of a difference now
  std::uint64_t calls_ = 0;
  LockstepSeconds seconds_;
};

}  // namespace spintile::verif
