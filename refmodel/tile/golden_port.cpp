#include "refmodel/tile/golden_port.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "refmodel/periphery/row_writer.h"
#include "refmodel/periphery/transfer_timing.h"
#include "refmodel/tile/packet_timing.h"
#include "spec/derive.h"

namespace spintile::refmodel {
namespace {

using host::Array;
using host::Direction;
using spec::Command;
using spec::Space;
namespace reg = spec::register_offset;

constexpr std::uint32_t operand_max = 0xFFFFFF;

/// That a packet can carry these elements at all.
void check_elements(const spec::SpaceLayout& layout, std::span<const std::int64_t> elements) {
  if (elements.size() != static_cast<std::size_t>(layout.elements)) {
    throw std::invalid_argument(
        fmt::format("{}: {} elements: allowed is {}", layout.name, elements.size(), layout.elements));
  }
  const int bits = layout.element_bits();
  if (bits == 64) return;
  const std::int64_t least = layout.is_signed ? -(std::int64_t{1} << (bits - 1)) : 0;
  const std::int64_t largest = (std::int64_t{1} << (layout.is_signed ? bits - 1 : bits)) - 1;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    if (elements[i] >= least && elements[i] <= largest) continue;
    throw std::invalid_argument(fmt::format("{} {}: {}: what a lane of {} bits holds is {} .. {}", layout.name, i,
                                            elements[i], bits, least, largest));
  }
}

host::Matrix<std::int32_t> one_row(const std::vector<std::int32_t>& values) {
  host::Matrix<std::int32_t> row(1, static_cast<int>(values.size()));
  std::ranges::copy(values, row.values().begin());
  return row;
}

AccessWaits waits(const GoldenBus& bus, const spec::Variant& variant) {
  return spec::has_transfer(variant) ? bus.sot_registers().waits() : AccessWaits{};
}

}  // namespace

GoldenPort::GoldenPort(host::SimulatedTile tile, Simd simd) : ArraysPort(std::move(tile), simd), bus_(variant()) {}

void GoldenPort::check(const std::string& what) {
  constexpr std::uint32_t error = 4;
  const std::uint32_t status = bus_.read_register(reg::status).value;
  if ((status & error) == 0) return;
  bus_.write_register(reg::status, error);
  const auto code = static_cast<spec::Error>(status >> 8 & 0xFF);
  throw host::TileError(code, fmt::format("{}: {}", what, spec::name(code)));
}

void GoldenPort::write_register(std::uint32_t address, std::uint32_t value) {
  bus_.write_register(address, value);
  count_register_access();
  check(fmt::format("register {:#04x} <- {:#x}", address, value));
}

std::uint32_t GoldenPort::read_register(std::uint32_t address) {
  const ReadResult result = bus_.read_register(address);
  count_register_access();
  if (result.okay) return result.value;
  throw host::TileError(spec::Error::illegal_address, fmt::format("read of register {:#04x}", address));
}

void GoldenPort::start(Command command, std::uint32_t operand) {
  if (operand > operand_max) {
    throw std::invalid_argument(
        fmt::format("{}: operand {}: allowed is 0 .. {}", spec::name(command), operand, operand_max));
  }
  write_register(reg::command, static_cast<std::uint32_t>(command) | operand << 8);
}

void GoldenPort::run(Command command, std::uint32_t operand) {
  std::uint64_t cycles = 0;
  switch (command) {
    case Command::forward:
    case Command::backward:
      start(command, operand);
      cycles = run_read(command == Command::forward ? Direction::forward : Direction::backward);
      break;
    case Command::update:
      start(command, operand);
      cycles = run_update();
      break;
    case Command::transfer:
      start(command, operand);
      cycles = run_transfer();
      break;
    case Command::program:
    case Command::calibrate:
      start(command, operand);
      cycles = run_program();
      break;
    case Command::carry:
      start(command, operand);
      cycles = run_carry();
      break;
    case Command::sot:
      start(command, operand);
      cycles = bus_.run_sot().cycles;
      break;
    default:
      throw std::invalid_argument(fmt::format(
          "run: {}: allowed are forward, backward, update, transfer, sot, program, calibrate and carry; the "
          "others are reads and writes",
          spec::name(command)));
  }
  count(command, cycles);
  check(std::string(spec::name(command)));
}

