#include "gen/blocks/state_packets.h"

#include <string>

#include "gen/blocks/blocks.h"
#include "gen/blocks/labels.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

StatePackets::StatePackets(Design& design, const spec::Variant& variant)
    : receiver_(packet_receiver(design, variant)),
      sender_(packet_sender(design, variant)),
      inputs_(code_buffer(design, variant, spec::Space::input)),
      scales_(parameter_buffer(design, variant, spec::Space::scale)),
      offsets_(parameter_buffer(design, variant, spec::Space::offset)) {
  if (spec::has_backward(variant)) errors_ = code_buffer(design, variant, spec::Space::output_error);
  if (spec::has_outer_update(variant)) {
    voltages_ = code_buffer(design, variant, spec::Space::column_voltage);
    targets_ = parameter_buffer(design, variant, spec::Space::target);
  }
}

PacketState StatePackets::receive(Module& m, const spec::Variant& variant, const PacketCommands& commands,
                                  const StreamBus& stream, std::optional<MonitorSignals>& monitor,
                                  std::optional<UnitLink>& training) const {
  m.comment("State that packets write.");
  const auto is_space = [&](spec::Space value) { return commands.receive_space == space_label(m, value); };
  const Expr shift = m.wire("shift_beat", 1);
  const Expr last = m.wire("last_beat", 1);
  const Expr commit = m.wire("commit", 1);
  const Expr input_fault = m.wire("input_out_of_range", 1);
  const Expr scale_fault = m.wire("scale_out_of_range", 1);
  const Expr offset_fault = m.wire("offset_out_of_range", 1);
  const Expr to_input = m.wire("to_input", is_space(spec::Space::input));
  const Expr to_scale = m.wire("to_scale", is_space(spec::Space::scale));
  const Expr to_offset = m.wire("to_offset", is_space(spec::Space::offset));
  std::vector<Expr> faults = {to_input && input_fault, to_scale && scale_fault, to_offset && offset_fault};
  const auto buffer = [&](const Expr& selected, const Expr& fault) {
    return std::vector<Connection>{{"beat_i", stream.in_data},
                                   {"last_i", last},
                                   {"shift_i", shift && selected},
                                   {"commit_i", commit && selected},
                                   {"out_of_range_o", fault}};
  };
  // A buffer that not every variant has.
  const auto more = [&](const std::string& name, spec::Space which) {
    const Expr selected = m.wire("to_" + name, is_space(which));
    const Expr fault = m.wire(name + "_out_of_range", 1);
    faults.push_back(selected && fault);
    return buffer(selected, fault);
  };
  if (variant.readout.health_monitor == spec::HealthMonitor::exclude) {
    monitor->restore = more("health", spec::Space::health);
  }
  std::vector<Connection> of_errors;
  if (errors_) of_errors = more("error", spec::Space::output_error);
  std::vector<Connection> of_voltages;
  if (voltages_) of_voltages = more("voltage", spec::Space::column_voltage);
  std::vector<Connection> of_targets;
  if (targets_) of_targets = more("target", spec::Space::target);
  if (training) faults.push_back(training->says("out_of_range_o"));
  std::vector<Connection> of_receiver = {{"start_i", commands.receive_start},
                                         {"space_i", commands.receive_space},
                                         {"tvalid_i", stream.in_valid},
                                         {"tlast_i", stream.in_last},
                                         {"tready_o", stream.in_ready},
                                         {"out_of_range_i", any_of(faults)},
                                         {"shift_o", shift},
                                         {"last_o", last},
                                         {"commit_o", commit},
                                         {"done_o", commands.receive_done},
                                         {"error_o", commands.receive_error}};
  if (commands.receive_ahead) of_receiver.push_back({"ahead_i", *commands.receive_ahead});
  m.instance("packet_receiver", receiver_, std::move(of_receiver));

  const int rows = variant.crossbar.rows;
  const int columns = variant.crossbar.columns;
  const int magnitude_bits = spec::input_magnitude_bits(variant);
  const auto place = [&](const char* name, const ModulePointer& module, std::vector<Connection> connections,
                         const std::vector<Connection>& values) {
    connections.insert(connections.end(), values.begin(), values.end());
    m.instance(name, module, std::move(connections));
  };
  PacketState state{.shift = shift,
                    .last = last,
                    .commit = commit,
                    .inputs = {m.wire("signs", rows), m.wire("digits", rows * magnitude_bits)},
                    .scales = m.wire("scales", columns * variant.requantise.scale_bits),
                    .offsets = m.wire("offsets", columns * spec::offset_bits(variant))};
  place("input_buffer", inputs_, buffer(to_input, input_fault),
        {{"signs_o", state.inputs.signs}, {"digits_o", state.inputs.digits}});
  place("scale_buffer", scales_, buffer(to_scale, scale_fault), {{"values_o", state.scales}});
  place("offset_buffer", offsets_, buffer(to_offset, offset_fault), {{"values_o", state.offsets}});
  if (errors_) {
    state.errors = {m.wire("error_signs", columns), m.wire("error_digits", columns * magnitude_bits)};
    place("error_buffer", *errors_, std::move(of_errors),
          {{"signs_o", state.errors->signs}, {"digits_o", state.errors->digits}});
  }
  if (voltages_) {
    state.voltages = {m.wire("voltage_signs", columns),
                      m.wire("voltages", columns * (variant.update.voltage_bits - 1), "magnitudes")};
    place("voltage_buffer", *voltages_, std::move(of_voltages),
          {{"signs_o", state.voltages->signs}, {"digits_o", state.voltages->digits}});
  }
  if (targets_) {
    state.targets = m.wire("targets", columns * variant.readout.ramp_bits);
    place("target_buffer", *targets_, std::move(of_targets), {{"values_o", *state.targets}});
  }
  return state;
}

