#include "refmodel/sot/golden_float_unit.h"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

#include "refmodel/sot/float_unit_packets.h"
#include "spec/parse.h"

namespace spintile::refmodel {
namespace {

using spec::Command;
using spec::Error;
using spec::Space;
namespace reg = spec::register_offset;

constexpr std::uint32_t base_end = reg::base0 + 4 * spec::sot::base_registers;

bool is_base(std::uint32_t address) { return address >= reg::base0 && address < base_end && address % 4 == 0; }

bool is_writable(std::uint32_t address) {
  return address == reg::command || address == reg::status || address == reg::program || address == reg::lanes ||
         address == reg::wait || is_base(address);
}

std::uint32_t halves(int low, int high) {
  return static_cast<std::uint32_t>(low) | static_cast<std::uint32_t>(high) << 16;
}

}  // namespace

GoldenFloatUnit::GoldenFloatUnit(spec::Variant variant)
    : variant_(std::move(variant)),
      hash_(static_cast<std::uint32_t>(spec::variant_hash(variant_))),
      array_(variant_.sot.rows, variant_.sot.lanes),
      store_(static_cast<std::size_t>(variant_.sot.program_words)) {}

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
  return address == reg::command ? start(value) : write_setting(address, value);
}

Error GoldenFloatUnit::write_setting(std::uint32_t address, std::uint32_t value) {
  const auto low = static_cast<int>(value & 0xFFFF);
  const auto high = static_cast<int>(value >> 16);
  if (address == reg::program) {
    if (low + high > variant_.sot.program_words) return Error::illegal_value;
    program_first_ = low;
    program_words_ = high;
  } else if (address == reg::lanes) {
    if (high < 1 || high > 64 || low + high > variant_.sot.rows) return Error::illegal_value;
    lanes_first_ = low;
    lanes_bits_ = high;
  } else if (address == reg::wait) {
    if (value >> 24 != 0) return Error::illegal_value;
    waits_ = {low & 0xFF, low >> 8, high};
  } else {
    if (value >= static_cast<std::uint32_t>(variant_.sot.rows)) return Error::illegal_value;
    bases_[(address - reg::base0) / 4] = low;
  }
  return Error::none;
}

Error GoldenFloatUnit::start(std::uint32_t value) {
  const auto command = static_cast<Command>(value & 0xFF);
  const std::uint32_t operand = (value >> 8) & 0xFF;
  if (value >> 16 != 0) return Error::illegal_value;
  if (command == Command::sot) {
    if (operand != 0) return Error::illegal_value;
  } else if (command == Command::read || command == Command::write) {
    const auto space = static_cast<Space>(operand);
    if (space != Space::program && space != Space::lanes) return Error::illegal_space;
    if (space == Space::program && program_words_ == 0) return Error::illegal_value;
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
    case reg::program:
      return {halves(program_first_, program_words_), true};
    case reg::lanes:
      return {halves(lanes_first_, lanes_bits_), true};
    case reg::wait:
      return {halves(waits_.read | waits_.write << 8, waits_.search), true};
    case reg::cycles:
      return {cycles_, true};
    default:
      if (is_base(address)) return {static_cast<std::uint32_t>(bases_[(address - reg::base0) / 4]), true};
      return {0, false};
  }
}

spec::SpaceLayout GoldenFloatUnit::packet(Space space) const {
  return space == Space::program ? program_packet(program_words_) : lanes_packet(variant_, lanes_bits_);
}

void GoldenFloatUnit::take_packet(std::span<const Beat> beats) {
  if (running() != Command::write) throw std::logic_error("take_packet: no WRITE runs");
  const spec::SpaceLayout layout = packet(space_);
  if (beats.size() != static_cast<std::size_t>(layout.beats())) return status_.end(Error::packet_length);
  std::vector<std::uint64_t> values(static_cast<std::size_t>(layout.elements));
  unsigned_elements(layout, beats, values);
  if (space_ == Space::program) {
    std::copy(values.begin(), values.end(), store_.begin() + program_first_);
  } else {
    array_.load(lanes_first_, lanes_bits_, values);
  }
  status_.end(Error::none);
}

std::vector<Beat> GoldenFloatUnit::give_packet() {
  if (running() != Command::read) throw std::logic_error("give_packet: no READ runs");
  const spec::SpaceLayout layout = packet(space_);
  std::vector<std::uint64_t> values(static_cast<std::size_t>(layout.elements));
  if (space_ == Space::program) {
    std::copy_n(store_.begin() + program_first_, values.size(), values.begin());
  } else {
    array_.unload(lanes_first_, lanes_bits_, values);
  }
  status_.end(Error::none);
  return encode_packet(layout, std::vector<std::int64_t>(values.begin(), values.end()));
}

ProgramRun GoldenFloatUnit::run() {
  if (running() != Command::sot) throw std::logic_error("run: no SOT runs");
  const ProgramRun run = run_program(variant_, store_, program_first_, bases_, waits_, array_);
  cycles_ = static_cast<std::uint32_t>(std::min<std::uint64_t>(run.cycles, std::numeric_limits<std::uint32_t>::max()));
  status_.end(run.error);
  return run;
}

void GoldenFloatUnit::reset() {
  status_ = {};
  space_ = Space::program;
  program_first_ = program_words_ = lanes_first_ = 0;
  lanes_bits_ = 1;
  waits_ = {};
  bases_ = {};
  cycles_ = 0;
}

}  // namespace spintile::refmodel
