#include "verif/study/metered_port.h"

#include "spec/derive.h"

namespace spintile::verif {
namespace {

using spec::Command;
using spec::Space;
namespace reg = spec::register_offset;

std::uint64_t unsigned_of(int value) { return static_cast<std::uint64_t>(value); }

}  // namespace

std::string_view name(TilePhase phase) {
  switch (phase) {
    case TilePhase::write_x:
      return "write x";
    case TilePhase::forward:
      return "FORWARD";
    case TilePhase::read_y:
      return "read y";
    case TilePhase::write_d:
      return "write d";
    case TilePhase::backward:
      return "BACKWARD";
    case TilePhase::read_x:
      return "read W d";
    case TilePhase::write_probabilities:
      return "write probabilities";
    case TilePhase::update:
      return "UPDATE";
    case TilePhase::transfer:
      return "TRANSFER";
    case TilePhase::constants:
      return "constants";
    case TilePhase::other:
      return "other";
  }
  return "";
}

std::uint64_t TileMeter::cycles() const {
  std::uint64_t cycles = 0;
  for (const auto& phase : phases) cycles += phase.cycles;
  return cycles;
}

MeteredPort::MeteredPort(std::unique_ptr<host::TilePort> port)
    : port_(std::move(port)),
      samples_(variant().readout.samples_max),
      transfer_samples_(variant().readout.samples_max),
      slots_(variant().update.pulse_slots) {}

void MeteredPort::count(bool on) {
  if (on == counts_) return;
  counts_ = on;
  const std::uint64_t pulses = port_->pulses(host::Array::weight);
  if (on) {
    pulses_before_ = pulses;
  } else {
    meter_.weight_pulses += pulses - pulses_before_;
  }
}

void MeteredPort::write_register(std::uint32_t address, std::uint32_t value) {
  port_->write_register(address, value);
  if (counts_) ++meter_.register_accesses;
  if (address == reg::samples) samples_ = static_cast<int>(value);
  if (spec::has_pulsed_update(variant()) && address == reg::slots) slots_ = static_cast<int>(value);
  if (!spec::has_transfer(variant())) return;
  if (address == reg::transfer_samples) transfer_samples_ = static_cast<int>(value);
  if (address == reg::in_tile + reg::wait) {
    const auto field = [&](int lsb) { return static_cast<int>(value >> lsb & 0xFF); };
    waits_ = {.read = field(0), .write = field(8), .search = field(16)};
  }
}

std::uint32_t MeteredPort::read_register(std::uint32_t address) {
  if (counts_) ++meter_.register_accesses;
  return port_->read_register(address);
}

std::uint64_t MeteredPort::cycles_of(Command command) const {
  const auto& commands = port_->activity().commands;
  const auto found = commands.find(command);
  return found == commands.end() ? 0 : found->second.cycles;
}

template <class Call>
void MeteredPort::count_commands(std::initializer_list<Counted> commands, const Call& call) {
  if (!counts_) return call();
  std::vector<std::uint64_t> before;
  for (const Counted& each : commands) before.push_back(cycles_of(each.command));
  call();
  auto cycles_before = before.begin();
  for (const Counted& each : commands) {
    const std::uint64_t cycles = cycles_of(each.command) - *cycles_before++;
    host::TileActivity::Commands& counted = meter_.phases[static_cast<std::size_t>(each.phase)];
    ++counted.count;
    counted.cycles += cycles;
    count_use(each.command, cycles);
  }
}

void MeteredPort::count_use(Command command, std::uint64_t cycles) {
  const spec::Variant& tile = variant();
  switch (command) {
    case Command::forward:
    case Command::backward: {
      const std::uint64_t phases = unsigned_of(tile.input.streams * tile.readout.column_mux);
      const std::uint64_t phase = unsigned_of(spec::phase_cycles(tile, samples_));
      meter_.array_cycles += phases * phase;
      meter_.converter_cycles += phases * (phase - unsigned_of(tile.readout.settle_cycles));
      break;
    }
    case Command::update:
      meter_.array_cycles += unsigned_of(slots_ * tile.update.pulse_cycles);
      break;
    case Command::transfer:
      count_transfer(cycles);
      break;
    case Command::sot:
      meter_.sot_cycles += cycles;
      break;
    default:
      break;
  }
}

void MeteredPort::count_transfer(std::uint64_t cycles) {
  const spec::Variant& tile = variant();
  if (!program_cycles_) program_cycles_ = port_->read_register(reg::in_tile + reg::cycles);
  refmodel::ProgramRun program;
  program.cycles = *program_cycles_;
  const refmodel::TransferTiming timing = refmodel::transfer_timing(tile, transfer_samples_, waits_, program, false);
  const std::uint64_t multiplexed = unsigned_of(tile.readout.column_mux);
  meter_.array_cycles += timing.read - 1;  // but for the combine cycle
  meter_.converter_cycles += timing.read - 1 - multiplexed * unsigned_of(tile.readout.settle_cycles);
  meter_.sot_cycles += program.cycles;
  if (cycles > timing.total()) meter_.array_cycles += unsigned_of(tile.transfer.pulses * tile.update.pulse_cycles);
}

TilePhase MeteredPort::phase_of(Command command) {
  if (command == Command::forward || command == Command::backward) reads_rows_ = command == Command::backward;
  switch (command) {
    case Command::forward:
      return TilePhase::forward;
    case Command::backward:
      return TilePhase::backward;
    case Command::update:
      return TilePhase::update;
    case Command::transfer:
      return TilePhase::transfer;
    default:
      return TilePhase::other;
  }
}

void MeteredPort::run(Command command, std::uint32_t operand) {
  count_commands({{phase_of(command), command}}, [&] { port_->run(command, operand); });
}

std::vector<std::int64_t> MeteredPort::run_and_read(Command command, std::uint32_t operand, Space space) {
  const TilePhase phase = phase_of(command);
  std::vector<std::int64_t> elements;
  count_commands({{phase, command}, {phase_of(space, false), Command::read}},
                 [&] { elements = port_->run_and_read(command, operand, space); });
  return elements;
}

TilePhase MeteredPort::phase_of(Space space, bool is_write) const {
  switch (space) {
    case Space::input:
      return TilePhase::write_x;
    case Space::output_error:
      return TilePhase::write_d;
    case Space::row_probability:
    case Space::column_probability:
      return TilePhase::write_probabilities;
    case Space::accumulator:
    case Space::output:
      return reads_rows_ ? TilePhase::read_x : TilePhase::read_y;
    case Space::lanes:
    case Space::program:
      return is_write ? TilePhase::constants : TilePhase::other;
    default:
      return TilePhase::other;
  }
}

void MeteredPort::write(Space space, std::span<const std::int64_t> elements) {
  count_commands({{phase_of(space, true), Command::write}}, [&] { port_->write(space, elements); });
}

std::vector<std::int64_t> MeteredPort::read(Space space) {
  std::vector<std::int64_t> elements;
  count_commands({{phase_of(space, false), Command::read}}, [&] { elements = port_->read(space); });
  return elements;
}

}  // namespace spintile::verif
