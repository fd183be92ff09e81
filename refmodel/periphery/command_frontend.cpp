#include "refmodel/periphery/command_frontend.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <vector>

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
Space implied_space(const spec::Variant& variant, Command command) {
  if (command == Command::read_y) return Space::output;
  if (command != Command::load_d) return Space::input;
  return spec::has_outer_update(variant) ? Space::column_voltage : Space::column_probability;
}

}  // namespace

CommandFrontend::CommandFrontend(const spec::Variant& variant)
    : variant_(variant),
      hash_(static_cast<std::uint32_t>(spec::variant_hash(variant))),
      commands_of_an_array_(spec::commands_of_an_array(variant)),
      samples_(variant.readout.samples_max),
      training_(variant),
      rows_(variant) {
  if (spec::has_transfer(variant)) sot_.emplace(spec::float_unit_of(variant));
}

bool CommandFrontend::write_register(std::uint32_t address, std::uint32_t value, unsigned strobes) {
  if (address >> spec::register_address_bits != 0 || strobes > 0xF) {
    throw std::invalid_argument(fmt::format(
        "register write: address {:#x}, strobes {:#x}: allowed is 0 .. 0xff and 0 .. 0xf", address, strobes));
  }
  const Error error = write_checked(address, value, strobes);
  status_.set_error(error);
  return error == Error::none;
}

bool CommandFrontend::is_sot(std::uint32_t address) const {
  return sot_ && address >= reg::in_tile && sot_->readable(address - reg::in_tile);
}

bool CommandFrontend::writable(std::uint32_t address) const {
  if (address == reg::health) return spec::has_health_monitor(variant_);
  if (is_sot(address)) return SotRegisters::writable(address - reg::in_tile);
  return address == reg::command || address == reg::status || address == reg::samples || address == reg::shift ||
         training_.has(address) || rows_.writable(address);
}

Error CommandFrontend::write_checked(std::uint32_t address, std::uint32_t value, unsigned strobes) {
  if (!writable(address)) return Error::illegal_address;
  if (strobes != 0xF) return Error::illegal_value;
  if (address == reg::status) {
    status_.write(value);
    return Error::none;
  }
  const bool is_command = address == reg::command;
  const bool has_room = is_command && std::cmp_less(waiting_.size(), variant_.commands.queue);
  if (occupied() && !has_room) return Error::busy;
  if (!is_command) return write_setting(address, value);
  const bool halted = spec::has_command_queue(variant_) && status_.error() != Error::none;
  return halted ? Error::halted : take(value);
}

Error CommandFrontend::write_setting(std::uint32_t address, std::uint32_t value) {
  if (address == reg::health) return value >> 2 == 0 ? Error::none : Error::illegal_value;
  if (training_.has(address)) return training_.write(address, value);
  if (rows_.writable(address)) return rows_.write(address, value);
  if (is_sot(address)) return sot_->write(address - reg::in_tile, value);
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

bool CommandFrontend::takes_array(Command command) const {
  return std::ranges::find(commands_of_an_array_, command) != commands_of_an_array_.end();
}

Error CommandFrontend::take(std::uint32_t value) {
  const std::uint32_t code = value & 0xFF;
  const std::uint32_t operand = (value >> 8) & 0xFF;
  if (value >> 16 != 0) return Error::illegal_value;
  if (code >= 32 || ((spec::capabilities(variant_) >> code) & 1) == 0) return Error::unknown_command;

  const auto command = static_cast<Command>(code);
  const Space space = takes_space(command) ? static_cast<Space>(operand) : implied_space(variant_, command);
  const Error error = takes_space(command) ? check_space(command, space) : check_operand(command, operand);
  if (error != Error::none) return error;
  CheckedCommand checked{command, space};
  if (takes_array(command)) checked.array = static_cast<host::Array>(operand);
  if (command == Command::transfer || command == Command::carry) checked.array = host::Array::fast;
  if (occupied()) {
    waiting_.push_back(checked);
    status_.set_waiting(static_cast<int>(waiting_.size()));
  } else {
    start(checked);
  }
  return Error::none;
}

void CommandFrontend::start(const CheckedCommand& command) {
  space_ = command.space;
  array_ = command.array.value_or(array_);
  status_.begin(command.command);
}

bool CommandFrontend::start_waiting() {
  if (running()) throw std::logic_error("a command runs: none that waits can start");
  if (waiting_.empty()) return false;
  start(waiting_.front());
  waiting_.pop_front();
  status_.set_waiting(static_cast<int>(waiting_.size()));
  return true;
}

void CommandFrontend::end(Error error) {
  if (running() && error != Error::none) {
    waiting_.clear();
    status_.set_waiting(0);
  }
  status_.end(error);
}

Error CommandFrontend::check_space(Command command, Space space) const {
  const std::vector<Space> spaces = spec::spaces(variant_);
  if (std::find(spaces.begin(), spaces.end(), space) == spaces.end()) return Error::illegal_space;
  if (command == Command::write && !spec::space_layout(variant_, space).writable) return Error::illegal_space;
  return space == Space::program && sot_->program_words() == 0 ? Error::illegal_value : Error::none;
}

Error CommandFrontend::check_operand(Command command, std::uint32_t operand) const {
  const bool any_array = takes_array(command) && variant_.crossbar.fast_array;
  if (operand > (any_array ? 1U : 0U)) return Error::illegal_value;
  return command == Command::transfer && !transfer_has_room() ? Error::illegal_value : Error::none;
}

bool CommandFrontend::transfer_has_room() const {
  constexpr std::size_t code_base = 3;
  constexpr std::size_t pulse_base = 5;
  const int rows = spec::float_unit_of(variant_).sot.rows;
  const SotBases& bases = sot_->bases();
  const int plane = variant_.crossbar.rows * spec::transfer_word_bits(variant_.transfer);
  bool fits = bases[code_base] + spec::transfer_code_bits(variant_) + 2 <= rows &&
              bases[pulse_base] + variant_.transfer.pulses + 1 <= rows;
  for (std::size_t base = 0; base < static_cast<std::size_t>(spec::transfer_planes(variant_)); ++base) {
    fits = fits && bases[base] + plane <= rows;
  }
  return fits;
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
      if (training_.has(address)) return {training_.read(address), true};
      if (rows_.has(address)) return {rows_.read(address), true};
      if (is_sot(address)) return {sot_->read(address - reg::in_tile), true};
      return {0, false};
  }
}

}  // namespace spintile::refmodel
