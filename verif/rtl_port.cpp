#include "verif/rtl_port.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "refmodel/sot/float_unit_packets.h"
#include "refmodel/sot/sot_unit.h"
#include "spec/derive.h"
#include "verif/mismatch.h"

namespace spintile::verif {
namespace {

using spec::Command;
using spec::Space;
namespace reg = spec::register_offset;

// More than any bus of the tile may take to answer without stalls on our side.
constexpr int answer_cycles = 16;
// Beyond it a command hangs.
constexpr std::uint64_t command_cycles_max = 2'000'000;

constexpr std::uint32_t status_error = 4;
constexpr std::uint32_t status_code_lsb = 8;

HarnessOptions without_monitor(HarnessOptions options) {
  options.check_pins = false;
  return options;
}

bool has_stream(Command command) { return command == Command::read || command == Command::write; }

bool writes_row(Command command) {
  return command == Command::program || command == Command::carry || command == Command::calibrate;
}

bool ends_pulses(Command command) {
  return command == Command::update || command == Command::transfer || writes_row(command);
}

/// "read of accumulator".
std::string described(Command command, std::uint32_t operand) {
  return has_stream(command) ? fmt::format("{} of {}", spec::name(command), spec::name(static_cast<Space>(operand)))
                             : std::string(spec::name(command));
}

/// A space of the variant whose packets no register lays out.
bool has_fixed_packet(const spec::Variant& variant, Space space) {
  const std::vector<Space> spaces = spec::spaces(variant);
  return std::ranges::find(spaces, space) != spaces.end() && !refmodel::SotUnit::owns(space);
}

bool is_run(Command command) {
  switch (command) {
    case Command::forward:
    case Command::backward:
    case Command::update:
    case Command::transfer:
    case Command::sot:
    case Command::program:
    case Command::carry:
    case Command::calibrate:
      return true;
    default:
      return false;
  }
}

}  // namespace

void ArraysAtPins::convert(host::Array array, host::Direction direction, std::span<const std::int32_t> drive,
                           FullScale full_scale, std::span<std::int32_t> steps) {
  host::Matrix<std::int32_t> counts(1, static_cast<int>(drive.size()));
  std::ranges::copy(drive, counts.values().begin());
  std::ranges::copy(arrays_.first_steps(array, direction, counts, full_scale).values(), steps.begin());
}

RtlPort::RtlPort(host::SimulatedTile tile, std::shared_ptr<const ModelLibrary> library, HarnessOptions options)
    : ArraysPort(std::move(tile)),
      at_pins_(arrays()),
      harness_(std::move(library), variant(), at_pins_, without_monitor(std::move(options))),
      unit_(spec::has_transfer(variant()) ? spec::float_unit_of(variant()) : variant()),
      registers_(unit_) {}

spec::SpaceLayout RtlPort::layout(Space space) const {
  if (space == Space::program) return refmodel::program_packet(registers_.program_words());
  if (space == Space::lanes) return refmodel::lanes_packet(unit_, registers_.lanes_bits());
  return spec::space_layout(variant(), space);
}

TileHarness::Edge RtlPort::step() {
  TileHarness::Edge edge = harness_.step();
  if (edge.beat_out) {
    if (received_.empty()) first_beat_ = harness_.cycle() - 1;
    received_.push_back(*edge.beat_out);
  }
  return edge;
}

void RtlPort::write_register(std::uint32_t address, std::uint32_t value) {
  if (address == reg::command) {
    throw std::invalid_argument(
        fmt::format("register {:#04x}: commands are given by run(), read() and write()", address));
  }
  count_register_access();
  harness_.writer().start({address, value});
  for (int i = 0; i < answer_cycles; ++i) {
    step();
    const auto okay = harness_.writer().response();
    if (!okay) continue;
    if (!*okay) refuse(fmt::format("write of {:#x} to register {:#04x}", value, address));
    // Only what the tile has taken comes here, so the shadow takes it too.
    if (spec::has_transfer(variant()) && address >= reg::in_tile + reg::program &&
        refmodel::SotRegisters::writable(address - reg::in_tile)) {
      registers_.write(address - reg::in_tile, value);
    }
    return;
  }
  throw MismatchError({harness_.cycle(), fmt::format("write of register {:#04x}", address), -1, "a response", "none"});
}

std::uint32_t RtlPort::read_register(std::uint32_t address) {
  count_register_access();
  harness_.reader().start(address);
  for (int i = 0; i < answer_cycles; ++i) {
    step();
    const auto response = harness_.reader().response();
    if (!response) continue;
    if (response->okay) return response->value;
    throw host::TileError(spec::Error::illegal_address, fmt::format("read of register {:#04x}: no such", address));
  }
  throw MismatchError({harness_.cycle(), fmt::format("read of register {:#04x}", address), -1, "a response", "none"});
}

void RtlPort::refuse(const std::string& what) {
  const auto code = static_cast<spec::Error>(read_register(reg::status) >> status_code_lsb & 0xFF);
  write_register(reg::status, status_error);
  throw host::TileError(code, fmt::format("{}: {}", what, spec::name(code)));
}

void RtlPort::begin_run(Command command) {
  if (!is_run(command)) {
    throw std::invalid_argument(
        fmt::format("command: {}: allowed is forward, backward, update, transfer, sot, program, carry, calibrate",
                    spec::name(command)));
  }
  const bool reads_one_row = command == Command::transfer || (writes_row(command) && command != Command::calibrate);
  harness_.set_full_scale(reads_one_row ? ConverterSource::FullScale::one_row : ConverterSource::FullScale::subarray);
  harness_.set_row_pulses(writes_row(command));
}

void RtlPort::run(Command command, std::uint32_t operand) {
  begin_run(command);
  execute(command, operand, {});
}

void RtlPort::write(Space space, std::span<const std::int64_t> elements) {
  const spec::SpaceLayout packet = layout(space);
  if (elements.size() != static_cast<std::size_t>(packet.elements)) {
    throw std::invalid_argument(
        fmt::format("{}: {} elements: allowed is {}", packet.name, elements.size(), packet.elements));
  }
  const std::vector<refmodel::Beat> beats =
      elements.empty() ? std::vector<refmodel::Beat>() : refmodel::encode_packet(packet, elements);
  execute(Command::write, static_cast<std::uint32_t>(space), beats);
}

std::vector<std::int64_t> RtlPort::read(Space space) {
  received_.clear();
  execute(Command::read, static_cast<std::uint32_t>(space), {});
  return received(space);
}

std::vector<std::int64_t> RtlPort::run_and_read(Command command, std::uint32_t operand, Space space) {
  const bool may_fail = command == Command::transfer || command == Command::sot;
  const bool queued = spec::has_command_queue(variant()) && !may_fail && has_fixed_packet(variant(), space);
  if (!queued) return ArraysPort::run_and_read(command, operand, space);
  begin_run(command);
  received_.clear();
  const Taken run = give(command, operand, {});
  const Taken read = give(Command::read, static_cast<std::uint32_t>(space), {});
  const std::uint64_t end = wait_for_end(read, true);
  if (ends_pulses(command)) harness_.end_update();
  // One cycle lies between the two; the first beat is shown in cycle 2 of the READ.
  const std::uint64_t read_first = read.interrupted ? read.first : first_beat_ - 1;
  count(command, read.interrupted.value_or(read_first - 1) - run.first);
  count(Command::read, end - read_first);
  if ((read_register(reg::status) & status_error) != 0) refuse(described(command, operand));
  return received(space);
}

std::vector<std::int64_t> RtlPort::received(Space space) const {
  const spec::SpaceLayout packet = layout(space);
  const auto differs = [&](const std::string& got) {
    return MismatchError({harness_.cycle(), fmt::format("packet of {}", packet.name), -1,
                          fmt::format("{} beats of legal elements", packet.beats()), got});
  };
  std::size_t lasts = 0;
  for (const refmodel::Beat& beat : received_) lasts += beat.last ? 1 : 0;
  if (received_.size() != static_cast<std::size_t>(packet.beats()) || lasts != 1 || !received_.back().last) {
    throw differs(fmt::format("{} beats, {} of them with tlast", received_.size(), lasts));
  }
  if (refmodel::SotUnit::owns(space)) {  // up to 64 bits: every pattern is legal
    std::vector<std::uint64_t> values(static_cast<std::size_t>(packet.elements));
    refmodel::unsigned_elements(packet, received_, values);
    return {values.begin(), values.end()};
  }
  auto decoded = refmodel::decode_packet(packet, received_);
  if (const auto* error = std::get_if<spec::Error>(&decoded)) throw differs(std::string(spec::name(*error)));
  return std::get<std::vector<std::int64_t>>(std::move(decoded));
}

RtlPort::Taken RtlPort::give(Command command, std::uint32_t operand, std::span<const refmodel::Beat> beats) {
  Taken taken;
  RegisterWriter& writer = harness_.writer();
  const RegisterBusPorts& response = harness_.ports().registers;
  writer.start({reg::command, static_cast<std::uint32_t>(command) | operand << 8});
  for (int i = 0; !writer.idle(); ++i) {
    if (i == answer_cycles) throw MismatchError({harness_.cycle(), "COMMAND write", -1, "a response", "none"});
    if (taken.first == 0 && !taken.interrupted && harness_.interrupt()) taken.interrupted = harness_.cycle();
    if (step().write_taken) taken.first = harness_.cycle();
    // The response tells in cycle 1 whether the tile will take the beats; no beat waits for one that will not.
    if (taken.first != 0 && response.bvalid.get() && response.bresp.get() == 0) {
      for (const refmodel::Beat& beat : std::exchange(beats, {})) harness_.source().push(beat);
    }
    if (taken.first != 0 && !taken.ended && harness_.interrupt()) taken.ended = harness_.cycle();
  }
  if (!writer.response().value()) refuse(described(command, operand));
  return taken;
}

std::uint64_t RtlPort::wait_for_end(const Taken& taken, bool ticks) {
  if (taken.ended) return *taken.ended;
  // The one step leaves the ends of the register bus idle.
  bool idle = false;
  while (!harness_.interrupt()) {
    if (idle && ticks && !harness_.ports().stream_out.tvalid.get()) {
      harness_.tick();
    } else {
      step();
    }
    idle = true;
    if (harness_.cycle() - taken.first > command_cycles_max) {
      throw MismatchError(
          {harness_.cycle(), "interrupt_o", -1, fmt::format("1 within {} cycles", command_cycles_max), "0"});
    }
  }
  return harness_.cycle();
}

void RtlPort::execute(Command command, std::uint32_t operand, std::span<const refmodel::Beat> beats) {
  const Taken taken = give(command, operand, beats);
  const std::uint64_t end = wait_for_end(taken, !has_stream(command));
  if (ends_pulses(command)) harness_.end_update();
  count(command, end - taken.first);
  if ((read_register(reg::status) & status_error) != 0) refuse(described(command, operand));
}

}  // namespace spintile::verif
