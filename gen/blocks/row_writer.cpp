#include <optional>
#include <string>

#include "gen/blocks/blocks.h"
#include "gen/blocks/field_registers.h"
#include "gen/blocks/row_registers.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer row_writer(Design& design, const spec::Variant& variant) {
  const bool has_carry = spec::has_carry(variant);
  const bool has_offset = spec::has_offset_row(variant);
  const auto sequencer = row_sequencer(design, variant);
  const auto decision = row_decision(design, variant);

  Module m = design.clocked(
      "row_writer",
      std::string(has_carry ? "Row writer: writes a row and verifies it (PROGRAM), and carries the digits of a row "
                              "from array A to array W\n"
                              "(CARRY). What it reads comes through the ramp, what it writes are the first two "
                              "phases of an outer product.\n"
                            : "Row writer: writes a row and verifies it. What it reads comes through the ramp, "
                              "what it writes are the first\n"
                              "two phases of an outer product.\n") +
          (has_offset ? "The offset row is written until an input of zeros reads as zeros (CALIBRATE).\n" : "") +
          "Latency: see the row sequencer.");
  const int lines = spec::array_rows(variant);
  const int columns = variant.crossbar.columns;
  const int slot_bits = variant.input.stream_bits;
  const int code_bits = variant.readout.ramp_bits;
  const auto map = spec::register_map(variant);
  const auto setting = [&](const char* register_name, std::size_t field = 0) {
    const spec::Register& entry = spec::find_register(map, register_name);
    return m.input(signal_name(entry, entry.fields[field]) + "_i", bits_of(entry.fields[field]));
  };

  const Expr row = setting("ROW");
  const Expr tolerance = setting("TOLERANCE");
  const Expr attempts = setting("ATTEMPTS");
  const Expr program_slots = setting("PROGRAM_SLOTS");
  const Expr codes = m.input("codes_i", columns * code_bits, "of the last read");
  const Expr targets = m.input("targets_i", columns * code_bits);
  const Expr selected =
      m.output("selected_o", lines, has_offset ? "the row, one-hot; the last is the offset row" : "the row, one-hot");
  const Expr slots = m.output("slots_o", slot_bits, "in which it is driven");

  std::vector<Connection> of_sequencer = {{"attempts_i", attempts}};
  const auto pass = [&](const std::string& port, const ModulePointer& part, std::vector<Connection>& to) {
    const auto& declaration = part->port(port);
    const bool is_input = declaration.kind == DeclarationKind::input;
    const Expr outside = is_input ? m.input(port, declaration.width, declaration.comment)
                                  : m.output(port, declaration.width, declaration.comment);
    to.push_back({port, outside});
    return outside;
  };
  const auto between = [&](const std::string& name, int bits, std::vector<Connection>& from) {
    const Expr signal = m.wire(name, bits);
    from.push_back({name + "_o", signal});
    return signal;
  };
  for (const auto* port : {"program_start_i", "read_done_i", "phase_end_i", "pulse_done_i", "read_start_o", "pulse_o",
                           "row_done_o", "failures_columns_o", "failures_pulses_o"}) {
    pass(port, sequencer, of_sequencer);
  }
  const Expr under_way = pass("under_way_o", sequencer, of_sequencer);
  std::vector<Connection> of_decision = {{"codes_i", codes}, {"targets_i", targets}};
  pass("signs_o", decision, of_decision);
  pass("voltages_o", decision, of_decision);
  const Expr reading = between("reading", 1, of_sequencer);
  const Expr decide = between("decide", 1, of_sequencer);
  const Expr any_far = between("any", 1, of_decision);
  const Expr count = between("count", decision->port("count_o").width.value(), of_decision);
  of_decision.push_back({"enable_i", decide});
  of_sequencer.push_back({"any_i", any_far});
  of_sequencer.push_back({"count_i", count});

  Expr limit = tolerance;
  Expr slots_of_pulse = program_slots;
  if (has_carry) {
    for (const auto* port : {"carry_start_i", "carries_o"}) pass(port, sequencer, of_sequencer);
    const Expr weight_begins = pass("weight_begins_o", sequencer, of_sequencer);
    const Expr threshold = setting("CARRY_THRESHOLD");
    const Expr fast_slots = setting("CARRY_FAST", 0);
    const Expr fast_voltage = setting("CARRY_FAST", 1);
    const Expr weight_slots = setting("CARRY_WEIGHT", 0);
    const Expr weight_voltage = setting("CARRY_WEIGHT", 1);
    const Expr carry = between("carry", 1, of_sequencer);
    const Expr to_weight = between("to_weight", 1, of_sequencer);
    const Expr weight = m.wire("weight", weight_begins || to_weight, "voltages that are taken now are those of W");
    limit = mux(carry, threshold - 1, tolerance);
    slots_of_pulse = mux(carry, mux(to_weight, weight_slots, fast_slots), program_slots);
    of_decision.insert(
        of_decision.end(),
        {{"carry_i", carry}, {"to_weight_i", weight}, {"voltage_i", mux(weight, weight_voltage, fast_voltage)}});
  }
  std::optional<Expr> calibrate;
  if (has_offset) {
    pass("calibrate_start_i", sequencer, of_sequencer);
    calibrate = between("calibrate", 1, of_sequencer);
    of_decision.push_back({"calibrate_i", *calibrate});
  }
  of_decision.push_back({"limit_i", limit});
  m.instance("row_sequencer", sequencer, std::move(of_sequencer));
  m.instance("row_decision", decision, std::move(of_decision));
  m.assign(slots, slots_of_pulse | repeat(reading, slot_bits));
  Expr one_hot = shift_left(literal(lines, 1), row);
  if (calibrate) one_hot = mux(*calibrate, concat({literal(1, 1), literal(lines - 1, 0)}), one_hot);
  m.assign(selected, one_hot & repeat(under_way, lines));
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
