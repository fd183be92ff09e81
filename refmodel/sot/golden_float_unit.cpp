#include "refmodel/sot/golden_float_unit.h"

#include <stdexcept>
#include <utility>

#include "spec/parse.h"

namespace spintile::refmodel {
namespace {

using spec::Command;
using spec::Error;
using spec::Space;
namespace reg = spec::register_offset;

bool is_writable(std::uint32_t address) {
  return address == reg::command || address == reg::status || SotRegisters::writable(address);
}

}  // namespace

GoldenFloatUnit::GoldenFloatUnit(spec::Variant variant, std::uint32_t seed)
    : variant_(std::move(variant)),
      hash_(static_cast<std::uint32_t>(spec::variant_hash(variant_))),
      registers_(variant_),
      unit_(variant_, seed) {}

bool GoldenFloatUnit::write_register(std::uint32_t address, std::uint32_t value, unsigned strobes) {
  const Error error = write_checked(address, value, strobes);
  status_.set_error(error);
  return error == Error::none;
}

Error GoldenFloatUnit::write_checked(std::uint32_t address, std::uint32_t value, unsigned strobes) {
  if (!is_writable(address)) return Error::illegal_address;
  if (strobes != 0xF) return Error::illegal_value;
  if (address == reg::status) {
    status_.write(value);
    return Error::none;
  }
  if (status_.running()) return Error::busy;
  return address == reg::command ? start(value) : registers_.write(address, value);
}

Error GoldenFloatUnit::start(std::uint32_t value) {
  const auto command = static_cast<Command>(value & 0xFF);
  const std::uint32_t operand = (value >> 8) & 0xFF;
  if (value >> 16 != 0) return Error::illegal_value;
  if (command == Command::sot) {
    if (operand != 0) return Error::illegal_value;
  } else if (command == Command::read || command == Command::write) {
    const auto space = static_cast<Space>(operand);
    if (!SotUnit::owns(space)) return Error::illegal_space;
    if (space == Space::program && registers_.program_words() == 0) return Error::illegal_value;
    space_ = space;
  } else {
    return Error::unknown_command;
  }
  status_.begin(command);
  return Error::none;
}

ReadResult GoldenFloatUnit::read_register(std::uint32_t address) const {
  switch (address) {
    case reg::identification:
      return {spec::identification(variant_.unit), true};
    case reg::variant_hash:
      return {hash_, true};
    case reg::capabilities:
      return {1U << 7 | 1U << 9 | 1U << 10, true};
    case reg::command:
      return {0, true};
    case reg::status:
      return {status_.value(), true};
    default:
      if (registers_.readable(address)) return {registers_.read(address), true};
      return {0, false};
  }
}

void GoldenFloatUnit::take_packet(std::span<const Beat> beats) {
  if (running() != Command::write) throw std::logic_error("take_packet: no WRITE runs");
  status_.end(unit_.take_packet(registers_, space_, beats));
}

std::vector<Beat> GoldenFloatUnit::give_packet() {
  if (running() != Command::read) throw std::logic_error("give_packet: no READ runs");
  status_.end(Error::none);
  return unit_.give_packet(registers_, space_);
}

ProgramRun GoldenFloatUnit::run() {
  if (running() != Command::sot) throw std::logic_error("run: no SOT runs");
  const ProgramRun run = unit_.run(registers_, registers_.bases());
  status_.end(run.error);
  return run;
}

void GoldenFloatUnit::reset() {
  status_ = {};
  space_ = Space::program;
  registers_ = SotRegisters(variant_);
}

}  // namespace spintile::refmodel