void StatePackets::send(Module& m, const spec::Variant& variant, const PacketCommands& commands,
                        const StreamBus& stream, const PacketState& state, const ReadResults& results,
                        const std::optional<MonitorSignals>& monitor, std::optional<UnitLink>& training) const {
  std::vector<Connection> connections = {
      {"start_i", commands.send_start}, {"space_i", commands.space},
      {"signs_i", state.inputs.signs},  {"digits_i", state.inputs.digits},
      {"output_i", results.outputs},    {"accumulator_i", results.conversion.accumulators}};
  if (results.conversion.counters) connections.push_back({"counter_i", *results.conversion.counters});
  connections.insert(connections.end(), {{"scale_i", state.scales},
                                         {"offset_i", state.offsets},
                                         {"tready_i", stream.out_ready},
                                         {"tdata_o", stream.out_data},
                                         {"tvalid_o", stream.out_valid},
                                         {"tlast_o", stream.out_last},
                                         {"done_o", commands.send_done}});
  if (state.errors) {
    connections.push_back({"error_signs_i", state.errors->signs});
    connections.push_back({"error_digits_i", state.errors->digits});
  }
  if (state.voltages) {
    connections.push_back({"voltage_signs_i", state.voltages->signs});
    connections.push_back({"voltage_digits_i", state.voltages->digits});
  }
  if (state.targets) connections.push_back({"target_i", *state.targets});
  if (const auto& flags = results.conversion.flags) {
    connections.push_back({"overflow_i", flags->overflow});
    connections.push_back({"underflow_i", flags->underflow});
  }
  if (monitor) connections.push_back({"health_i", monitor->flags});
  if (training) {
    std::vector<std::string> spaces = {"row_probability", "column_probability", "random"};
    if (spec::has_choppers(variant)) spaces.emplace_back("chopper");
    for (const auto& space : spaces) connections.push_back({space + "_i", training->says(space + "_o")});
  }
  m.instance("packet_sender", sender_, std::move(connections));
}

}  // namespace spintile::gen::blocks