std::uint64_t GoldenPort::run_read(Direction direction) {
  const bool forward = direction == Direction::forward;
  const int streams = variant().input.streams;
  const int phases = variant().readout.column_mux;
  const Array array = bus_.array();
  if (spec::has_ramp(variant())) {
    const auto steps = arrays().first_steps(array, direction, one_row(bus_.drive(0, direction)));
    forward ? bus_.run_forward(steps.row(0)) : bus_.run_backward(steps.row(0));
  } else if (bus_.watches_samples()) {
    const GoldenBus::Converters converters = [&](int stream, int phase, int sample, std::span<std::uint64_t> bits) {
      if (sample == 0) arrays().read(array, direction, bus_.drive(stream, direction), phase);
      arrays().sample(sample, bits);
    };
    forward ? bus_.run_forward(converters) : bus_.run_backward(converters);
  } else {
    const int lines = forward ? variant().crossbar.rows : variant().crossbar.columns;
    host::Matrix<std::int32_t> drives(streams, lines);  // in driven order
    for (int stream = 0; stream < streams; ++stream) {
      std::ranges::copy(bus_.drive(stream, direction), drives.row(streams - 1 - stream).begin());
    }
    const host::Matrix<std::int32_t> answers = arrays().ones(array, direction, drives, bus_.samples());
    const GoldenBus::ConverterOnes converters = [&](int stream, int phase, std::span<std::int32_t> ones) {
      std::ranges::copy(answers.row((streams - 1 - stream) * phases + phase), ones.begin());
    };
    forward ? bus_.run_forward(converters) : bus_.run_backward(converters);
  }
  return static_cast<std::uint64_t>(forward ? spec::forward_cycles(variant(), bus_.samples())
                                            : spec::backward_cycles(variant(), bus_.samples()));
}

std::uint64_t GoldenPort::run_update() {
  if (spec::has_outer_update(variant())) {
    arrays().update(bus_.array(), bus_.run_outer_product());
  } else {
    arrays().update(bus_.array(), bus_.run_update());
  }
  return static_cast<std::uint64_t>(spec::update_cycles(variant(), bus_.training().slots()));
}

std::uint64_t GoldenPort::run_transfer() {
  constexpr FullScale full_scale = FullScale::one_row;
  const int samples = bus_.training().transfer_samples();
  const host::Matrix<std::int32_t> drive =
      one_row(one_hot_counts(variant(), static_cast<int>(bus_.training().choppers().row)));
  TransferRun run;
  if (spec::has_ramp(variant())) {
    run = bus_.run_transfer(arrays().first_steps(Array::fast, Direction::forward, drive, full_scale).row(0));
  } else if (bus_.watches_samples()) {
    run = bus_.run_transfer([&](int, int phase, int sample, std::span<std::uint64_t> bits) {
      if (sample == 0) arrays().read(Array::fast, Direction::forward, drive.row(0), phase, full_scale);
      arrays().sample(sample, bits);
    });
  } else {
    const auto answers = arrays().ones(Array::fast, Direction::forward, drive, samples, full_scale);
    run = bus_.run_transfer(
        [&](int, int phase, std::span<std::int32_t> ones) { std::ranges::copy(answers.row(phase), ones.begin()); });
  }
  if (run.pulses) arrays().update(Array::weight, *run.pulses);
  return transfer_timing(variant(), samples, waits(bus_, variant()), run.program, run.pulses.has_value()).total();
}

std::vector<std::int32_t> GoldenPort::read_row() {
  const FullScale full_scale = bus_.calibrates() ? FullScale::subarray : FullScale::one_row;
  const host::Matrix<std::int32_t> steps =
      arrays().first_steps(bus_.array(), Direction::forward, one_row(bus_.row_drive()), full_scale);
  return {steps.values().begin(), steps.values().end()};
}

std::uint64_t GoldenPort::run_program() {
  int pulses = 0;
  while (const std::optional<OpuDrive> pulse = bus_.run_program(read_row())) {
    arrays().update(bus_.array(), *pulse);
    ++pulses;
  }
  return static_cast<std::uint64_t>(spec::program_cycles(variant(), pulses));
}

std::uint64_t GoldenPort::run_carry() {
  const CarryRun run = bus_.run_carry(read_row());
  arrays().update(Array::fast, run.fast);
  arrays().update(Array::weight, run.weight);
  return static_cast<std::uint64_t>(spec::carry_cycles(variant()));
}

void GoldenPort::write(Space space, std::span<const std::int64_t> elements) {
  const std::vector<Space> spaces = spec::spaces(variant());
  const bool known = std::ranges::find(spaces, space) != spaces.end();
  if (known) check_elements(bus_.layout(space), elements);
  start(Command::write, static_cast<std::uint32_t>(space));
  const spec::SpaceLayout layout = bus_.layout(space);
  bus_.take_packet(encode_packet(layout, elements));
  count(Command::write, write_cycles(variant(), space, layout, waits(bus_, variant())));
  check(fmt::format("write of {}", layout.name));
}

std::vector<std::int64_t> GoldenPort::read(Space space) {
  start(Command::read, static_cast<std::uint32_t>(space));
  const spec::SpaceLayout layout = bus_.layout(space);
  count(Command::read, read_cycles(variant(), space, layout, waits(bus_, variant())));
  if (!SotUnit::owns(space)) {
    bus_.give_packet();
    return bus_.space(space);
  }
  std::vector<std::uint64_t> values(static_cast<std::size_t>(layout.elements));
  unsigned_elements(layout, bus_.give_packet(), values);
  return {values.begin(), values.end()};
}

}  // namespace spintile::refmodel
