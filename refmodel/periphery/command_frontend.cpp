#include "refmodel/periphery/command_frontend.h"

#include <fmt/format.h>

#include <stdexcept>

#include "spec/derive.h"
#include "spec/parse.h"

namespace spintile::refmodel {
namespace {

using spec::Command;
using spec::Error;
using spec::Space;
namespace reg = spec::register_offset;

bool takes_space(Command command) { return command == Command::read || command == Command::write; }

/// The state space a command without one works on.
Space implied_space(Command command) { return command == Command::read_y ? Space::output : Space::input; }

}  // namespace

CommandFrontend::CommandFrontend(const spec::Variant& variant)
    : variant_(variant),
      hash_(static_cast<std::uint32_t>(spec::variant_hash(variant))),
      samples_(variant.readout.samples_max) {}

bool CommandFrontend::write_register(std::uint32_t address, std::uint32_t value, unsigned strobes) {
  if (address >> spec::register_address_bits != 0 || strobes > 0xF) {
    throw std::invalid_argument(fmt::format(
        "register write: address {:#x}, strobes {:#x}: allowed is 0 .. 0xff and 0 .. 0xf", address, strobes));
  }
  const Error error = write_checked(address, value, strobes);
  status_.set_error(error);
  return error == Error::none;
}

bool CommandFrontend::writable(std::uint32_t address) const {
  if (address == reg::health) return spec::has_health_monitor(variant_);
  return address == reg::command || address == reg::status || address == reg::samples || address == reg::shift;
}

Error CommandFrontend::write_checked(std::uint32_t address, std::uint32_t value, unsigned strobes) {
  if (!writable(address)) return Error::illegal_address;
  if (strobes != 0xF) return Error::illegal_value;
  if (address == reg::status) {
    status_.write(value);
    return Error::none;
  }
  if (status_.running()) return Error::busy;
  if (address == reg::command) return start(value);
  if (address == reg::health) return value >> 2 == 0 ? Error::none : Error::illegal_value;
  const std::int64_t number = value;
  if (address == reg::samples) {
    if (number < 1 || number > variant_.readout.samples_max) return Error::illegal_value;
    samples_ = static_cast<int>(number);
  } else {
    if (number > spec::shift_max(variant_)) return Error::illegal_value;
    shift_ = static_cast<int>(number);
  }
  return Error::none;
}

Error CommandFrontend::start(std::uint32_t value) {
  const std::uint32_t code = value & 0xFF;
  const std::uint32_t operand = (value >> 8) & 0xFF;
  if (value >> 16 != 0) return Error::illegal_value;
  if (code >= 32 || ((spec::capabilities(variant_) >> code) & 1) == 0) return Error::unknown_command;

  const auto command = static_cast<Command>(code);
  if (takes_space(command)) {
    if (operand >= spec::spaces(variant_).size()) return Error::illegal_space;
    const auto space = static_cast<Space>(operand);
    if (command == Command::write && !spec::space_layout(variant_, space).writable) return Error::illegal_space;
    space_ = space;
  } else {
    const bool takes_array = command == Command::forward && variant_.crossbar.fast_array;
    if (operand > (takes_array ? 1U : 0U)) return Error::illegal_value;
    space_ = implied_space(command);
    if (command == Command::forward) array_ = static_cast<host::Array>(operand);
  }
  status_.begin(command);
  return Error::none;
}

ReadResult CommandFrontend::read_register(std::uint32_t address) const {
  switch (address) {
    case reg::identification:
      return {spec::identification(variant_.unit), true};
    case reg::variant_hash:
      return {hash_, true};
    case reg::capabilities:
      return {spec::capabilities(variant_), true};
    case reg::command:
      return {0, true};
    case reg::status:
      return {status_.value(), true};
    case reg::samples:
      return {static_cast<std::uint32_t>(samples_), true};
    case reg::shift:
      return {static_cast<std::uint32_t>(shift_), true};
    case reg::health:
      return {0, spec::has_health_monitor(variant_)};
    default:
      return {0, false};
  }
}

}  // namespace spintile::refmodel
