#include "gen/drawing/block_places.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "spec/interface.h"

namespace spintile::gen::drawing {

const std::vector<BlockPlace>& block_places() {
  static const std::vector<BlockPlace> places = {
      {"axi_lite_port", 0, 0},
      {"command_frontend", 0, 0, true},
      {"float_frontend", 0, 0, true},
      {"packet_receiver", 0, 1},
      {"packet_sender", 0, 1},
      {"input_buffer", 1, 0},
      {"error_buffer", 1, 0},
      {"scale_buffer", 1, 0},
      {"offset_buffer", 1, 0},
      {"voltage_buffer", 1, 0},
      {"target_buffer", 1, 0},
      {"row_streamer", 2, 0},
      {"column_streamer", 2, 0},
      {"row_temporal_drivers", 2, 0},
      {"column_temporal_drivers", 2, 0},
      {"voltage_drivers", 2, 0},
      {"slot_counter", 2, 0},
      {"array_sequencer", 2, 0, true},
      {"ramp_sequencer", 2, 0, true},
      {"outer_sequencer", 2, 0, true},
      {"synchroniser", 3, 0},
      {"health_monitors", 3, 0},
      {"line_counters", 4, 0},
      {"shift_and_add", 4, 0},
      {"ramp_capture", 4, 0},
      {"row_decision", 4, 0},
      {"row_sequencer", 4, 0, true},
      {"requantise_columns", 5, 0},
      {"row_probability_buffer", 1, 1},
      {"column_probability_buffer", 1, 1},
      {"random_words", 1, 1},
      {"chopper_bank", 1, 1},
      {"pulse_lines", 2, 1},
      {"update_sequencer", 2, 1, true},
      {"column_drivers", 2, 1},
      {"row_select", 3, 1},
      {"transfer_sequencer", 3, 1, true},
      {"sot_program_store", 4, 1},
      {"sot_sequencer", 4, 1, true},
      {"float_packets", 4, 1, true},
      {"sot_transposer", 5, 1},
      {"sot_lanes", 5, 1},
      {"sot_array_pins", 5, 1},
      {"sot_array_memory", 5, 1},
      {"skid_buffer", 4, 1},
  };
  return places;
}

const BlockPlace* find_place(std::string_view block) {
  const auto found = std::ranges::find(block_places(), block, &BlockPlace::block);
  return found == block_places().end() ? nullptr : &*found;
}

std::string_view group_title(int column, int band) {
  static const std::map<std::pair<int, int>, std::string_view> titles = {
      {{0, 0}, "commands"},   {{0, 1}, "packets"},  {{1, 0}, "codes, scales"}, {{2, 0}, "drivers"},
      {{3, 0}, "converters"}, {{4, 0}, "counts"},   {{5, 0}, "outputs"},       {{1, 1}, "probabilities"},
      {{2, 1}, "pulses"},     {{3, 1}, "transfer"}, {{4, 1}, "SOT programs"},  {{5, 1}, "SOT lanes"}};
  return titles.at({column, band});
}

namespace {

/// The block that answers the bus of a pin, where there is one.
std::optional<std::size_t> home_of(const BlockGraph& graph, const std::string& pin) {
  static const std::vector<std::pair<std::string_view, std::vector<std::string_view>>> buses = {
      {"s_axil_", {"axi_lite_port"}},
      {"s_axis_", {"packet_receiver", "float_packets"}},
      {"m_axis_", {"packet_sender", "skid_buffer"}}};
  for (const auto& [prefix, homes] : buses) {
    if (!pin.starts_with(prefix)) continue;
    for (const std::string_view home : homes) {
      const auto found = std::ranges::find(graph.blocks, home, &Block::name);
      if (found != graph.blocks.end()) return static_cast<std::size_t>(found - graph.blocks.begin());
    }
  }
  return std::nullopt;
}

PinSide side_of(const std::string& pin) {
  if (pin.starts_with("sot_")) return PinSide::right;
  return pin.starts_with("s_axi") || pin.starts_with("m_axi") || pin == "interrupt_o" ? PinSide::left : PinSide::top;
}

std::optional<Flow> flow_of(const BlockGraph& graph, std::size_t from, std::size_t to, int bits) {
  const BlockPlace& source = *find_place(graph.blocks[from].name);
  const BlockPlace& sink = *find_place(graph.blocks[to].name);
  const auto flow = [&](FlowKind kind) { return std::optional(Flow{from, to, kind, bits}); };
  if (sink.block == "packet_sender" && source.column > 0) return bits > 1 ? flow(FlowKind::state) : std::nullopt;
  if (source.steers) {
    const bool begins = sink.steers || sink.column == 0;
    if (source.column == 0 ? !begins : sink.column == 0) return std::nullopt;
    if (source.band != sink.band && !begins) return std::nullopt;
    return flow(FlowKind::control);
  }
  if (bits == 1 || (sink.steers && source.column > 0)) return std::nullopt;
  return flow(FlowKind::data);
}

}  // namespace

ShownGraph shown(const BlockGraph& graph) {
  ShownGraph result;
  for (const Block& block : graph.blocks) {
    if (!block.is_pin) result.blocks.push_back(block);
  }
  struct Between {
    int bits = 0;
    bool packets = false;  // of a bus, not of the block that answers it
  };
  std::map<std::pair<std::size_t, std::size_t>, Between> widest;
  std::map<std::tuple<std::size_t, PinSide, bool>, std::vector<std::string>> pins;
  for (const Connection& connection : graph.connections) {
    std::size_t from = connection.from;
    std::size_t to = connection.to;
    const bool is_input = graph.blocks[from].is_pin;
    const bool is_pin = is_input || graph.blocks[to].is_pin;
    if (is_pin) {
      const std::string& pin = graph.blocks[is_input ? from : to].name;
      const auto home = home_of(graph, pin);
      std::vector<std::string>& group = pins[{home.value_or(is_input ? to : from), side_of(pin), is_input}];
      if (std::ranges::count(group, pin) == 0) group.push_back(pin);
      if (!home) continue;
      (is_input ? from : to) = *home;
    }
    if (from == to) continue;
    Between& between = widest[{from, to}];
    between.bits = std::max(between.bits, connection.bits);
    between.packets = between.packets || (is_pin && connection.bits == spec::stream_bits);
  }
  for (const auto& [ends, between] : widest) {
    const auto [from, to] = ends;
    if (between.packets) {
      result.flows.push_back({from, to, FlowKind::data, between.bits});
    } else if (const auto flow = flow_of(graph, from, to, between.bits)) {
      result.flows.push_back(*flow);
    }
  }
  for (auto& [group, names] : pins) {
    result.pins.push_back({std::get<0>(group), std::get<1>(group), std::get<2>(group), std::move(names)});
  }
  return result;
}

}  // namespace spintile::gen::drawing
