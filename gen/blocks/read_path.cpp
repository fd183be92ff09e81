#include "gen/blocks/read_path.h"

#include <algorithm>
#include <string>

#include "gen/blocks/array_drive.h"
#include "gen/blocks/blocks.h"
#include "gen/blocks/ramp_read.h"
#include "gen/cells/cells.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

namespace {

/// The modules, in the order in which a package lists them.
struct Parts {
  ArrayDrive drive;
  ModulePointer synchroniser, counters, adder;
};

/// One field a weight slice, slice 0 lowest; `field` gives that of a slice.
template <class Field>
Expr by_slice(int slices, const Field& field) {
  std::vector<Expr> parts;
  for (int slice = slices - 1; slice >= 0; --slice) parts.push_back(field(slice));
  return concat(std::move(parts));
}

struct Captured {
  Expr bits;
  std::optional<Expr> left_out;  // converters that do not count
};

/// One bit a converter, ((s W + i) L + l) P + pair of the direction at hand, brought to the places that its most
/// sub-arrays and lines have in either: `absent` where this direction has none.
Expr by_place(Module& m, const spec::Variant& variant, const std::string& name, const Expr& signal, bool absent,
              const ReadPins& pins) {
  if (!pins.reverse) return signal;
  const int slices = variant.crossbar.weight_slices;
  const int line_bits = spec::lines(variant) * spec::mtjs_per_line(variant);
  const auto fill = [&](int bits) { return repeat(literal(1, absent ? 1 : 0), bits); };
  const auto places = [&](const spec::Variant& direction) {
    const int own_bits = spec::lines(direction) * spec::mtjs_per_line(direction);
    const int parts = spec::subarrays(direction) * slices;
    const int missing = spec::counted_subarrays(variant) * slices - parts;
    std::vector<Expr> fields;
    if (missing > 0) fields.push_back(fill(missing * line_bits));
    if (own_bits == line_bits) {
      fields.push_back(slice(signal, 0, parts * own_bits));
    } else {
      for (int part = parts - 1; part >= 0; --part) {
        fields.push_back(fill(line_bits - own_bits));
        fields.push_back(slice(signal, part * own_bits, own_bits));
      }
    }
    return concat(std::move(fields));
  };
  const spec::Variant forward = spec::forward_of(variant);
  const spec::Variant backward = spec::backward_of(variant);
  const bool alike =
      spec::lines(forward) == spec::lines(backward) && spec::subarrays(forward) == spec::subarrays(backward);
  if (alike) return signal;
  return m.wire(name, mux(*pins.reverse, places(backward), places(forward)),
                "one a sub-array, slice, line, MTJ of either direction");
}

Captured converters(Design& design, const Parts& parts, Module& m, const spec::Variant& variant, const ReadPins& pins,
                    const ReadSignals& signals, const ReadSteps& steps) {
  m.comment("Converters.");
  const int count = spec::converters(variant);
  Captured captured{m.wire("captured", count), {}};
  m.instance("mtj_capture", parts.synchroniser, {{"data_i", pins.mtj->bit}, {"data_o", captured.bits}},
             {{"Width", count}, {"Stages", variant.readout.synchroniser_stages}});
  if (!signals.monitor) return {by_place(m, variant, "placed", captured.bits, false, pins), {}};
  const MonitorSignals& monitor = *signals.monitor;
  const Expr watch = m.wire("watch", steps.capture && monitor.enable);
  const auto of_pair = [&](const Expr& watched) {
    return steps.pair ? concat({watched && *steps.pair, watched && !*steps.pair}) : watched;
  };
  std::vector<Connection> connections = {{"watch_i", of_pair(watch)},
                                         {"bits_i", captured.bits},
                                         {"restart_i", monitor.restart},
                                         {"clear_i", monitor.clear},
                                         {"flags_o", monitor.flags}};
  if (spec::shared_converters(variant) < count) {
    const bool of_forward = spec::converters(spec::forward_of(variant)) == count;
    const Expr reverse = *pins.reverse;
    connections.push_back({"watch_rest_i", of_pair(m.wire("watch_rest", watch && (of_forward ? !reverse : reverse)))});
  }
  if (variant.readout.health_monitor == spec::HealthMonitor::exclude) {
    captured.left_out = m.wire("left_out", count);
    connections.insert(connections.end(), monitor.restore.begin(), monitor.restore.end());
    connections.push_back({"begin_i", signals.start});
    connections.push_back({"left_out_o", *captured.left_out});
  }
  m.instance("health_monitors", health_monitors(design, variant), std::move(connections));
  captured.bits = by_place(m, variant, "placed", captured.bits, false, pins);
  if (captured.left_out) captured.left_out = by_place(m, variant, "placed_left_out", *captured.left_out, true, pins);
  return captured;
}

struct Counted {
  Expr counters;
  std::optional<Expr> totals;  // samples taken, where they differ
};

Counted counters_of_lines(const Parts& parts, Module& m, const spec::Variant& variant, const Captured& captured,
                          const ReadSteps& steps, const std::optional<Expr>& counted_subarrays) {
  m.comment("Counters, a lane for each line.");
  const int lines = spec::lines(variant);
  const int pairs = spec::mtjs_per_line(variant);
  const int slices = variant.crossbar.weight_slices;
  const int subarrays = spec::counted_subarrays(variant);
  const int counter_bits = spec::counter_bits(variant);
  Counted counted{m.wire("counters", slices * lines * counter_bits, "slice major"), {}};
  if (captured.left_out) counted.totals = m.wire("totals", slices * lines * counter_bits, "slice major");
  m.instances("line", lines, parts.counters, [&](Index line) {
    // What concerns the sampled MTJs of this line: slice major, sub-array 0 of slice 0 last.
    const auto of_line = [&](const Expr& signal) {
      std::vector<Expr> bits;
      for (int slice = slices - 1; slice >= 0; --slice) {
        for (int subarray = subarrays - 1; subarray >= 0; --subarray) {
          const int first = (subarray * slices + slice) * lines * pairs;
          const Expr even = line.lane(signal, 1, first, pairs);
          bits.push_back(pairs == 2 ? mux(*steps.pair, line.lane(signal, 1, first + 1, pairs), even) : even);
        }
      }
      return concat(std::move(bits));
    };
    const auto counts = [&](const Expr& signal) {
      return by_slice(slices, [&](int slice) { return line.lane(signal, counter_bits, slice * lines * counter_bits); });
    };
    std::vector<Connection> connections = {{"bits_i", of_line(captured.bits)},
                                           {"capture_i", steps.capture},
                                           {"clear_i", steps.clear_counters},
                                           {"counts_o", counts(counted.counters)}};
    if (counted_subarrays) connections.push_back({"selected_i", *counted_subarrays});
    if (captured.left_out) {
      connections.push_back({"left_out_i", of_line(*captured.left_out)});
      connections.push_back({"totals_o", counts(*counted.totals)});
    }
    return connections;
  });
  return counted;
}

/// Samples of a (slice, line), where none is left out.
Expr total(Module& m, const spec::Variant& variant, const ReadPins& pins, const ReadSignals& signals) {
  const int bits = spec::counter_bits(variant);
  Expr all = literal(bits, spec::subarrays(variant));
  if (pins.reverse && spec::subarrays(spec::backward_of(variant)) != spec::subarrays(variant)) {
    all = mux(*pins.reverse, literal(bits, spec::subarrays(spec::backward_of(variant))), all);
  }
  const Expr samples = zero_extend(signals.samples, bits);
  const auto& one_row = signals.one_row;
  if (!one_row || !one_row->counted) {
    return m.wire("total", samples * all, "conversions of one partial sum over all sub-arrays");
  }
  return m.wire("total", samples * mux(one_row->under_way, literal(bits, 1), all),
                "conversions of one partial sum over the sub-arrays that count");
}

/// Whether an accumulator has an output of the direction at hand: those past its last stay 0.
std::optional<Expr> has_output(Module& m, const spec::Variant& variant, const ReadPins& pins) {
  const int count = spec::accumulators(variant);
  const int shared = std::min(variant.crossbar.rows, variant.crossbar.columns);
  if (!pins.reverse || count == shared) return std::nullopt;
  const Expr of_larger = variant.crossbar.columns < count ? *pins.reverse : !*pins.reverse;
  return m.wire("has_output", concat({repeat(of_larger, count - shared), repeat(literal(1, 1), shared)}));
}

Expr accumulators_of_columns(const Parts& parts, Module& m, const spec::Variant& variant, const Counted& counted,
                             const ReadSteps& steps, const ReadPins& pins, const ReadSignals& signals) {
  m.comment(pins.reverse ? "Accumulators, one an output of either direction." : "Accumulators, one a column.");
  const int count = spec::accumulators(variant);
  const int column_mux = variant.readout.column_mux;
  const int slices = variant.crossbar.weight_slices;
  const int counter_bits = spec::counter_bits(variant);
  const int slice_bits = spec::lines(variant) * counter_bits;
  const int accumulator_bits = spec::accumulator_bits(variant);
  const Expr accumulators = m.wire("accumulators", count * accumulator_bits);
  const bool exclude = counted.totals.has_value();
  const Expr taken = exclude ? *counted.totals : total(m, variant, pins, signals);
  const std::optional<Expr> there = has_output(m, variant, pins);
  m.instances(pins.reverse ? "adder" : "column", count, parts.adder, [&](Index column) {
    const auto counts = [&](const Expr& signal) {
      return by_slice(
          slices, [&](int slice) { return column.divided(column_mux).lane(signal, counter_bits, slice * slice_bits); });
    };
    const Expr combine = column.modulo(column_mux).lane(steps.combine, 1);
    return std::vector<Connection>{{"clear_i", steps.clear_accumulators},
                                   {"combine_i", there ? combine && column.bit(*there) : combine},
                                   {"counts_i", counts(counted.counters)},
                                   {exclude ? "totals_i" : "total_i", exclude ? counts(taken) : taken},
                                   {"accumulator_o", column.lane(accumulators, accumulator_bits)}};
  });
  return accumulators;
}

Conversion stochastic_read(Design& design, const Parts& parts, Module& m, const spec::Variant& variant,
                           const ReadPins& pins, const ReadSignals& signals) {
  const ReadSteps steps = parts.drive.place(m, variant, pins, signals);
  const Captured captured = converters(design, parts, m, variant, pins, signals, steps);
  const std::optional<Expr> counted_subarrays = signals.one_row ? signals.one_row->counted : std::nullopt;
  const Counted counted = counters_of_lines(parts, m, variant, captured, steps, counted_subarrays);
  const Expr accumulators = accumulators_of_columns(parts, m, variant, counted, steps, pins, signals);
  return {.drive = steps.drive,
          .finished = steps.finished,
          .accumulators = accumulators,
          .counters = counted.counters,
          .flags = {}};
}

/// Accumulators to outputs.
ReadResults requantised(const ModulePointer& requantiser, Module& m, const spec::Variant& variant, const ReadPins& pins,
                        const ReadSignals& signals, const Conversion& conversion) {
  const Expr of_columns = slice(conversion.accumulators, 0, variant.crossbar.columns * spec::accumulator_bits(variant));
  m.comment("Accumulators to outputs.");
  const Expr outputs = m.wire("outputs", variant.crossbar.columns * variant.requantise.output_bits);
  Expr requantise = conversion.finished;
  if (signals.one_row) requantise = requantise && !signals.one_row->under_way;
  if (signals.backward) {
    requantise = requantise && !*pins.reverse;
    m.assign(signals.backward->done, conversion.finished && *pins.reverse);
  }
  m.instance("requantise_columns", requantiser,
             {{"start_i", requantise},
              {"accumulators_i", of_columns},
              {"scales_i", signals.scales},
              {"offsets_i", signals.offsets},
              {"shift_i", signals.shift},
              {"outputs_o", outputs},
              {"done_o", signals.done}});
  return {conversion, of_columns, outputs};
}

}  // namespace

