#include "spec/register_map.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "spec/derive.h"
#include "spec/interface.h"
#include "spec/parse.h"
#include "spec/sot_program.h"

namespace spintile::spec {
namespace {

Register constant(std::string name, std::uint32_t offset, std::uint32_t value, std::string description) {
  return {
      std::move(name), offset, std::move(description), {{"value", 0, 32, FieldAccess::constant, value, "constant"}}};
}

/// "1 load_x, 3 forward, .."
template <class Codes>
std::string legend(const Codes& codes) {
  std::string text;
  for (const auto code : codes) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", static_cast<int>(code), name(code));
  }
  return text;
}

/// "forward, backward"
std::string name_list(const std::vector<Command>& commands) {
  std::string text;
  for (const Command command : commands) text += fmt::format("{}{}", text.empty() ? "" : ", ", name(command));
  return text;
}

Register command_register(const Variant& variant) {
  const std::string array = variant.crossbar.fast_array ? fmt::format("; of {} the array, 0 weight, 1 fast",
                                                                      name_list(commands_of_an_array(variant)))
                                                        : "";
  const std::string operand = fmt::format("of read and write: {}{}; otherwise 0", legend(spaces(variant)), array);
  return {"COMMAND",
          register_offset::command,
          has_command_queue(variant)
              ? fmt::format("Starts a command, or queues it: {} may wait", variant.commands.queue)
              : "Starts a command; refused while one runs",
          {{"command", 0, 8, FieldAccess::write, 0, legend(commands(variant))},
           {"space", 8, 8, FieldAccess::write, 0, operand}}};
}

Register status_register(const Variant& variant) {
  Register status = {
      "STATUS",
      register_offset::status,
      "What the last command came to",
      {{"busy", 0, 1, FieldAccess::read, 0, "a command runs"},
       {"done", 1, 1, FieldAccess::read, 0, "the last command ended well; the start of the next clears it"},
       {"error", 2, 1, FieldAccess::write_1_to_clear, 0, "a write was refused or a command failed"},
       {"error_code", 8, 8, FieldAccess::read, 0,
        "of the first error since the last clear: " + legend(errors(variant))}}};
  if (has_command_queue(variant)) {
    status.fields.front().description = "a command runs or waits";
    status.fields.push_back({"waiting", 16, waiting_bits(variant), FieldAccess::read, 0, "commands that wait"});
  }
  return status;
}

Register health_register() {
  return {"HEALTH",
          register_offset::health,
          "Health monitors of the converters; refused while a command runs",
          {{"enable", 0, 1, FieldAccess::read_write, 0, "samples are watched; setting it begins runs and windows anew"},
           {"clear", 1, 1, FieldAccess::write, 0, "clears all flags, runs and windows"},
           {"any_flag", 2, 1, FieldAccess::read, 0, "a converter is flagged"}}};
}

std::vector<Register> float_unit_registers(const Variant& variant, std::uint32_t shift = 0) {
  const auto field = [](const char* name, int lsb, int bits, std::string meaning, std::uint32_t reset_value = 0) {
    return RegisterField{name, lsb, bits, FieldAccess::read_write, reset_value, std::move(meaning)};
  };
  const int row_bits = sot_row_bits(variant);
  const int rows = variant.sot.rows;
  std::vector<Register> registers = {
      {"PROGRAM",
       register_offset::program + shift,
       "What a packet of the program space covers, and where sot begins; refused while a command runs",
       {field("first", 0, 16, fmt::format("first word; with `words` at most {}", variant.sot.program_words)),
        field("words", 16, 16, "words of a packet")}},
      {"LANES",
       register_offset::lanes + shift,
       "What a packet of the lanes space covers; refused while a command runs",
       {field("first", 0, 16, fmt::format("first row; with `bits` at most {}", rows)),
        field("bits", 16, 7, "rows, and bits of a word: 1 .. 64", 1).within(1, 64)}},
      {"WAIT",
       register_offset::wait + shift,
       "Cycles that an access of the pins takes beyond the first; refused while a command runs",
       {field("read", 0, 8, "of a read"), field("write", 8, 8, "of a write or a clear"),
        field("search", 16, 8, "of a search")}}};
  for (int base = 0; base < sot::base_registers; ++base) {
    registers.push_back({fmt::format("BASE{}", base),
                         register_offset::base0 + shift + 4 * static_cast<std::uint32_t>(base),
                         fmt::format("Base register {} of a program; refused while a command runs", base),
                         {field("row", 0, row_bits, fmt::format("0 .. {}", rows - 1))
                              .within(0, static_cast<std::uint32_t>(rows) - 1)}});
  }
  registers.push_back({"CYCLES",
                       register_offset::cycles + shift,
                       "Length of the last sot",
                       {{"cycles", 0, 32, FieldAccess::read, 0, "clock cycles; stops at the largest"}}});
  if (verifies_writes(variant)) {
    registers.push_back({"FAILURES",
                         register_offset::write_failures + shift,
                         "Verified writes of the last sot that did not succeed",
                         {{"rows", 0, 32, FieldAccess::read, 0, "rows written; stops at the largest"}}});
  }
  return registers;
}

/// A register of settings.
Register setting(const char* name, std::uint32_t offset, const std::string& description,
                 std::vector<RegisterField> fields) {
  return {name, offset, description + "; refused while a command runs", std::move(fields)};
}

std::vector<Register> training_registers(const Variant& variant) {
  std::vector<Register> registers;
  const auto field = [](const char* name, int lsb, int bits, std::uint32_t reset_value, std::string meaning) {
    return RegisterField{name, lsb, bits, FieldAccess::read_write, reset_value, std::move(meaning)};
  };
  if (has_pulsed_update(variant)) {
    const int most = variant.update.pulse_slots;
    registers.push_back(
        setting("SLOTS", register_offset::slots, "Slots of an update",
                {field("slots", 0, ceil_log2(most + 1), static_cast<std::uint32_t>(most), fmt::format("1 .. {}", most))
                     .within(1, static_cast<std::uint32_t>(most))}));
  }
  if (!has_transfer(variant)) return registers;
  const int samples_max = variant.readout.samples_max;
  const int last_row = variant.crossbar.rows - 1;
  registers.push_back(setting("TRANSFER_SAMPLES", register_offset::transfer_samples,
                              "Samples a conversion in the read of a transfer",
                              {field("samples", 0, samples_bits(variant), static_cast<std::uint32_t>(samples_max),
                                     fmt::format("1 .. {}", samples_max))
                                   .within(1, static_cast<std::uint32_t>(samples_max))}));
  registers.push_back(setting("TRANSFER_ROW", register_offset::transfer_row, "Row of the next transfer",
                              {field("row", 0, row_index_bits(variant), 0, fmt::format("0 .. {}", last_row))
                                   .within(0, static_cast<std::uint32_t>(last_row))}));
  registers.push_back(setting("SWEEPS", register_offset::sweeps, "Sweeps that are over",
                              {field("sweeps", 0, 32, 0, "transfers of the last row; stops at the largest")}));
  registers.push_back(setting("WARM_UP", register_offset::warm_up, "Sweeps without pulses to the weight array",
                              {field("sweeps", 0, 32, 0, "pulses are written while SWEEPS is at least this")}));
  if (!has_choppers(variant)) return registers;
  registers.push_back(setting("CHOPPER", register_offset::chopper,
                              "How the choppers of the rows flip; frozen where neither bit is set",
                              {field("regular", 0, 1, 0, "in the last sweep of each period"),
                               field("random", 1, 1, 0, "with `probability` at each transfer of the row"),
                               field("probability", 16, 16, 0, "in 1 / 65536")}));
  registers.push_back(setting("CHOP_PERIOD", register_offset::chop_period, "Sweeps between regular flips",
                              {field("sweeps", 0, 16, 2, "1 or more").within(1, 0xFFFF)}));
  registers.push_back(setting("CHOP_PHASE", register_offset::chop_phase, "The sweep at hand, within its period",
                              {field("sweep", 0, 16, 0, "0 .. CHOP_PERIOD - 1")}));
  return registers;
}

std::vector<Register> row_registers(const Variant& variant) {
  std::vector<Register> registers;
  const auto field = [](const char* name, int lsb, int bits, std::uint32_t reset_value, int least, int largest) {
    return RegisterField{name, lsb, bits, FieldAccess::read_write, reset_value, fmt::format("{} .. {}", least, largest)}
        .within(static_cast<std::uint32_t>(least), static_cast<std::uint32_t>(largest));
  };
  const auto count = [](const char* name, int lsb, const char* meaning) {
    return RegisterField{name, lsb, 16, FieldAccess::read, 0, meaning};
  };
  const int code_bits = variant.readout.ramp_bits - 1;
  const int code_max = ramp_code_max(variant);
  const int slots = input_slots(variant);
  const char* const writes = has_offset_row(variant) ? "program or calibrate" : "program";
  registers.push_back(setting("ROW", register_offset::row, "Row of the next program or carry",
                              {field("row", 0, row_index_bits(variant), 0, 0, variant.crossbar.rows - 1)}));
  registers.push_back(setting("TOLERANCE", register_offset::tolerance,
                              fmt::format("How far a code of a {} may be from its target", writes),
                              {field("codes", 0, code_bits, 0, 0, code_max)}));
  registers.push_back(setting("ATTEMPTS", register_offset::attempts, fmt::format("Most pulses of a {}", writes),
                              {field("pulses", 0, 8, 16, 1, 255)}));
  registers.push_back(setting("PROGRAM_SLOTS", register_offset::program_slots,
                              fmt::format("Slots of a pulse of a {}", writes),
                              {field("slots", 0, variant.input.stream_bits, 1, 1, slots)}));
  registers.push_back({"FAILURES",
                       register_offset::failures,
                       fmt::format("What the last {} came to", writes),
                       {count("columns", 0, "columns beyond TOLERANCE"), count("pulses", 16, "pulses written")}});
  if (!has_carry(variant)) return registers;
  registers.push_back(setting("CARRY_THRESHOLD", register_offset::carry_threshold,
                              "Least magnitude of a code that carries",
                              {field("code", 0, code_bits, static_cast<std::uint32_t>(code_max), 1, code_max)}));
  const auto pulse = [&] {
    return std::vector<RegisterField>{field("slots", 0, 8, 1, 1, slots),
                                      field("voltage", 8, 8, 1, 1, voltage_code_max(variant))};
  };
  registers.push_back(
      setting("CARRY_FAST", register_offset::carry_fast, "Pulse that takes a carry off array A", pulse()));
  registers.push_back(
      setting("CARRY_WEIGHT", register_offset::carry_weight, "Pulse that adds a carry to array W", pulse()));
  registers.push_back({"CARRIES",
                       register_offset::carries,
                       "What the last carry came to",
                       {count("columns", 0, "columns that carried")}});
  return registers;
}

std::vector<Register> tile_registers(const Variant& variant) {
  const auto samples_max = static_cast<std::uint32_t>(variant.readout.samples_max);
  std::vector<Register> registers = {{"SAMPLES",
                                      register_offset::samples,
                                      "Samples a conversion; refused while a command runs",
                                      {RegisterField{"samples", 0, samples_bits(variant), FieldAccess::read_write,
                                                     samples_max, fmt::format("1 .. {}", samples_max)}
                                           .within(1, samples_max)}},
                                     {"SHIFT",
                                      register_offset::shift,
                                      "Right shift of the requantiser; refused while a command runs",
                                      {RegisterField{"shift", 0, shift_bits(variant), FieldAccess::read_write, 0,
                                                     fmt::format("0 .. {}", shift_max(variant))}
                                           .within(0, static_cast<std::uint32_t>(shift_max(variant)))}}};
  if (has_health_monitor(variant)) registers.push_back(health_register());
  for (Register& own : training_registers(variant)) registers.push_back(std::move(own));
  if (has_outer_update(variant)) {
    for (Register& own : row_registers(variant)) registers.push_back(std::move(own));
  }
  if (has_transfer(variant)) {
    for (Register& own : float_unit_registers(float_unit_of(variant), register_offset::in_tile)) {
      registers.push_back(std::move(own));
    }
  }
  return registers;
}

}  // namespace

