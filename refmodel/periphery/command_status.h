// What STATUS shows of a unit: the running command, those that wait, done, and the first error until it is cleared.
#pragma once

#include <cstdint>
#include <optional>

#include "spec/interface.h"

namespace spintile::refmodel {

class CommandStatus {
 public:
  std::optional<spec::Command> running() const { return running_; }
  /// Commands that wait for the running one, or for their start.
  int waiting() const { return waiting_; }
  bool occupied() const { return running_.has_value() || waiting_ > 0; }
  spec::Error error() const { return error_; }
  bool interrupt() const { return done_ || error_ != spec::Error::none; }
  /// The register's value.
  std::uint32_t value() const;

  /// A write to the register.
  void write(std::uint32_t value);
  /// Error::none, or one that stays unless another came before it.
  void set_error(spec::Error error);
  void begin(spec::Command command);
  /// Ends the running command: done if none waits, or `error`. std::logic_error when none runs.
  void end(spec::Error error);
  void set_waiting(int commands) { waiting_ = commands; }

 private:
  std::optional<spec::Command> running_;
  int waiting_ = 0;
  bool done_ = false;
  spec::Error error_ = spec::Error::none;
};

}  // namespace spintile::refmodel
