#include <optional>
#include <string>

#include "gen/blocks/blocks.h"
#include "gen/blocks/core_bus.h"
#include "gen/blocks/read_path.h"
#include "gen/blocks/state_packets.h"
#include "gen/blocks/unit_link.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

namespace {

/// What commands start and hear of; the packets' part is PacketCommands.
struct ReadCommands {
  Expr forward_start, forward_done;
  Expr samples, shift;
  std::optional<Expr> backward_start = {}, backward_done = {};
  std::optional<Expr> outer_start = {}, outer_done = {};
  std::optional<Expr> row_under_way = {};
  std::optional<MonitorSignals> monitor = {};
};

struct Commands {
  PacketCommands packets;
  ReadCommands reads;
};

Commands place_frontend(Module& m, const spec::Variant& variant, const ModulePointer& frontend,
                        const RegisterBus& registers, const Expr& interrupt, std::optional<UnitLink>& training,
                        std::optional<UnitLink>& row_writer) {
  m.comment("Commands.");
  const Expr receive_start = m.wire("receive_start", 1);
  const Expr receive_done = m.wire("receive_done", 1);
  const Expr receive_error = m.wire("receive_error", 8);
  const Expr send_start = m.wire("send_start", 1);
  const Expr send_done = m.wire("send_done", 1);
  const Expr forward_start = m.wire("forward_start", 1);
  const Expr forward_done = m.wire("forward_done", 1);
  const Expr space = m.wire("space", 8);
  ReadCommands reads{.forward_start = forward_start,
                     .forward_done = forward_done,
                     .samples = m.wire("samples", spec::samples_bits(variant)),
                     .shift = m.wire("shift", spec::shift_bits(variant))};
  const bool has_transfer = spec::has_transfer(variant);
  std::vector<Connection> frontend_connections = connections(registers);
  frontend_connections.insert(
      frontend_connections.end(),
      {{"receive_start_o", receive_start},
       {"send_start_o", send_start},
       {"forward_start_o", forward_start},
       {"space_o", space},
       {"receive_done_i", has_transfer ? receive_done || training->says("receive_done_o") : receive_done},
       {"receive_error_i", has_transfer ? receive_error | training->says("receive_error_o") : receive_error},
       {"send_done_i", has_transfer ? send_done || training->says("send_done_o") : send_done},
       {"forward_done_i", forward_done},
       {"samples_o", reads.samples},
       {"shift_o", reads.shift},
       {"interrupt_o", interrupt}});
  Expr receive_space = space;
  std::optional<Expr> receive_ahead;
  if (spec::has_command_queue(variant)) {
    receive_space = m.wire("receive_space", 8);
    receive_ahead = m.wire("receive_ahead", 1);
    frontend_connections.insert(frontend_connections.end(),
                                {{"receive_space_o", receive_space}, {"receive_ahead_o", *receive_ahead}});
  }
  if (spec::has_backward(variant)) {
    reads.backward_start = m.wire("backward_start", 1);
    reads.backward_done = m.wire("backward_done", 1);
    frontend_connections.insert(frontend_connections.end(), {{"backward_start_o", *reads.backward_start},
                                                             {"backward_done_i", *reads.backward_done}});
  }
  if (spec::has_outer_update(variant)) {
    reads.outer_start = m.wire("update_start", 1);
    reads.outer_done = m.wire("outer_done", 1, "the last phase of an outer product, or of a pulse of a row, ends");
    reads.row_under_way = row_writer->says("under_way_o");
    frontend_connections.insert(
        frontend_connections.end(),
        {{"update_start_o", *reads.outer_start}, {"update_done_i", *reads.outer_done && !*reads.row_under_way}});
  }
  if (spec::has_health_monitor(variant)) {
    const Expr flags = m.wire("health", spec::converters(variant), "flags of the converters");
    reads.monitor = MonitorSignals{.enable = m.wire("monitor", 1),
                                   .restart = m.wire("monitor_restart", 1),
                                   .clear = m.wire("monitor_clear", 1),
                                   .flags = flags,
                                   .restore = {}};
    frontend_connections.insert(frontend_connections.end(), {{"monitor_o", reads.monitor->enable},
                                                             {"monitor_restart_o", reads.monitor->restart},
                                                             {"monitor_clear_o", reads.monitor->clear},
                                                             {"flagged_i", any(flags)}});
  }
  if (variant.crossbar.fast_array) {
    const Expr array_sel = m.output("array_sel_o", 1, "0: W, 1: A");
    frontend_connections.push_back({"array_sel_o", array_sel});
    if (spec::has_choppers(variant)) training->tell("to_fast_i", array_sel);
  }
  if (training) training->join(frontend, frontend_connections);
  if (row_writer) row_writer->join(frontend, frontend_connections);
  m.instance("command_frontend", frontend, std::move(frontend_connections));
  return {.packets = {receive_start, receive_done, receive_error, send_start, send_done, space, receive_space,
                      receive_ahead},
          .reads = std::move(reads)};
}

/// The voltages are those of the packets, or those by which a row is written.
OuterUpdate outer_update(Module& m, const ReadCommands& commands, const Codes& voltages, UnitLink& row_writer) {
  const RowWriting row{.under_way = *commands.row_under_way,
                       .selected = row_writer.says("selected_o"),
                       .slots = row_writer.says("slots_o"),
                       .pulse = row_writer.says("pulse_o"),
                       .phase_end = m.wire("phase_end", 1)};
  const Expr signs = row_writer.says("signs_o");
  const Expr magnitudes = row_writer.says("voltages_o");
  row_writer.tell("phase_end_i", row.phase_end);
  row_writer.tell("pulse_done_i", *commands.outer_done);
  return {.start = *commands.outer_start,
          .voltages = {m.wire("written_signs", mux(row.under_way, signs, voltages.signs)),
                       m.wire("written_voltages", mux(row.under_way, magnitudes, voltages.digits))},
          .row = row,
          .done = *commands.outer_done};
}

ReadSignals read_signals(Module& m, const spec::Variant& variant, const ReadCommands& commands,
                         const PacketState& state, std::optional<UnitLink>& training,
                         std::optional<UnitLink>& row_writer) {
  ReadSignals signals{.start = commands.forward_start,
                      .samples = commands.samples,
                      .shift = commands.shift,
                      .inputs = state.inputs,
                      .scales = state.scales,
                      .offsets = state.offsets,
                      .done = commands.forward_done,
                      .monitor = commands.monitor};
  if (training) {
    signals.row_pulses = LinePulses{.take = training->says("take_pulses_o"),
                                    .signs = training->says("row_signs_o"),
                                    .pulses = training->says("row_pulses_o"),
                                    .release = training->says("release_o")};
  }
  if (state.voltages) {
    signals.outer = outer_update(m, commands, *state.voltages, *row_writer);
    signals.one_row = OneRowRead{.under_way = *commands.row_under_way, .counted = {}};
  }
  if (state.errors) {
    signals.backward =
        BackwardRead{.start = *commands.backward_start, .errors = *state.errors, .done = *commands.backward_done};
    if (training) {
      signals.backward->pulses = LinePulses{.take = training->says("take_column_pulses_o"),
                                            .signs = training->says("column_signs_o"),
                                            .pulses = training->says("column_pulses_o"),
                                            .release = signals.row_pulses->release};
    }
  }
  const bool has_transfer = spec::has_transfer(variant);
  if (state.errors || has_transfer || row_writer) {
    Expr start = commands.forward_start;
    if (state.errors) start = start || *commands.backward_start;
    if (has_transfer) start = start || training->between("transfer_start");
    if (row_writer) start = start || row_writer->says("read_start_o");
    signals.start = m.wire("read_start", start);
  }
  if (has_transfer) {
    signals.one_row = OneRowRead{.under_way = training->between("transfer"), .counted = {}};
    if (const int subarrays = spec::subarrays(variant); subarrays > 1) {
      // Those of a BACKWARD alone do not matter in a transfer.
      const int others = spec::counted_subarrays(variant) - subarrays;
      const Expr counted = training->says("counted_o");
      signals.one_row->counted = others > 0 ? concat({repeat(literal(1, 1), others), counted}) : counted;
    }
  }
  return signals;
}

/// What the training unit hears of packets and reads; its packets share the streams with the core's own.
void place_training(Module& m, const spec::Variant& variant, const StreamBus& packets, const StreamBus& own_packets,
                    const PacketCommands& commands, const PacketState& state, const ReadResults& results,
                    UnitLink& training) {
  m.comment("Training.");
  training.tell("beat_i", packets.in_data);
  training.tell("last_i", state.last);
  training.tell("shift_i", state.shift);
  training.tell("commit_i", state.commit);
  training.tell("space_i", commands.receive_space);
  if (spec::has_transfer(variant)) {
    if (spec::has_command_queue(variant)) training.tell("running_space_i", commands.space);
    m.assign(packets.in_ready, own_packets.in_ready || training.says("in_ready_o"));
    const Expr valid = training.says("out_valid_o");
    m.assign(packets.out_valid, own_packets.out_valid || valid);
    m.assign(packets.out_data, mux(valid, training.says("out_data_o"), own_packets.out_data));
    m.assign(packets.out_last, mux(valid, training.says("out_last_o"), own_packets.out_last));
    training.tell("in_data_i", packets.in_data);
    training.tell("in_valid_i", packets.in_valid);
    training.tell("in_last_i", packets.in_last);
    training.tell("out_ready_i", packets.out_ready);
    training.tell("drive_i", results.conversion.drive);
    training.tell("read_done_i", results.conversion.finished);
    training.tell("accumulators_i", results.of_columns);
  }
  training.place("training_unit");
}

std::string description(const spec::Variant& variant) {
  const bool has_backward = spec::has_backward(variant);
  if (!spec::has_ramp(variant)) {
    return std::string(
               "Tile core: the stochastic read-out of a crossbar. Input codes stream onto the rows digit by digit; "
               "MTJ\n"
               "converters turn each partial sum into random bits; counters, shift-and-add and requantiser make the\n"
               "outputs. Latency of a FORWARD: streams * (settle + samples * (reset + write + read)) + 1 + "
               "requantise.") +
           (has_backward
                ? "\nA BACKWARD drives the columns with the output errors and reads the rows, through the same\n"
                  "converters, counters and accumulators, which it leaves as they are."
                : "");
  }
  return std::string(
             "Tile core: the time-coded read-out of a crossbar. Rows are driven for as many slots as their codes say;\n"
             "integrators gather the charge of the columns, and one ramp converts it, a comparator a line; the\n"
             "requantiser makes the outputs. Latency of a FORWARD: settle + slots + 1 + ramp + synchroniser + 1 +\n"
             "requantise.") +
         (has_backward ? "\nA BACKWARD drives the columns with the output errors and reads the rows, through the same\n"
                         "integrators, comparators and registers."
                       : "") +
         (spec::has_outer_update(variant)
              ? "\nAn UPDATE writes the outer product of inputs (time) and column voltages in four sign phases, a\n"
                "PROGRAM one row, until what it reads of it is near its targets."
              : "");
}

}  // namespace

