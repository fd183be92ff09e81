#include <fmt/format.h>

#include <algorithm>

#include "gen/blocks/blocks.h"
#include "gen/blocks/element_lanes.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer health_monitors(Design& design, const spec::Variant& variant) {
  const auto monitor = health_monitor(design, variant);
  const auto& readout = variant.readout;
  const bool exclude = readout.health_monitor == spec::HealthMonitor::exclude;
  const int converters = spec::converters(variant);
  const int pairs = spec::mtjs_per_line(variant);
  // Converters of the larger direction alone see fewer samples than the others, so they have windows of their own.
  const int shared = spec::shared_converters(variant);
  const bool has_rest = shared < converters;

  Module m = design.clocked(
      "health_monitors",
      exclude
          ? "Health monitors of all converters, the windows they share, and the converters left out of the running\n"
            "FORWARD: those flagged when it began.\n"
            "Latency: flags_o 1 cycle from watch_i, left_out_o 1 cycle from begin_i."
          : "Health monitors of all converters, and the windows they share.\n"
            "Latency: flags_o 1 cycle from watch_i.");
  const Expr watch = m.input("watch_i", pairs, "a sample of these MTJs is taken");
  std::vector<Expr> watch_rest;
  if (has_rest) {
    watch_rest = {m.input("watch_rest_i", pairs, fmt::format("the same of converters {} and above", shared))};
  }
  const Expr bits = m.input("bits_i", converters);
  const Expr restart = m.input("restart_i", 1);
  const Expr clear = m.input("clear_i", 1);
  const Expr flags = m.output("flags_o", converters);

  const int position_bits = spec::ceil_log2(readout.proportion_window);
  const auto window_starts = [&](const std::string& prefix, const Expr& watched) {
    const Target position_q =
        m.reg(prefix + "position_q", pairs * position_bits, 0, "place in the window of the next sample");
    const Expr starts = m.wire(prefix + "window_starts", pairs);
    std::vector<Expr> next_positions;
    for (int pair = pairs - 1; pair >= 0; --pair) {
      const Expr position =
          m.wire(fmt::format("{}position_{}", prefix, pair), slice(position_q, pair * position_bits, position_bits));
      m.assign(bit(starts, pair), position == 0);
      const Expr next = mux(position == readout.proportion_window - 1, literal(position_bits, 0), position + 1);
      next_positions.push_back(mux(bit(watched, pair), next, position));
    }
    m.clocked(when(restart || clear).then(position_q <= 0).otherwise(position_q <= concat(next_positions)));
    return starts;
  };
  const Expr starts = window_starts("", watch);

  const Expr all_flags = m.wire("flags", converters);
  std::vector<Expr> restored;
  if (exclude) {
    const auto layout = spec::space_layout(variant, spec::Space::health);
    const auto staging = packet_staging(
        design, {"health", layout.elements, std::min(layout.elements_per_beat(), layout.elements), 1, 0});
    const Expr beat = m.input("beat_i", spec::stream_bits);
    const Expr last = m.input("last_i", 1, "this is the last beat of the packet");
    const Expr shift = m.input("shift_i", 1);
    const Expr commit = m.input("commit_i", 1);
    const Expr begin = m.input("begin_i", 1, "a FORWARD begins");
    const auto elements = element_lanes(m, beat, last, layout);
    m.assign(m.output("out_of_range_o", 1), elements.out_of_range);
    const Expr staged = m.wire("staged", converters);
    m.instance("staging", staging,
               {{"beat_i", concat({elements.values.rbegin(), elements.values.rend()})},
                {"shift_i", shift},
                {"values_o", staged}});
    const Target left_out_q = m.reg("left_out_q", converters);
    m.clocked(when(begin).then(left_out_q <= all_flags));
    m.assign(m.output("left_out_o", converters), left_out_q);
    restored = {commit, staged};
  }
  const auto monitors = [&](const std::string& name, int first, int count, const Expr& watched, const Expr& begins) {
    m.instances(name, count, monitor, [&](Index converter) {
      std::vector<Connection> connections = {{"watch_i", converter.modulo(pairs).lane(watched, 1)},
                                             {"window_starts_i", converter.modulo(pairs).lane(begins, 1)},
                                             {"bit_i", converter.lane(bits, 1, first)},
                                             {"restart_i", restart},
                                             {"clear_i", clear},
                                             {"flag_o", converter.lane(all_flags, 1, first)}};
      if (exclude) {
        connections.push_back({"load_i", restored[0]});
        connections.push_back({"load_flag_i", converter.lane(restored[1], 1, first)});
      }
      return connections;
    });
  };
  monitors("converter", 0, shared, watch, starts);
  if (has_rest) monitors("rest", shared, converters - shared, watch_rest[0], window_starts("rest_", watch_rest[0]));
  m.assign(flags, all_flags);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
