#include "spec/interface.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

#include "spec/derive.h"
#include "spec/variant_keys.h"

namespace spintile::spec {

std::string_view name(Command command) {
  switch (command) {
    case Command::load_x:
      return "load_x";
    case Command::load_d:
      return "load_d";
    case Command::forward:
      return "forward";
    case Command::backward:
      return "backward";
    case Command::update:
      return "update";
    case Command::transfer:
      return "transfer";
    case Command::sot:
      return "sot";
    case Command::read_y:
      return "read_y";
    case Command::read:
      return "read";
    case Command::write:
      return "write";
    case Command::program:
      return "program";
    case Command::carry:
      return "carry";
    case Command::calibrate:
      return "calibrate";
  }
  throw std::invalid_argument("no command " + std::to_string(static_cast<int>(command)));
}

std::string_view name(Error error) {
  switch (error) {
    case Error::none:
      return "none";
    case Error::unknown_command:
      return "unknown_command";
    case Error::busy:
      return "busy";
    case Error::illegal_space:
      return "illegal_space";
    case Error::illegal_value:
      return "illegal_value";
    case Error::illegal_address:
      return "illegal_address";
    case Error::packet_length:
      return "packet_length";
    case Error::element_range:
      return "element_range";
    case Error::row_range:
      return "row_range";
    case Error::program:
      return "program";
    case Error::halted:
      return "halted";
  }
  throw std::invalid_argument("no error " + std::to_string(static_cast<int>(error)));
}

std::string_view name(Space space) {
  switch (space) {
    case Space::input:
      return "input";
    case Space::output:
      return "output";
    case Space::accumulator:
      return "accumulator";
    case Space::counter:
      return "counter";
    case Space::scale:
      return "scale";
    case Space::offset:
      return "offset";
    case Space::health:
      return "health";
    case Space::program:
      return "program";
    case Space::lanes:
      return "lanes";
    case Space::row_probability:
      return "row_probability";
    case Space::column_probability:
      return "column_probability";
    case Space::random:
      return "random";
    case Space::chopper:
      return "chopper";
    case Space::output_error:
      return "output_error";
    case Space::ramp_flags:
      return "ramp_flags";
    case Space::column_voltage:
      return "column_voltage";
    case Space::target:
      return "target";
  }
  throw std::invalid_argument("no state space " + std::to_string(static_cast<int>(space)));
}

int SpaceLayout::element_bits() const { return spec::element_bits(value_bits); }

int SpaceLayout::elements_per_beat() const { return stream_bits / element_bits(); }

int SpaceLayout::beats() const { return (elements + elements_per_beat() - 1) / elements_per_beat(); }

std::int64_t SpaceLayout::minimum() const {
  if (least) return *least;
  if (!is_signed) return 0;
  return symmetric ? -maximum() : -maximum() - 1;
}

std::int64_t SpaceLayout::maximum() const {
  if (largest) return *largest;
  const int magnitude_bits = is_signed ? value_bits - 1 : value_bits;
  return (std::int64_t{1} << magnitude_bits) - 1;
}

std::vector<Command> commands(const Variant& variant) {
  if (variant.unit == Unit::float_unit) return {Command::sot, Command::read, Command::write};
  std::vector<Command> list = {Command::load_x, Command::forward};
  if (has_backward(variant)) list.push_back(Command::backward);
  if (has_update(variant)) list.insert(list.end(), {Command::load_d, Command::update});
  if (has_transfer(variant)) list.insert(list.end(), {Command::transfer, Command::sot});
  list.insert(list.end(), {Command::read_y, Command::read, Command::write});
  if (has_outer_update(variant)) list.push_back(Command::program);
  if (has_carry(variant)) list.push_back(Command::carry);
  if (has_offset_row(variant)) list.push_back(Command::calibrate);
  std::ranges::sort(list);
  return list;
}

std::vector<Command> commands_of_an_array(const Variant& variant) {
  constexpr std::array of_an_array = {Command::forward, Command::backward, Command::update, Command::program,
                                      Command::calibrate};
  std::vector<Command> list = commands(variant);
  std::erase_if(list, [&](Command command) { return std::ranges::find(of_an_array, command) == of_an_array.end(); });
  return list;
}

std::vector<Error> errors(const Variant& variant) {
  std::vector<Error> list = {Error::none,          Error::unknown_command, Error::busy,         Error::illegal_space,
                             Error::illegal_value, Error::illegal_address, Error::packet_length};
  if (variant.unit == Unit::tile) list.push_back(Error::element_range);
  if (variant.unit == Unit::float_unit || has_transfer(variant)) {
    list.insert(list.end(), {Error::row_range, Error::program});
  }
  if (has_command_queue(variant)) list.push_back(Error::halted);
  return list;
}

std::vector<Space> spaces(const Variant& variant) {
  if (variant.unit == Unit::float_unit) return {Space::program, Space::lanes};
  std::vector<Space> list = {Space::input, Space::output, Space::accumulator};
  if (!has_ramp(variant)) list.push_back(Space::counter);
  list.insert(list.end(), {Space::scale, Space::offset});
  if (has_health_monitor(variant)) list.push_back(Space::health);
  if (has_transfer(variant)) list.insert(list.end(), {Space::program, Space::lanes});
  if (has_pulsed_update(variant)) {
    list.insert(list.end(), {Space::row_probability, Space::column_probability, Space::random});
  }
  if (has_choppers(variant)) list.push_back(Space::chopper);
  if (has_backward(variant)) list.push_back(Space::output_error);
  if (has_ramp(variant)) list.push_back(Space::ramp_flags);
  if (has_outer_update(variant)) list.insert(list.end(), {Space::column_voltage, Space::target});
  return list;
}

SpaceLayout space_layout(const Variant& variant, Space space) {
  const std::vector<Space> known = spaces(variant);
  if (std::ranges::find(known, space) == known.end()) {
    throw std::invalid_argument(
        fmt::format("space_layout: variant {} has no state space {}", variant.name, static_cast<int>(space)));
  }
  const int rows = variant.crossbar.rows;
  const int columns = variant.crossbar.columns;
  switch (space) {
    case Space::input:
    case Space::output_error:
      return {.name = name(space),
              .elements = space == Space::input ? rows : columns,
              .value_bits = input_code_bits(variant),
              .writable = true,
              .symmetric = true};
    case Space::output:
      return {.name = name(space), .elements = columns, .value_bits = variant.requantise.output_bits};
    case Space::accumulator:
      return {.name = name(space), .elements = accumulators(variant), .value_bits = accumulator_bits(variant)};
    case Space::counter:
      return {.name = name(space),
              .elements = variant.crossbar.weight_slices * lines(variant),
              .value_bits = counter_bits(variant),
              .is_signed = false};
    case Space::scale:
      return {.name = name(space),
              .elements = columns,
              .value_bits = variant.requantise.scale_bits,
              .writable = true,
              .reset_value = 1};
    case Space::offset:
      return {.name = name(space), .elements = columns, .value_bits = offset_bits(variant), .writable = true};
    case Space::health:
      return {.name = name(space),
              .elements = converters(variant),
              .value_bits = 1,
              .is_signed = false,
              .writable = variant.readout.health_monitor == HealthMonitor::exclude};
    case Space::program:
      return {.name = name(space),
              .elements = variant.sot.program_words,
              .value_bits = 64,
              .is_signed = false,
              .writable = true};
    case Space::lanes:
      return {.name = name(space),
              .elements = variant.unit == Unit::tile ? columns : variant.sot.lanes,
              .value_bits = 64,
              .is_signed = false,
              .writable = true};
    case Space::row_probability:
    case Space::column_probability:
      return {.name = name(space),
              .elements = space == Space::row_probability ? rows : columns,
              .value_bits = variant.update.probability_bits + 2,
              .writable = true,
              .symmetric = true,
              .least = -(std::int64_t{1} << variant.update.probability_bits),
              .largest = std::int64_t{1} << variant.update.probability_bits};
    case Space::random:
      return {.name = name(space),
              .elements = random_generators(variant),
              .value_bits = 32,
              .is_signed = false,
              .writable = true,
              .least = 1};
    case Space::chopper:
      return {.name = name(space), .elements = rows, .value_bits = 2, .is_signed = false, .writable = true};
    case Space::ramp_flags:
      return {.name = name(space), .elements = accumulators(variant), .value_bits = 2, .is_signed = false};
    case Space::column_voltage:
    case Space::target:
      return {.name = name(space),
              .elements = columns,
              .value_bits = space == Space::target ? variant.readout.ramp_bits : variant.update.voltage_bits,
              .writable = true,
              .symmetric = true};
  }
  throw std::invalid_argument("space_layout: no state space " + std::to_string(static_cast<int>(space)));
}

std::uint32_t identification(Unit unit) { return unit == Unit::tile ? 0x53505401 : 0x53505402; }

std::uint32_t capabilities(const Variant& variant) {
  std::uint32_t bits = 0;
  for (const Command command : commands(variant)) {
    bits |= std::uint32_t{1} << static_cast<unsigned>(command);
  }
  return bits;
}

}  // namespace spintile::spec