ReadPins read_pins(Module& m, const spec::Variant& variant) {
  const int rows = spec::array_rows(variant);
  const int columns = variant.crossbar.columns;
  const std::string offset = spec::has_offset_row(variant) ? "the last is the offset row" : "";
  const LinePins row_pins = {m.output("row_sign_o", rows, offset),
                             m.output("row_level_o", rows * spec::row_level_bits(variant), offset)};
  ReadPins pins{.rows = row_pins, .integ_rst = m.output("integ_rst_o", 1), .integ_en = m.output("integ_en_o", 1)};
  const bool has_backward = spec::has_backward(variant);
  if (spec::has_ramp(variant)) {
    pins.ramp = RampPins{
        .mux = m.output("mux_o", has_backward ? 2 : 1, has_backward ? "integrators on: 0 the columns, 1 the rows" : ""),
        .rst = m.output("ramp_rst_o", 1),
        .en = m.output("ramp_en_o", 1),
        .cmp = m.input("cmp_i", spec::accumulators(variant), "1: at or below the ramp")};
  } else {
    const int pairs = spec::mtjs_per_line(variant);
    pins.mtj =
        MtjPins{.reset = m.output("mtj_reset_o", pairs),
                .write = m.output("mtj_write_o", pairs),
                .read = m.output("mtj_read_o", pairs),
                .bit = m.input("mtj_bit_i", spec::converters(variant),
                               pairs == 2 ? "sub-array, slice, line, MTJ of the line" : "sub-array, slice, line")};
  }
  if (has_backward || spec::has_outer_update(variant)) {
    const Expr sign = m.output("col_sign_o", columns, "1: negative rail");
    pins.columns = LinePins{sign, m.output("col_level_o", columns * spec::column_level_bits(variant))};
  }
  if (has_backward) pins.reverse = m.output("reverse_o", 1, "1: columns are driven, rows read");
  return pins;
}

ReadResults read_path(Design& design, Module& m, const spec::Variant& variant, const ReadPins& pins,
                      const ReadSignals& signals) {
  if (spec::has_ramp(variant)) {
    const RampRead read(design, variant);
    const ModulePointer requantiser = requantise_columns(design, variant);
    return requantised(requantiser, m, variant, pins, signals, read.place(m, variant, pins, signals));
  }
  const Parts parts{.drive = ArrayDrive(design, variant),
                    .synchroniser = cells::synchroniser(design),
                    .counters = line_counters(design, variant),
                    .adder = shift_and_add(design, variant)};
  const ModulePointer requantiser = requantise_columns(design, variant);
  return requantised(requantiser, m, variant, pins, signals, stochastic_read(design, parts, m, variant, pins, signals));
}

}  // namespace spintile::gen::blocks
