#include "refmodel/periphery/command_status.h"

#include <stdexcept>

namespace spintile::refmodel {

using spec::Error;

std::uint32_t CommandStatus::value() const {
  const std::uint32_t busy = occupied() ? 1 : 0;
  const std::uint32_t done = done_ ? 2 : 0;
  const std::uint32_t error = error_ != Error::none ? 4 : 0;
  return busy | done | error | (static_cast<std::uint32_t>(error_) << 8) | (static_cast<std::uint32_t>(waiting_) << 16);
}

void CommandStatus::write(std::uint32_t value) {
  constexpr std::uint32_t clear_error = 1U << 2;
  if ((value & clear_error) != 0) error_ = Error::none;
}

void CommandStatus::set_error(Error error) {
  if (error_ == Error::none) error_ = error;
}

void CommandStatus::begin(spec::Command command) {
  running_ = command;
  done_ = false;
}

void CommandStatus::end(Error error) {
  if (!running_) throw std::logic_error("no command runs: nothing to end");
  running_.reset();
  done_ = error == Error::none && waiting_ == 0;
  set_error(error);
}

}  // namespace spintile::refmodel