std::string_view name(FieldAccess access) {
  switch (access) {
    case FieldAccess::constant:
    case FieldAccess::read:
      return "read";
    case FieldAccess::write:
      return "write";
    case FieldAccess::read_write:
      return "read, write";
    case FieldAccess::write_1_to_clear:
      return "read, write 1 to clear";
  }
  throw std::invalid_argument("no field access " + std::to_string(static_cast<int>(access)));
}

std::uint32_t RegisterField::mask() const { return (~std::uint32_t{0} >> (32 - bits)) << lsb; }

RegisterField RegisterField::within(std::uint32_t lowest, std::uint32_t highest) const {
  RegisterField field = *this;
  field.least = lowest;
  field.largest = highest;
  return field;
}

std::uint32_t Register::reset_value() const {
  std::uint32_t value = 0;
  for (const RegisterField& field : fields) value |= field.reset_value << field.lsb;
  return value;
}

bool Register::is_constant() const {
  return std::ranges::all_of(fields, [](const auto& field) { return field.access == FieldAccess::constant; });
}

bool Register::readable() const { return std::ranges::any_of(fields, &RegisterField::readable); }

bool Register::writable() const { return std::ranges::any_of(fields, &RegisterField::writable); }

std::vector<Register> register_map(const Variant& variant) {
  const auto hash = static_cast<std::uint32_t>(variant_hash(variant));
  std::vector<Register> registers = {
      constant("IDENTIFICATION", register_offset::identification, identification(variant.unit),
               "\"SPT\" and the version of this interface"),
      constant("VARIANT_HASH", register_offset::variant_hash, hash, "Low 32 bits of the variant hash"),
      constant("CAPABILITIES", register_offset::capabilities, capabilities(variant),
               "Bit c set: command code c exists"),
      command_register(variant), status_register(variant)};
  const bool is_tile = variant.unit == Unit::tile;
  for (Register& own : is_tile ? tile_registers(variant) : float_unit_registers(variant)) {
    registers.push_back(std::move(own));
  }
  return registers;
}

const Register& find_register(const std::vector<Register>& map, std::string_view name) {
  const auto found = std::ranges::find(map, name, &Register::name);
  if (found == map.end()) throw std::out_of_range(fmt::format("no register {}", name));
  return *found;
}

}  // namespace spintile::spec
