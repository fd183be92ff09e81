#include <algorithm>
#include <optional>
#include <string>

#include "gen/blocks/blocks.h"
#include "gen/blocks/core_bus.h"
#include "gen/blocks/labels.h"
#include "gen/blocks/read_path.h"
#include "gen/blocks/training_link.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer tile_core(Design& design, const spec::Variant& variant) {
  const auto frontend = command_frontend(design, variant);
  const auto receiver = packet_receiver(design, variant);
  const auto sender = packet_sender(design, variant);
  const auto inputs = input_buffer(design, variant);
  const auto scales = parameter_buffer(design, variant, spec::Space::scale);
  const auto offsets = parameter_buffer(design, variant, spec::Space::offset);

  Module m = design.clocked(
      "core",
      "Tile core: the stochastic read-out of a crossbar. Input codes stream onto the rows digit by digit; MTJ\n"
      "converters turn each partial sum into random bits; counters, shift-and-add and requantiser make the\n"
      "outputs. Latency of a FORWARD: streams * (settle + samples * (reset + write + read)) + 1 + requantise.");
  const int rows = variant.crossbar.rows;
  const int columns = variant.crossbar.columns;
  const bool has_monitor = spec::has_health_monitor(variant);
  const bool exclude = variant.readout.health_monitor == spec::HealthMonitor::exclude;
  const bool has_transfer = spec::has_transfer(variant);
  std::optional<TrainingLink> training;

  const RegisterBus registers = register_ports(m);
  const StreamBus packets = stream_ports(m);
  const Expr interrupt = m.output("interrupt_o", 1);
  const ReadPins pins = read_pins(m, variant);
  if (spec::has_update(variant)) training.emplace(design, m, variant);

  // With a SOT unit, which takes and sends packets of its own, the streams have two ends inside.
  StreamBus own_packets = packets;
  if (has_transfer) {
    own_packets.in_ready = m.wire("receiver_ready", 1);
    own_packets.out_data = m.wire("sent_data", spec::stream_bits);
    own_packets.out_valid = m.wire("sent_valid", 1);
    own_packets.out_last = m.wire("sent_last", 1);
  }

  m.comment("Commands.");
  const Expr receive_start = m.wire("receive_start", 1);
  const Expr receive_done = m.wire("receive_done", 1);
  const Expr receive_error = m.wire("receive_error", 8);
  const Expr send_start = m.wire("send_start", 1);
  const Expr send_done = m.wire("send_done", 1);
  const Expr forward_start = m.wire("forward_start", 1);
  const Expr forward_done = m.wire("forward_done", 1);
  const Expr space = m.wire("space", 8);
  const Expr samples = m.wire("samples", spec::samples_bits(variant));
  const Expr shift = m.wire("shift", spec::shift_bits(variant));
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
       {"samples_o", samples},
       {"shift_o", shift},
       {"interrupt_o", interrupt}});
  std::optional<MonitorSignals> monitor;
  if (has_monitor) {
    const Expr flags = m.wire("health", spec::converters(variant), "flags of the converters");
    monitor = MonitorSignals{.enable = m.wire("monitor", 1),
                             .restart = m.wire("monitor_restart", 1),
                             .clear = m.wire("monitor_clear", 1),
                             .flags = flags,
                             .restore = {}};
    frontend_connections.insert(frontend_connections.end(), {{"monitor_o", monitor->enable},
                                                             {"monitor_restart_o", monitor->restart},
                                                             {"monitor_clear_o", monitor->clear},
                                                             {"flagged_i", any(flags)}});
  }
  if (variant.crossbar.fast_array) {
    const Expr array_sel = m.output("array_sel_o", 1, "0: W, 1: A");
    frontend_connections.push_back({"array_sel_o", array_sel});
    if (spec::has_choppers(variant)) training->tell("to_fast_i", array_sel);
  }
  if (training) training->join(frontend, frontend_connections);
  m.instance("command_frontend", frontend, std::move(frontend_connections));

  m.comment("State that packets write.");
  const auto is_space = [&](spec::Space value) { return space == space_label(m, value); };
  const Expr shift_beat = m.wire("shift_beat", 1);
  const Expr last_beat = m.wire("last_beat", 1);
  const Expr commit = m.wire("commit", 1);
  const Expr input_fault = m.wire("input_out_of_range", 1);
  const Expr scale_fault = m.wire("scale_out_of_range", 1);
  const Expr offset_fault = m.wire("offset_out_of_range", 1);
  const Expr to_input = m.wire("to_input", is_space(spec::Space::input));
  const Expr to_scale = m.wire("to_scale", is_space(spec::Space::scale));
  const Expr to_offset = m.wire("to_offset", is_space(spec::Space::offset));
  std::vector<Expr> faults = {to_input && input_fault, to_scale && scale_fault, to_offset && offset_fault};
  const auto buffer = [&](const Expr& selected, const Expr& fault) {
    return std::vector<Connection>{{"beat_i", packets.in_data},
                                   {"last_i", last_beat},
                                   {"shift_i", shift_beat && selected},
                                   {"commit_i", commit && selected},
                                   {"out_of_range_o", fault}};
  };
  if (exclude) {
    const Expr to_health = m.wire("to_health", is_space(spec::Space::health));
    const Expr health_fault = m.wire("health_out_of_range", 1);
    faults.push_back(to_health && health_fault);
    monitor->restore = buffer(to_health, health_fault);
  }
  if (training) faults.push_back(training->says("out_of_range_o"));
  m.instance("packet_receiver", receiver,
             {{"start_i", receive_start},
              {"space_i", space},
              {"tvalid_i", packets.in_valid},
              {"tlast_i", packets.in_last},
              {"tready_o", own_packets.in_ready},
              {"out_of_range_i", any_of(faults)},
              {"shift_o", shift_beat},
              {"last_o", last_beat},
              {"commit_o", commit},
              {"done_o", receive_done},
              {"error_o", receive_error}});
  const Expr signs = m.wire("signs", rows);
  const Expr digits = m.wire("digits", rows * spec::input_magnitude_bits(variant));
  const Expr scale_values = m.wire("scales", columns * variant.requantise.scale_bits);
  const Expr offset_values = m.wire("offsets", columns * spec::offset_bits(variant));
  auto input_connections = buffer(to_input, input_fault);
  input_connections.push_back({"signs_o", signs});
  input_connections.push_back({"digits_o", digits});
  m.instance("input_buffer", inputs, std::move(input_connections));
  auto scale_connections = buffer(to_scale, scale_fault);
  scale_connections.push_back({"values_o", scale_values});
  m.instance("scale_buffer", scales, std::move(scale_connections));
  auto offset_connections = buffer(to_offset, offset_fault);
  offset_connections.push_back({"values_o", offset_values});
  m.instance("offset_buffer", offsets, std::move(offset_connections));

  ReadSignals signals{.start = forward_start,
                      .samples = samples,
                      .shift = shift,
                      .signs = signs,
                      .digits = digits,
                      .scales = scale_values,
                      .offsets = offset_values,
                      .done = forward_done,
                      .monitor = monitor};
  if (training) {
    signals.pulses = RowPulses{.take = training->says("take_pulses_o"),
                               .signs = training->says("row_signs_o"),
                               .pulses = training->says("row_pulses_o"),
                               .release = training->says("release_o")};
  }
  if (has_transfer) {
    signals.start = m.wire("read_start", forward_start || training->between("transfer_start"));
    signals.one_row = OneRowRead{.under_way = training->between("transfer"), .counted = {}};
    if (spec::subarrays(variant) > 1) signals.one_row->counted = training->says("counted_o");
  }
  const ReadResults results = read_path(design, m, variant, pins, signals);

  std::vector<Connection> sender_connections = {{"start_i", send_start},
                                                {"space_i", space},
                                                {"signs_i", signs},
                                                {"digits_i", digits},
                                                {"output_i", results.outputs},
                                                {"accumulator_i", results.accumulators},
                                                {"counter_i", results.counters},
                                                {"scale_i", scale_values},
                                                {"offset_i", offset_values},
                                                {"tready_i", packets.out_ready},
                                                {"tdata_o", own_packets.out_data},
                                                {"tvalid_o", own_packets.out_valid},
                                                {"tlast_o", own_packets.out_last},
                                                {"done_o", send_done}};
  if (has_monitor) sender_connections.push_back({"health_i", monitor->flags});
  if (training) {
    std::vector<std::string> states = {"row_probability", "column_probability", "random"};
    if (spec::has_choppers(variant)) states.emplace_back("chopper");
    for (const auto& state : states) sender_connections.push_back({state + "_i", training->says(state + "_o")});
  }
  m.instance("packet_sender", sender, std::move(sender_connections));
  if (!training) return design.add(std::move(m));

  m.comment("Training.");
  training->tell("beat_i", packets.in_data);
  training->tell("last_i", last_beat);
  training->tell("shift_i", shift_beat);
  training->tell("commit_i", commit);
  training->tell("space_i", space);
  if (has_transfer) {
    m.assign(packets.in_ready, own_packets.in_ready || training->says("in_ready_o"));
    const Expr valid = training->says("out_valid_o");
    m.assign(packets.out_valid, own_packets.out_valid || valid);
    m.assign(packets.out_data, mux(valid, training->says("out_data_o"), own_packets.out_data));
    m.assign(packets.out_last, mux(valid, training->says("out_last_o"), own_packets.out_last));
    training->tell("in_data_i", packets.in_data);
    training->tell("in_valid_i", packets.in_valid);
    training->tell("in_last_i", packets.in_last);
    training->tell("out_ready_i", packets.out_ready);
    training->tell("drive_i", results.drive);
    training->tell("read_done_i", results.finished);
    training->tell("accumulators_i", results.accumulators);
  }
  training->place();
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
