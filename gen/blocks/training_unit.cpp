#include <optional>

#include "gen/blocks/blocks.h"
#include "gen/blocks/core_bus.h"
#include "gen/blocks/labels.h"
#include "gen/blocks/sot_array_port.h"
#include "gen/blocks/sot_registers.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer training_unit(Design& design, const spec::Variant& variant) {
  const bool has_transfer = spec::has_transfer(variant);
  const bool has_choppers = spec::has_choppers(variant);
  const auto pulses = pulse_unit(design, variant);

  Module m = design.clocked("training_unit",
                            has_transfer ? "What trains in a tile: the pulses that write an array, and the transfer "
                                           "from array A to array W.\n"
                                           "Latency: see pulse unit and transfer sequencer."
                                         : "What trains in a tile: the pulses that write an array.\n"
                                           "Latency: see the pulse unit.");
  const int rows = variant.crossbar.rows;
  const int columns = variant.crossbar.columns;
  const int subarrays = spec::subarrays(variant);

  const bool has_queue = spec::has_command_queue(variant);
  const std::string since_start = ", from the cycle after its start";
  const Expr space =
      m.input("space_i", 8, (has_queue ? "of the packet that comes in" : "of the running command") + since_start);
  const Expr update_start = m.input("update_start_i", 1);
  const Expr slots = m.input("slots_i", spec::ceil_log2(variant.update.pulse_slots + 1));
  const Expr update_done = m.output("update_done_o", 1);
  const Expr take_pulses = m.output("take_pulses_o", 1, "the rows take these");
  const Expr row_pulses = m.output("row_pulses_o", rows);
  const Expr release = m.output("release_o", 1, "the rows stand by from the next cycle on");

  // An input of this module becomes one of the part inside, and the same for outputs.
  std::vector<Connection> pulse_connections = {{"space_i", space}};
  const auto pass = [&](const ModulePointer& part, const std::string& port, std::vector<Connection>& to) {
    const auto& declaration = part->port(port);
    const bool is_input = declaration.kind == DeclarationKind::input;
    to.push_back({port, is_input ? m.input(port, declaration.width, declaration.comment)
                                 : m.output(port, declaration.width, declaration.comment)});
  };
  const bool has_backward = spec::has_backward(variant);
  for (const auto* port :
       {"beat_i", "last_i", "shift_i", "commit_i", "out_of_range_o", "row_probability_o", "column_probability_o",
        "random_o", "row_signs_o", has_backward ? "column_signs_o" : "col_sign_o",
        has_backward ? "column_pulses_o" : "col_level_o", "update_en_o"}) {
    pass(pulses, port, pulse_connections);
  }
  // The columns take them in the slots alone, the rows in the read of a transfer too.
  std::optional<Expr> columns_take;
  if (has_backward) columns_take = m.output("take_column_pulses_o", 1, "the columns take these");
  if (!has_transfer) {
    pulse_connections.insert(pulse_connections.end(), {{"start_i", update_start},
                                                       {"slots_i", slots},
                                                       {"take_o", columns_take.value_or(take_pulses)},
                                                       {"row_pulses_o", row_pulses},
                                                       {"release_o", release},
                                                       {"done_o", update_done}});
    m.instance("pulse_unit", pulses, std::move(pulse_connections));
    if (columns_take) m.assign(take_pulses, *columns_take);
    return design.add(std::move(m));
  }

  const auto transfers = transfer_unit(design, variant);
  const Expr running_space = has_queue ? m.input("running_space_i", 8, "of the running command" + since_start) : space;
  const Expr starting = m.input("transfer_i", 1, "from the cycle a transfer starts in until it ends");
  const Expr transfer = m.input("transferring_i", 1, "the same from the cycle after it on");
  const Expr drive = m.input("drive_i", 1, "a phase of a read begins in the next cycle");
  std::vector<Connection> transfer_connections = {
      {"transfer_i", transfer}, {"lanes_space_i", running_space == space_label(m, spec::Space::lanes)}};
  for (const NamedWidth& setting : sot_settings(spec::float_unit_of(variant))) {
    pass(transfers, setting.name + "_i", transfer_connections);
  }
  for (const auto* port : {"in_data_i",
                           "in_valid_i",
                           "in_last_i",
                           "in_ready_o",
                           "out_data_o",
                           "out_valid_o",
                           "out_last_o",
                           "out_ready_i",
                           "transfer_start_i",
                           "writes_pulses_i",
                           "read_done_i",
                           "accumulators_i",
                           "unit_receive_start_i",
                           "unit_send_start_i",
                           "to_lanes_i",
                           "receive_done_o",
                           "receive_error_o",
                           "send_done_o",
                           "run_start_i",
                           "program_start_o",
                           "program_done_o",
                           "program_error_o",
                           "pulses_begin_o",
                           "transfer_done_o"}) {
    pass(transfers, port, transfer_connections);
  }
  const Expr slot_start = m.wire("slot_start", 1);
  const Expr slots_end = m.wire("slots_end", 1);
  const Expr column_signs = m.wire("column_signs", columns);
  const Expr column_pulses = m.wire("column_pulses", columns);
  const Expr end = m.output("transfer_end_o", 1, "choppers and counters go on");
  transfer_connections.insert(transfer_connections.end(), {{"slot_start_o", slot_start},
                                                           {"slot_done_i", slots_end},
                                                           {"column_signs_o", column_signs},
                                                           {"column_pulses_o", column_pulses},
                                                           {"transfer_end_o", end}});
  if (subarrays > 1) {
    const Expr selected_subarrays = m.wire("selected_subarrays", subarrays);
    transfer_connections.push_back({"selected_subarrays_o", selected_subarrays});
    m.assign(m.output("counted_o", subarrays, "sub-arrays that count"),
             selected_subarrays | repeat(!transfer, subarrays));
  }
  for (Connection& pin : sot_pins(m, transfers)) transfer_connections.push_back(std::move(pin));

  const Expr row = m.input("transfer_row_i", spec::row_index_bits(variant), "stable until transfer_done_o");
  transfer_connections.push_back({"transfer_row_i", row});
  const Expr slot_begins = columns_take ? *columns_take : m.wire("slot_begins", 1);
  m.comment("The read of a transfer drives its row alone, all ones, and so do its slots.");
  m.assign(take_pulses, slot_begins || (drive && starting));
  const Expr one_row = m.wire("one_row", starting && (slot_begins || drive));
  pulse_connections.insert(pulse_connections.end(), {{"start_i", update_start || slot_start},
                                                     {"slots_i", mux(transfer, literal(slots.width(), 1), slots)},
                                                     {"take_o", slot_begins},
                                                     {"row_pulses_o", row_pulses},
                                                     {"release_o", release},
                                                     {"done_o", slots_end},
                                                     {"transfer_i", transfer},
                                                     {"transfer_row_i", row},
                                                     {"one_row_i", one_row},
                                                     {"column_signs_i", column_signs},
                                                     {"column_pulses_i", column_pulses}});
  if (has_choppers) {
    const Expr chopper = m.wire("row_chopper", 1);
    const Expr fresh = m.wire("row_fresh", 1);
    pulse_connections.insert(pulse_connections.end(),
                             {{"end_i", end}, {"row_chopper_o", chopper}, {"row_fresh_o", fresh}});
    transfer_connections.insert(transfer_connections.end(), {{"row_chopper_i", chopper}, {"row_fresh_i", fresh}});
    for (const auto* port : {"to_fast_i", "flip_all_i", "flip_some_i", "flip_probability_i", "chopper_o"}) {
      pass(pulses, port, pulse_connections);
    }
  }
  m.instance("pulse_unit", pulses, std::move(pulse_connections));
  m.instance("transfer_unit", transfers, std::move(transfer_connections));
  m.assign(update_done, slots_end && !transfer);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
