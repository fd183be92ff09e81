// Command front end at the level of bus transactions: registers, the checks on them, the state of the running command,
// and the queue of those that wait behind it.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "host/array.h"
#include "refmodel/periphery/command_status.h"
#include "refmodel/periphery/row_registers.h"
#include "refmodel/periphery/training_registers.h"
#include "refmodel/sot/sot_registers.h"
#include "spec/interface.h"
#include "spec/variant.h"

namespace spintile::refmodel {

struct ReadResult {
  std::uint32_t value = 0;
  bool okay = true;

  friend bool operator==(const ReadResult&, const ReadResult&) = default;
};

/// A COMMAND that has been checked.
struct CheckedCommand {
  spec::Command command = spec::Command::forward;
  spec::Space space = spec::Space::input;  // of LOAD_X, LOAD_D and READ_Y too
  std::optional<host::Array> array = {};   // that it selects
};

class CommandFrontend {
 public:
  explicit CommandFrontend(const spec::Variant& variant);

  /// One write of the register bus; strobes: one bit a byte. False: refused (SLVERR). An address that is not exactly a
  /// register's is unmapped. std::invalid_argument for an address or strobes wider than the bus.
  bool write_register(std::uint32_t address, std::uint32_t value, unsigned strobes);
  /// HEALTH reads 0 here: its bits are the monitor's.
  ReadResult read_register(std::uint32_t address) const;

  /// The running command and its state space (of LOAD_X, LOAD_D and READ_Y too); none when idle.
  std::optional<spec::Command> running() const { return status_.running(); }
  spec::Space space() const { return space_; }
  /// What array_sel_o shows once the running command is over: the array of the last FORWARD, BACKWARD, UPDATE,
  /// PROGRAM or CALIBRATE; after a TRANSFER or a CARRY what it says.
  host::Array array() const { return array_; }
  void select_array(host::Array array) { array_ = array; }
  /// Commands that wait, in their order.
  const std::deque<CheckedCommand>& waiting() const { return waiting_; }
  /// A command runs or waits.
  bool occupied() const { return status_.occupied(); }
  /// Ends the running command: done if none waits, or `error`, which drops those that wait. std::logic_error when none
  /// runs.
  void end(spec::Error error = spec::Error::none);
  /// Starts the first command that waits, one cycle after the end of the one before. False: none waits.
  /// std::logic_error while one runs.
  bool start_waiting();

  bool interrupt() const { return status_.interrupt(); }
  int samples() const { return samples_; }
  int shift() const { return shift_; }
  TrainingRegisters& training() { return training_; }
  const TrainingRegisters& training() const { return training_; }
  RowRegisters& rows() { return rows_; }
  const RowRegisters& rows() const { return rows_; }
  /// Of a variant with a transfer (std::bad_optional_access otherwise).
  SotRegisters& sot() { return sot_.value(); }
  const SotRegisters& sot() const { return sot_.value(); }

 private:
  spec::Error write_checked(std::uint32_t address, std::uint32_t value, unsigned strobes);
  bool writable(std::uint32_t address) const;
  spec::Error write_setting(std::uint32_t address, std::uint32_t value);
  bool is_sot(std::uint32_t address) const;
  bool takes_array(spec::Command command) const;
  /// Starts a command, or lets it wait.
  spec::Error take(std::uint32_t value);
  void start(const CheckedCommand& command);
  spec::Error check_space(spec::Command command, spec::Space space) const;
  spec::Error check_operand(spec::Command command, std::uint32_t operand) const;
  bool transfer_has_room() const;

  spec::Variant variant_;
  std::uint32_t hash_;
  std::vector<spec::Command> commands_of_an_array_;
  CommandStatus status_;
  std::deque<CheckedCommand> waiting_;
  spec::Space space_ = spec::Space::input;
  host::Array array_ = host::Array::weight;
  int samples_;
  int shift_ = 0;
  TrainingRegisters training_;
  RowRegisters rows_;
  std::optional<SotRegisters> sot_;
};

}  // namespace spintile::refmodel
