// Command front end at the level of bus transactions: registers, the checks on them, and the state of the running
// command.
#pragma once

#include <cstdint>
#include <optional>

#include "host/tile.h"
#include "refmodel/periphery/command_status.h"
#include "spec/interface.h"
#include "spec/variant.h"

namespace spintile::refmodel {

struct ReadResult {
  std::uint32_t value = 0;
  bool okay = true;

  friend bool operator==(const ReadResult&, const ReadResult&) = default;
};

class CommandFrontend {
 public:
  explicit CommandFrontend(const spec::Variant& variant);

  /// One write of the register bus; strobes: one bit a byte. False: refused (SLVERR). An address that is not exactly a
  /// register's is unmapped. std::invalid_argument for an address or strobes wider than the bus.
  bool write_register(std::uint32_t address, std::uint32_t value, unsigned strobes);
  /// HEALTH reads 0 here: its bits are the monitor's.
  ReadResult read_register(std::uint32_t address) const;

  /// The running command and its state space (of LOAD_X and READ_Y too); none when idle.
  std::optional<spec::Command> running() const { return status_.running(); }
  spec::Space space() const { return space_; }
  /// That of the last FORWARD taken; array_sel_o.
  host::Array array() const { return array_; }
  /// Ends the running command: done, or `error`. std::logic_error when none runs.
  void end(spec::Error error = spec::Error::none) { status_.end(error); }

  bool interrupt() const { return status_.interrupt(); }
  int samples() const { return samples_; }
  int shift() const { return shift_; }

 private:
  spec::Error write_checked(std::uint32_t address, std::uint32_t value, unsigned strobes);
  bool writable(std::uint32_t address) const;
  spec::Error start(std::uint32_t value);

  spec::Variant variant_;
  std::uint32_t hash_;
  CommandStatus status_;
  spec::Space space_ = spec::Space::input;
  host::Array array_ = host::Array::weight;
  int samples_;
  int shift_ = 0;
};

}  // namespace spintile::refmodel
