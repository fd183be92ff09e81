#include "spec/command_reference.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <stdexcept>

#include "spec/derive.h"
#include "spec/register_map.h"

namespace spintile::spec {
namespace {

std::string in_capitals(std::string_view word) {
  std::string text(word);
  std::ranges::transform(text, text.begin(),
                         [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
  return text;
}

std::string array_operand(const Variant& variant) { return variant.crossbar.fast_array ? "array: 0 W, 1 A" : "0"; }

/// READ and WRITE reach the spaces of the SOT unit too, which take longer.
std::string packet_cycles(Command command) {
  const bool any_space = command == Command::read || command == Command::write;
  return any_space ? "beats + 1; `program` and `lanes`: contract, \"Cycles of a float unit\"" : "beats + 1";
}

/// A packet may be in before its command runs.
std::string packet_in_cycles(const Variant& variant, Command command) {
  return packet_cycles(command) + (has_command_queue(variant) ? "; 1 where the packet was taken ahead" : "");
}

CommandDescription packet_in(const Variant& variant, Command command, std::string operand, const std::string& space) {
  return {command,
          std::move(operand),
          "a packet on `s_axis`",
          fmt::format("takes a packet into {}, whole or not at all", space),
          "the elements of the space",
          packet_in_cycles(variant, command),
          {Error::packet_length, Error::element_range}};
}

CommandDescription packet_out(Command command, std::string operand, const std::string& space) {
  return {command,   std::move(operand),     "nothing", fmt::format("gives {} as a packet on `m_axis`", space),
          "nothing", packet_cycles(command), {}};
}

CommandDescription ramp_read(const Variant& variant, Command command, const char* driven, const char* read) {
  const bool is_forward = command == Command::forward;
  const int cycles = is_forward ? forward_cycles(variant, 1) : backward_cycles(variant, 1);
  return {
      command,
      array_operand(variant),
      is_forward ? "space `input`, `scale`, `offset`, SHIFT" : "space `output_error`",
      fmt::format("drives each {} for as many slots as its code says, and converts what the {} integrate by one ramp",
                  driven, read),
      fmt::format("`accumulator`, `ramp_flags`{}", is_forward ? ", `output`" : ""),
      fmt::format("settle + 2^z_a + 2^ramp_bits + synchroniser + 1{}: {}", is_forward ? " + requantise" : "", cycles),
      {}};
}

CommandDescription forward(const Variant& variant) {
  if (has_ramp(variant)) return ramp_read(variant, Command::forward, "row", "columns");
  const int samples = variant.readout.samples_max;
  return {Command::forward,
          array_operand(variant),
          "space `input`, SAMPLES, `scale`, `offset`, SHIFT",
          "drives x on the rows digit by digit, most significant first, converts every partial sum SAMPLES times, adds "
          "up, and scales",
          "`counter`, `accumulator`, `output`",
          fmt::format("A M phase(n) + 1 + requantise; {} at n = {}", forward_cycles(variant, samples), samples),
          {}};
}

CommandDescription backward(const Variant& variant) {
  if (has_ramp(variant)) return ramp_read(variant, Command::backward, "column", "rows");
  const int samples = variant.readout.samples_max;
  return {Command::backward,
          array_operand(variant),
          "space `output_error`, SAMPLES",
          "drives d on the columns and reads the rows: the FORWARD of the transposed array, without scaling",
          "`counter`, `accumulator`",
          fmt::format("A M phase(n) + 1; {} at n = {}", backward_cycles(variant, samples), samples),
          {}};
}

CommandDescription outer_product(const Variant& variant) {
  return {Command::update,
          array_operand(variant),
          "spaces `input`, `column_voltage`",
          "writes the outer product in four sign phases: rows active for as many slots as their codes say, columns at "
          "their voltages",
          "the array",
          fmt::format("1 + 4 x 2^z_a: {}", update_cycles(variant, 0)),
          {}};
}

CommandDescription program_row(const Variant& variant) {
  return {
      Command::program,
      array_operand(variant),
      "space `target`, ROW, TOLERANCE, ATTEMPTS, PROGRAM_SLOTS",
      "reads row ROW one-hot and pulses the columns whose codes are further than TOLERANCE from their targets, until "
      "none is or ATTEMPTS pulses are written",
      "the row, `accumulator`, `ramp_flags`, FAILURES",
      fmt::format("(p + 1) (read + 2) + p 2 x 2^z_a for p pulses: {} for none, {} more for each",
                  program_cycles(variant, 0), program_cycles(variant, 1) - program_cycles(variant, 0)),
      {}};
}

CommandDescription calibrate(const Variant& variant) {
  return {
      Command::calibrate,
      array_operand(variant),
      "TOLERANCE, ATTEMPTS, PROGRAM_SLOTS",
      "reads zeros and pulses the offset row in the columns whose codes are further than TOLERANCE from 0, until none "
      "is or ATTEMPTS pulses are written",
      "the offset row, `accumulator`, `ramp_flags`, FAILURES",
      "as a program",
      {}};
}

CommandDescription carry_row(const Variant& variant) {
  return {Command::carry,
          "0",
          "ROW, CARRY_THRESHOLD, CARRY_FAST, CARRY_WEIGHT",
          "reads row ROW of A one-hot; columns at or past the threshold lose a pulse in A and gain one in W",
          "the row of both arrays, `accumulator`, `ramp_flags`, CARRIES",
          fmt::format("read + 2 + 4 x 2^z_a: {}", carry_cycles(variant)),
          {}};
}

CommandDescription update(const Variant& variant) {
  if (has_outer_update(variant)) return outer_product(variant);
  const int slots = variant.update.pulse_slots;
  return {Command::update,
          array_operand(variant),
          std::string("spaces `row_probability`, `column_probability`, `random`; SLOTS") +
              (has_choppers(variant) ? "; of A `chopper`" : ""),
          "SLOTS slots in which each line fires with its probability; where row and column fire the cell has a pulse",
          "`random`, and the array",
          fmt::format("1 + SLOTS (1 + pulse_cycles); {} at SLOTS = {}", update_cycles(variant, slots), slots),
          {}};
}

CommandDescription transfer(const Variant& variant) {
  return {
      Command::transfer,
      "0",
      "TRANSFER_ROW, TRANSFER_SAMPLES, PROGRAM.first, BASE0 - 7, the program, H and its companions",
      "reads row TRANSFER_ROW of A one-hot, runs the program on that row of H, and pulses the row of W where H says "
      "so (while SWEEPS >= WARM_UP)",
      std::string("`counter`, `accumulator`, the SOT array, CYCLES, TRANSFER_ROW, SWEEPS, W") +
          (has_choppers(variant) ? ", `chopper`, CHOP_PHASE, the last of `random`" : ""),
      "read + store + program + pulses + 1: contract, \"Cycles of a TRANSFER\"",
      {Error::row_range, Error::program}};
}

CommandDescription sot() {
  return {Command::sot,
          "0",
          "PROGRAM.first, BASE0 - 7, the program",
          "runs a program of the SOT array",
          "the SOT array, CYCLES",
          "1 + cycles of the words that run",
          {Error::row_range, Error::program}};
}

CommandDescription description(const Variant& variant, Command command) {
  switch (command) {
    case Command::load_x:
      return packet_in(variant, command, "0", "space `input`");
    case Command::load_d:
      return packet_in(variant, command, "0",
                       has_outer_update(variant) ? "space `column_voltage`" : "space `column_probability`");
    case Command::forward:
      return forward(variant);
    case Command::backward:
      return backward(variant);
    case Command::update:
      return update(variant);
    case Command::transfer:
      return transfer(variant);
    case Command::sot:
      return sot();
    case Command::read_y:
      return packet_out(command, "0", "space `output`");
    case Command::read:
      return packet_out(command, "space", "a state space");
    case Command::write:
      return packet_in(variant, command, "space", "a state space");
    case Command::program:
      return program_row(variant);
    case Command::carry:
      return carry_row(variant);
    case Command::calibrate:
      return calibrate(variant);
  }
  throw std::invalid_argument(fmt::format("no command {}", static_cast<int>(command)));
}

std::string_view meaning(Error error) {
  switch (error) {
    case Error::none:
      return "no error since the last clear";
    case Error::unknown_command:
      return "a command that CAPABILITIES does not show";
    case Error::busy:
      return "a register written while a command runs";
    case Error::illegal_space:
      return "READ of no such space; WRITE of no such or a read-only space";
    case Error::illegal_value:
      return "reserved bits, an operand where there is none, a value out of range, missing strobes";
    case Error::illegal_address:
      return "a write to an unmapped or read-only address";
    case Error::packet_length:
      return "`tlast` before or after the last beat";
    case Error::element_range:
      return "an element outside the values of its space";
    case Error::row_range:
      return "a program that reaches past the last row of the SOT array";
    case Error::program:
      return "a word that is none, a loop in a loop, or a program without an end";
    case Error::halted:
      return "a command while STATUS shows an error";
  }
  return "";
}

std::string spaces_table(const Variant& variant) {
  std::string text =
      "| space | name | elements | bits | values | access | beats |\n| --- | --- | --- | --- | --- | --- | --- |\n";
  for (const Space space : spaces(variant)) {
    const SpaceLayout layout = space_layout(variant, space);
    const bool by_registers = space == Space::program || space == Space::lanes;
    text += fmt::format("| {} | {} | {}{} | {} | {} | {} | {} |\n", static_cast<int>(space), layout.name,
                        by_registers ? "at most " : "", layout.elements, layout.value_bits,
                        by_registers ? "any" : fmt::format("{} .. {}", layout.minimum(), layout.maximum()),
                        layout.writable ? "read, write" : "read", layout.beats());
  }
  return text;
}

std::string registers_table(const Variant& variant) {
  std::string text =
      "| offset | register | field | bits | access | reset | meaning |\n"
      "| --- | --- | --- | --- | --- | --- | --- |\n";
  for (const Register& one : register_map(variant)) {
    for (const RegisterField& field : one.fields) {
      const std::string bits =
          field.bits == 1 ? fmt::format("{}", field.lsb) : fmt::format("{}:{}", field.lsb + field.bits - 1, field.lsb);
      text += fmt::format("| {:#04x} | {} | {} | {} | {} | {:#x} | {} |\n", one.offset, one.name, field.name, bits,
                          name(field.access), field.reset_value, field.description);
    }
  }
  return text;
}

}  // namespace

std::vector<CommandDescription> command_reference(const Variant& variant) {
  const std::vector<Error> known = errors(variant);
  std::vector<CommandDescription> list;
  for (const Command command : commands(variant)) {
    list.push_back(description(variant, command));
    std::erase_if(list.back().errors, [&](Error error) { return std::ranges::find(known, error) == known.end(); });
  }
  return list;
}

std::string command_reference_markdown(const Variant& variant) {
  std::string text = fmt::format(
      "# Commands of a {1}\n\n"
      "Of `{0}`; `spintile explain VARIANT --commands` writes this page for any variant. What each command does to the "
      "bit and to the\ncycle: [contract.md](contract.md).\n\n"
      "A command is written to COMMAND, its code in bits 7 .. 0, its operand in bits 15 .. 8. STATUS shows busy, then "
      "done "
      "or an error with its\ncode; `interrupt_o` is done or error. A refused command or register write answers SLVERR "
      "and "
      "changes nothing but the error code.\nCycles count from the first after the edge that takes the COMMAND write, "
      "to the "
      "last before `interrupt_o`.\n\n",
      variant.name, variant.unit == Unit::tile ? "tile" : "floating-point unit");
  if (has_command_queue(variant)) {
    text += fmt::format("{} commands may wait behind the one that runs: contract, \"Command queue\".\n\n",
                        variant.commands.queue);
  }
  for (const CommandDescription& one : command_reference(variant)) {
    text += fmt::format("## {} {}\n\n{}.\n\n", static_cast<int>(one.command), in_capitals(name(one.command)), one.does);
    text += fmt::format("| | |\n| --- | --- |\n| operand | {} |\n| takes | {} |\n| leaves | {} |\n| cycles | {} |\n",
                        one.operand, one.takes, one.leaves, one.cycles);
    std::string ends;
    for (const Error error : one.errors) ends += fmt::format("{}{}", ends.empty() ? "" : ", ", name(error));
    text += fmt::format("| may end with | {} |\n\n", ends.empty() ? "done alone" : ends);
  }
  text += "## Errors\n\n| code | error | when |\n| --- | --- | --- |\n";
  for (const Error error : errors(variant)) {
    text += fmt::format("| {} | {} | {} |\n", static_cast<int>(error), name(error), meaning(error));
  }
  text += "\n## State spaces\n\n" + spaces_table(variant) + "\n## Registers\n\n" + registers_table(variant);
  return text;
}

}  // namespace spintile::spec
