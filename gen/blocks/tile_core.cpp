#include <algorithm>
#include <map>
#include <string>

#include "gen/blocks/blocks.h"
#include "gen/blocks/core_bus.h"
#include "gen/blocks/labels.h"
#include "gen/blocks/sot_array_port.h"
#include "gen/cells/cells.h"
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
  const auto sequencer = array_sequencer(design, variant);
  const auto streamer = row_streamer(design, variant);
  const auto synchroniser = cells::synchroniser(design);
  const auto counters_of_line = line_counters(design, variant);
  const auto adder = shift_and_add(design, variant);
  const auto requantiser = requantise_columns(design, variant);

  const bool has_update = spec::has_update(variant);
  const bool has_transfer = spec::has_transfer(variant);
  ModulePointer training;
  if (has_update) training = training_unit(design, variant);

  Module m = design.clocked(
      "core",
      "Tile core: the stochastic read-out of a crossbar. Input codes stream onto the rows digit by digit; MTJ\n"
      "converters turn each partial sum into random bits; counters, shift-and-add and requantiser make the\n"
      "outputs. Latency of a FORWARD: streams * (settle + samples * (reset + write + read)) + 1 + requantise.");
  const int rows = variant.crossbar.rows;
  const int columns = variant.crossbar.columns;
  const int lines = spec::lines(variant);
  const int pairs = spec::mtjs_per_line(variant);
  const int column_mux = variant.readout.column_mux;
  const bool has_monitor = spec::has_health_monitor(variant);
  const bool exclude = variant.readout.health_monitor == spec::HealthMonitor::exclude;
  const int slices = variant.crossbar.weight_slices;
  const int subarrays = spec::subarrays(variant);
  const int digits_bits = rows * spec::input_magnitude_bits(variant);
  const int counter_bits = spec::counter_bits(variant);
  const int accumulator_bits = spec::accumulator_bits(variant);

  const RegisterBus registers = register_ports(m);
  const StreamBus packets = stream_ports(m);
  const Expr interrupt = m.output("interrupt_o", 1);
  const Expr row_sign = m.output("row_sign_o", rows);
  const Expr row_level = m.output("row_level_o", rows * variant.input.stream_bits);
  const Expr integ_rst = m.output("integ_rst_o", 1);
  const Expr integ_en = m.output("integ_en_o", 1);
  const Expr mtj_reset = m.output("mtj_reset_o", pairs);
  const Expr mtj_write = m.output("mtj_write_o", pairs);
  const Expr mtj_read = m.output("mtj_read_o", pairs);
  const Expr mtj_bit = m.input("mtj_bit_i", spec::converters(variant),
                               pairs == 2 ? "sub-array, slice, line, MTJ of the line" : "sub-array, slice, line");

  // With a SOT unit the streams have two ends inside.
  StreamBus sent = packets;
  Expr receiver_ready = packets.in_ready;
  if (has_transfer) {
    receiver_ready = m.wire("receiver_ready", 1);
    sent.out_data = m.wire("sent_data", spec::stream_bits);
    sent.out_valid = m.wire("sent_valid", 1);
    sent.out_last = m.wire("sent_last", 1);
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
  std::vector<Connection> training_connections;
  const auto of_training = [&](const std::string& port) {
    const Expr signal = m.wire("training_" + port.substr(0, port.size() - 2), training->port(port).width);
    training_connections.push_back({port, signal});
    return signal;
  };
  // The SOT unit takes and sends packets of its own.
  const auto with_sot = [&](const Expr& own, const std::string& port) {
    return has_transfer ? own || of_training(port) : own;
  };
  std::vector<Connection> frontend_connections = connections(registers);
  frontend_connections.insert(
      frontend_connections.end(),
      {{"receive_start_o", receive_start},
       {"send_start_o", send_start},
       {"forward_start_o", forward_start},
       {"space_o", space},
       {"receive_done_i", with_sot(receive_done, "receive_done_o")},
       {"receive_error_i", has_transfer ? receive_error | of_training("receive_error_o") : receive_error},
       {"send_done_i", with_sot(send_done, "send_done_o")},
       {"forward_done_i", forward_done},
       {"samples_o", samples},
       {"shift_o", shift},
       {"interrupt_o", interrupt}});
  std::vector<Expr> monitor;
  std::vector<Expr> health;
  if (has_monitor) {
    health = {m.wire("health", spec::converters(variant), "flags of the converters")};
    monitor = {m.wire("monitor", 1), m.wire("monitor_restart", 1), m.wire("monitor_clear", 1)};
    frontend_connections.insert(frontend_connections.end(), {{"monitor_o", monitor[0]},
                                                             {"monitor_restart_o", monitor[1]},
                                                             {"monitor_clear_o", monitor[2]},
                                                             {"flagged_i", any(health.front())}});
  }
  std::vector<Expr> array_sel;
  if (variant.crossbar.fast_array) {
    array_sel = {m.output("array_sel_o", 1, "0: W, 1: A")};
    frontend_connections.push_back({"array_sel_o", array_sel[0]});
  }
  std::map<std::string, Expr> of_frontend;  // signals to the training unit, by name
  if (has_update) {
    // What front end and training unit say to each other has one name.
    for (const auto& port : frontend->ports()) {
      const bool is_input = port->kind == DeclarationKind::input;
      const std::string name = port->name.substr(0, port->name.size() - 2);
      const std::string other = name + (is_input ? "_o" : "_i");
      const auto is_other = [&](const auto& one) { return one->name == other; };
      const auto is_connected = [&](const Connection& one) { return one.port == port->name; };
      if (std::ranges::none_of(training->ports(), is_other)) continue;
      if (std::ranges::any_of(frontend_connections, is_connected)) continue;
      const Expr signal = m.wire(name, port->width);
      frontend_connections.push_back({port->name, signal});
      training_connections.push_back({other, signal});
      of_frontend.emplace(name, signal);
    }
  }
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
  std::vector<Expr> restore_health;
  if (exclude) {
    restore_health = {m.wire("to_health", is_space(spec::Space::health)), m.wire("health_out_of_range", 1)};
    faults.push_back(restore_health[0] && restore_health[1]);
  }
  if (has_update) faults.push_back(of_training("out_of_range_o"));
  m.instance("packet_receiver", receiver,
             {{"start_i", receive_start},
              {"space_i", space},
              {"tvalid_i", packets.in_valid},
              {"tlast_i", packets.in_last},
              {"tready_o", receiver_ready},
              {"out_of_range_i", any_of(faults)},
              {"shift_o", shift_beat},
              {"last_o", last_beat},
              {"commit_o", commit},
              {"done_o", receive_done},
              {"error_o", receive_error}});
  const auto buffer = [&](const Expr& selected, const Expr& fault) {
    return std::vector<Connection>{{"beat_i", packets.in_data},
                                   {"last_i", last_beat},
                                   {"shift_i", shift_beat && selected},
                                   {"commit_i", commit && selected},
                                   {"out_of_range_o", fault}};
  };
  const Expr signs = m.wire("signs", rows);
  const Expr digits = m.wire("digits", digits_bits);
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

  const Expr transfer = has_transfer ? of_frontend.at("transfer") : literal(1, 0);
  const Expr read_start =
      has_transfer ? m.wire("read_start", forward_start || of_frontend.at("transfer_start")) : forward_start;

  m.comment("Rows and array.");
  const int stream_index_bits = std::max(1, spec::ceil_log2(variant.input.streams));
  const Expr drive = m.wire("drive", 1);
  const Expr stream = m.wire("stream", stream_index_bits);
  const Expr release = m.wire("release_rows", 1);
  const Expr capture_sample = m.wire("capture_sample", 1);
  const Expr clear_counters = m.wire("clear_counters", 1);
  const Expr clear_accumulators = m.wire("clear_accumulators", 1);
  const Expr combine = m.wire("combine", column_mux);
  const Expr read_out = m.wire("read_out", 1);
  std::vector<Connection> sequencer_connections = {{"start_i", read_start},
                                                   {"samples_i", samples},
                                                   {"drive_o", drive},
                                                   {"stream_o", stream},
                                                   {"release_o", release},
                                                   {"integ_rst_o", integ_rst},
                                                   {"integ_en_o", integ_en},
                                                   {"mtj_reset_o", mtj_reset},
                                                   {"mtj_write_o", mtj_write},
                                                   {"mtj_read_o", mtj_read},
                                                   {"capture_o", capture_sample},
                                                   {"clear_counters_o", clear_counters},
                                                   {"clear_accumulators_o", clear_accumulators},
                                                   {"combine_o", combine},
                                                   {"finished_o", read_out}};
  if (has_transfer && variant.input.streams > 1) sequencer_connections.push_back({"one_stream_i", transfer});
  if (column_mux > 1) {
    const Expr column_sel =
        m.output("column_sel_o", spec::column_select_bits(variant), "which column of each line is read");
    sequencer_connections.push_back({"column_sel_o", column_sel});
  }
  std::vector<Expr> pair;
  if (pairs == 2) {
    pair = {m.wire("pair", 1, "which MTJ of each line is sampled")};
    sequencer_connections.push_back({"pair_o", pair.front()});
  }
  m.instance("array_sequencer", sequencer, std::move(sequencer_connections));
  std::vector<Connection> streamer_connections = {
      {"signs_i", signs},     {"digits_i", digits},     {"drive_i", drive},        {"stream_i", stream},
      {"release_i", release}, {"row_sign_o", row_sign}, {"row_level_o", row_level}};
  if (has_update) {
    streamer_connections[4].value = release || of_training("release_o");
    streamer_connections.insert(streamer_connections.end(), {{"pulse_i", of_training("take_pulses_o")},
                                                             {"pulse_signs_i", of_training("row_signs_o")},
                                                             {"pulses_i", of_training("row_pulses_o")}});
  }
  m.instance("row_streamer", streamer, std::move(streamer_connections));

  m.comment("Converters.");
  const int converters = spec::converters(variant);
  const Expr captured = m.wire("captured", converters);
  m.instance("mtj_capture", synchroniser, {{"data_i", mtj_bit}, {"data_o", captured}},
             {{"Width", converters}, {"Stages", variant.readout.synchroniser_stages}});
  std::vector<Expr> left_out;
  if (has_monitor) {
    const Expr watch = m.wire("watch", capture_sample && monitor[0]);
    std::vector<Connection> monitor_connections = {
        {"watch_i", pairs == 2 ? concat({watch && pair[0], watch && !pair[0]}) : watch},
        {"bits_i", captured},
        {"restart_i", monitor[1]},
        {"clear_i", monitor[2]},
        {"flags_o", health.front()}};
    if (exclude) {
      left_out = {m.wire("left_out", converters)};
      for (auto& connection : buffer(restore_health[0], restore_health[1])) monitor_connections.push_back(connection);
      monitor_connections.push_back({"begin_i", read_start});
      monitor_connections.push_back({"left_out_o", left_out.front()});
    }
    m.instance("health_monitors", health_monitors(design, variant), std::move(monitor_connections));
  }

  m.comment("Counters, a lane for each line.");
  const Expr counters = m.wire("counters", slices * lines * counter_bits, "slice major");
  std::vector<Expr> totals;
  if (exclude) totals = {m.wire("totals", slices * lines * counter_bits, "slice major")};
  std::vector<Expr> counted;
  if (has_transfer && subarrays > 1) counted = {of_training("counted_o")};
  m.instances("line", lines, counters_of_line, [&](Index line) {
    // What concerns the sampled MTJs of this line: slice major, sub-array 0 of slice 0 last.
    const auto of_line = [&](const Expr& signal) {
      std::vector<Expr> bits;
      for (int slice = slices - 1; slice >= 0; --slice) {
        for (int subarray = subarrays - 1; subarray >= 0; --subarray) {
          const int first = (subarray * slices + slice) * lines * pairs;
          const Expr even = line.lane(signal, 1, first, pairs);
          bits.push_back(pairs == 2 ? mux(pair[0], line.lane(signal, 1, first + 1, pairs), even) : even);
        }
      }
      return concat(std::move(bits));
    };
    const auto by_slice = [&](const Expr& signal) {
      std::vector<Expr> parts;
      for (int slice = slices - 1; slice >= 0; --slice) {
        parts.push_back(line.lane(signal, counter_bits, slice * lines * counter_bits));
      }
      return concat(std::move(parts));
    };
    std::vector<Connection> connections = {{"bits_i", of_line(captured)},
                                           {"capture_i", capture_sample},
                                           {"clear_i", clear_counters},
                                           {"counts_o", by_slice(counters)}};
    if (!counted.empty()) connections.push_back({"selected_i", counted.front()});
    if (exclude) {
      connections.push_back({"left_out_i", of_line(left_out.front())});
      connections.push_back({"totals_o", by_slice(totals.front())});
    }
    return connections;
  });

  m.comment("Accumulators, one a column.");
  const Expr accumulators = m.wire("accumulators", columns * accumulator_bits);
  if (!exclude) {
    const Expr all_subarrays = literal(counter_bits, subarrays);
    totals = {m.wire("total",
                     zero_extend(samples, counter_bits) *
                         (counted.empty() ? all_subarrays : mux(transfer, literal(counter_bits, 1), all_subarrays)),
                     counted.empty() ? "conversions of one partial sum over all sub-arrays"
                                     : "conversions of one partial sum over the sub-arrays that count")};
  }
  m.instances("column", columns, adder, [&](Index column) {
    const auto by_slice = [&](const Expr& signal) {
      std::vector<Expr> parts;
      for (int slice = slices - 1; slice >= 0; --slice) {
        parts.push_back(column.divided(column_mux).lane(signal, counter_bits, slice * lines * counter_bits));
      }
      return concat(std::move(parts));
    };
    return std::vector<Connection>{
        {"clear_i", clear_accumulators},
        {"combine_i", column.modulo(column_mux).lane(combine, 1)},
        {"counts_i", by_slice(counters)},
        {exclude ? "totals_i" : "total_i", exclude ? by_slice(totals.front()) : totals.front()},
        {"accumulator_o", column.lane(accumulators, accumulator_bits)}};
  });

  m.comment("Accumulators to outputs.");
  const Expr outputs = m.wire("outputs", columns * variant.requantise.output_bits);
  m.instance("requantise_columns", requantiser,
             {{"start_i", has_transfer ? read_out && !transfer : read_out},
              {"accumulators_i", accumulators},
              {"scales_i", scale_values},
              {"offsets_i", offset_values},
              {"shift_i", shift},
              {"outputs_o", outputs},
              {"done_o", forward_done}});

  std::vector<Connection> sender_connections = {{"start_i", send_start},     {"space_i", space},
                                                {"signs_i", signs},          {"digits_i", digits},
                                                {"output_i", outputs},       {"accumulator_i", accumulators},
                                                {"counter_i", counters},     {"scale_i", scale_values},
                                                {"offset_i", offset_values}, {"tready_i", packets.out_ready},
                                                {"tdata_o", sent.out_data},  {"tvalid_o", sent.out_valid},
                                                {"tlast_o", sent.out_last},  {"done_o", send_done}};
  if (has_monitor) sender_connections.push_back({"health_i", health.front()});
  for (const auto space_of_training :
       {spec::Space::row_probability, spec::Space::column_probability, spec::Space::random, spec::Space::chopper}) {
    const std::string name(spec::name(space_of_training));
    const auto known = spec::spaces(variant);
    if (std::ranges::count(known, space_of_training) > 0) {
      sender_connections.push_back({name + "_i", of_training(name + "_o")});
    }
  }
  m.instance("packet_sender", sender, std::move(sender_connections));
  if (has_update) {
    m.comment("Training.");
    training_connections.insert(training_connections.end(), {{"beat_i", packets.in_data},
                                                             {"last_i", last_beat},
                                                             {"shift_i", shift_beat},
                                                             {"commit_i", commit},
                                                             {"space_i", space}});
    for (const auto* pin : {"col_sign_o", "col_level_o", "update_en_o"}) {
      training_connections.push_back({pin, m.output(pin, training->port(pin).width, training->port(pin).comment)});
    }
  }
  if (has_transfer) {
    const Expr ready = of_training("in_ready_o");
    const Expr valid = of_training("out_valid_o");
    const Expr data = of_training("out_data_o");
    const Expr last = of_training("out_last_o");
    m.assign(packets.in_ready, receiver_ready || ready);
    m.assign(packets.out_valid, sent.out_valid || valid);
    m.assign(packets.out_data, mux(valid, data, sent.out_data));
    m.assign(packets.out_last, mux(valid, last, sent.out_last));
    training_connections.insert(training_connections.end(), {{"in_data_i", packets.in_data},
                                                             {"in_valid_i", packets.in_valid},
                                                             {"in_last_i", packets.in_last},
                                                             {"out_ready_i", packets.out_ready},
                                                             {"drive_i", drive},
                                                             {"read_done_i", read_out},
                                                             {"accumulators_i", accumulators}});
    if (spec::has_choppers(variant)) training_connections.push_back({"to_fast_i", array_sel[0]});
    for (Connection& pin : sot_pins(m, training)) training_connections.push_back(std::move(pin));
  }
  if (has_update) m.instance("training_unit", training, std::move(training_connections));
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