ModulePointer tile_core(Design& design, const spec::Variant& variant) {
  const auto frontend = command_frontend(design, variant);
  const StatePackets state_packets(design, variant);

  Module m = design.clocked("core", description(variant));
  std::optional<UnitLink> training;

  const RegisterBus registers = register_ports(m);
  const StreamBus packets = stream_ports(m);
  const Expr interrupt = m.output("interrupt_o", 1);
  const ReadPins pins = read_pins(m, variant);
  if (spec::has_pulsed_update(variant)) training.emplace(m, training_unit(design, variant), "training");

  std::optional<UnitLink> rows;
  if (spec::has_outer_update(variant)) rows.emplace(m, row_writer(design, variant), "row");

  // With a SOT unit, which takes and sends packets of its own, the streams have two ends inside.
  StreamBus own_packets = packets;
  if (spec::has_transfer(variant)) {
    own_packets.in_ready = m.wire("receiver_ready", 1);
    own_packets.out_data = m.wire("sent_data", spec::stream_bits);
    own_packets.out_valid = m.wire("sent_valid", 1);
    own_packets.out_last = m.wire("sent_last", 1);
  }

  auto [packet_commands, reads] = place_frontend(m, variant, frontend, registers, interrupt, training, rows);
  const PacketState state = state_packets.receive(m, variant, packet_commands, own_packets, reads.monitor, training);
  const ReadResults results =
      read_path(design, m, variant, pins, read_signals(m, variant, reads, state, training, rows));
  state_packets.send(m, variant, packet_commands, own_packets, state, results, reads.monitor, training);
  if (rows) {
    m.comment("Rows that are written.");
    rows->tell("read_done_i", results.conversion.finished);
    rows->tell("codes_i", results.of_columns);
    rows->tell("targets_i", *state.targets);
    rows->place("row_writer");
  }
  if (training) {
    place_training(m, variant, packets, own_packets, packet_commands, state, results, *training);
  }
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
