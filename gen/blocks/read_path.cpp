#include "gen/blocks/read_path.h"

#include <algorithm>

#include "gen/blocks/blocks.h"
#include "gen/cells/cells.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

namespace {

/// The modules, in the order in which a package lists them.
struct Parts {
  ModulePointer sequencer, streamer, synchroniser, counters, adder, requantiser;
};

/// What the sequencer tells the rest.
struct Steps {
  Expr drive;
  Expr capture, clear_counters, clear_accumulators, combine;
  Expr finished;
  std::optional<Expr> pair;  // which MTJ of each line is sampled
};

/// One field a weight slice, slice 0 lowest; `field` gives that of a slice.
template <class Field>
Expr by_slice(int slices, const Field& field) {
  std::vector<Expr> parts;
  for (int slice = slices - 1; slice >= 0; --slice) parts.push_back(field(slice));
  return concat(std::move(parts));
}

Steps rows_and_array(const Parts& parts, Module& m, const spec::Variant& variant, const ReadPins& pins,
                     const ReadSignals& signals) {
  m.comment("Rows and array.");
  const int column_mux = variant.readout.column_mux;
  const int stream_index_bits = std::max(1, spec::ceil_log2(variant.input.streams));
  const Expr drive = m.wire("drive", 1);
  const Expr stream = m.wire("stream", stream_index_bits);
  const Expr release = m.wire("release_rows", 1);
  Steps steps{.drive = drive,
              .capture = m.wire("capture_sample", 1),
              .clear_counters = m.wire("clear_counters", 1),
              .clear_accumulators = m.wire("clear_accumulators", 1),
              .combine = m.wire("combine", column_mux),
              .finished = m.wire("read_out", 1),
              .pair = {}};
  std::vector<Connection> sequencer_connections = {{"start_i", signals.start},
                                                   {"samples_i", signals.samples},
                                                   {"drive_o", drive},
                                                   {"stream_o", stream},
                                                   {"release_o", release},
                                                   {"integ_rst_o", pins.integ_rst},
                                                   {"integ_en_o", pins.integ_en},
                                                   {"mtj_reset_o", pins.mtj_reset},
                                                   {"mtj_write_o", pins.mtj_write},
                                                   {"mtj_read_o", pins.mtj_read},
                                                   {"capture_o", steps.capture},
                                                   {"clear_counters_o", steps.clear_counters},
                                                   {"clear_accumulators_o", steps.clear_accumulators},
                                                   {"combine_o", steps.combine},
                                                   {"finished_o", steps.finished}};
  if (signals.one_row && variant.input.streams > 1) {
    sequencer_connections.push_back({"one_stream_i", signals.one_row->under_way});
  }
  if (column_mux > 1) {
    const Expr column_sel =
        m.output("column_sel_o", spec::column_select_bits(variant), "which column of each line is read");
    sequencer_connections.push_back({"column_sel_o", column_sel});
  }
  if (spec::mtjs_per_line(variant) == 2) {
    steps.pair = m.wire("pair", 1, "which MTJ of each line is sampled");
    sequencer_connections.push_back({"pair_o", *steps.pair});
  }
  m.instance("array_sequencer", parts.sequencer, std::move(sequencer_connections));

  const auto& pulses = signals.pulses;
  std::vector<Connection> streamer_connections = {{"signs_i", signals.signs},
                                                  {"digits_i", signals.digits},
                                                  {"drive_i", drive},
                                                  {"stream_i", stream},
                                                  {"release_i", pulses ? release || pulses->release : release},
                                                  {"row_sign_o", pins.row_sign},
                                                  {"row_level_o", pins.row_level}};
  if (pulses) {
    streamer_connections.insert(
        streamer_connections.end(),
        {{"pulse_i", pulses->take}, {"pulse_signs_i", pulses->signs}, {"pulses_i", pulses->pulses}});
  }
  m.instance("row_streamer", parts.streamer, std::move(streamer_connections));
  return steps;
}

struct Captured {
  Expr bits;
  std::optional<Expr> left_out;  // converters that do not count
};

Captured converters(Design& design, const Parts& parts, Module& m, const spec::Variant& variant, const Expr& mtj_bit,
                    const ReadSignals& signals, const Steps& steps) {
  m.comment("Converters.");
  const int count = spec::converters(variant);
  Captured captured{m.wire("captured", count), {}};
  m.instance("mtj_capture", parts.synchroniser, {{"data_i", mtj_bit}, {"data_o", captured.bits}},
             {{"Width", count}, {"Stages", variant.readout.synchroniser_stages}});
  if (!signals.monitor) return captured;
  const MonitorSignals& monitor = *signals.monitor;
  const Expr watch = m.wire("watch", steps.capture && monitor.enable);
  std::vector<Connection> connections = {
      {"watch_i", steps.pair ? concat({watch && *steps.pair, watch && !*steps.pair}) : watch},
      {"bits_i", captured.bits},
      {"restart_i", monitor.restart},
      {"clear_i", monitor.clear},
      {"flags_o", monitor.flags}};
  if (variant.readout.health_monitor == spec::HealthMonitor::exclude) {
    captured.left_out = m.wire("left_out", count);
    connections.insert(connections.end(), monitor.restore.begin(), monitor.restore.end());
    connections.push_back({"begin_i", signals.start});
    connections.push_back({"left_out_o", *captured.left_out});
  }
  m.instance("health_monitors", health_monitors(design, variant), std::move(connections));
  return captured;
}

struct Counted {
  Expr counters;
  std::optional<Expr> totals;  // samples taken, where they differ
};

Counted counters_of_lines(const Parts& parts, Module& m, const spec::Variant& variant, const Captured& captured,
                          const Steps& steps, const std::optional<Expr>& counted_subarrays) {
  m.comment("Counters, a lane for each line.");
  const int lines = spec::lines(variant);
  const int pairs = spec::mtjs_per_line(variant);
  const int slices = variant.crossbar.weight_slices;
  const int subarrays = spec::subarrays(variant);
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
Expr total(Module& m, const spec::Variant& variant, const Expr& samples, const std::optional<OneRowRead>& one_row) {
  const int bits = spec::counter_bits(variant);
  const Expr all = literal(bits, spec::subarrays(variant));
  if (!one_row || !one_row->counted) {
    return m.wire("total", zero_extend(samples, bits) * all, "conversions of one partial sum over all sub-arrays");
  }
  return m.wire("total", zero_extend(samples, bits) * mux(one_row->under_way, literal(bits, 1), all),
                "conversions of one partial sum over the sub-arrays that count");
}

Expr accumulators_of_columns(const Parts& parts, Module& m, const spec::Variant& variant, const Counted& counted,
                             const Steps& steps, const ReadSignals& signals) {
  m.comment("Accumulators, one a column.");
  const int columns = variant.crossbar.columns;
  const int column_mux = variant.readout.column_mux;
  const int slices = variant.crossbar.weight_slices;
  const int counter_bits = spec::counter_bits(variant);
  const int slice_bits = spec::lines(variant) * counter_bits;
  const int accumulator_bits = spec::accumulator_bits(variant);
  const Expr accumulators = m.wire("accumulators", columns * accumulator_bits);
  const bool exclude = counted.totals.has_value();
  const Expr taken = exclude ? *counted.totals : total(m, variant, signals.samples, signals.one_row);
  m.instances("column", columns, parts.adder, [&](Index column) {
    const auto counts = [&](const Expr& signal) {
      return by_slice(
          slices, [&](int slice) { return column.divided(column_mux).lane(signal, counter_bits, slice * slice_bits); });
    };
    return std::vector<Connection>{{"clear_i", steps.clear_accumulators},
                                   {"combine_i", column.modulo(column_mux).lane(steps.combine, 1)},
                                   {"counts_i", counts(counted.counters)},
                                   {exclude ? "totals_i" : "total_i", exclude ? counts(taken) : taken},
                                   {"accumulator_o", column.lane(accumulators, accumulator_bits)}};
  });
  return accumulators;
}

}  // namespace

ReadPins read_pins(Module& m, const spec::Variant& variant) {
  const int rows = variant.crossbar.rows;
  const int pairs = spec::mtjs_per_line(variant);
  return {.row_sign = m.output("row_sign_o", rows),
          .row_level = m.output("row_level_o", rows * variant.input.stream_bits),
          .integ_rst = m.output("integ_rst_o", 1),
          .integ_en = m.output("integ_en_o", 1),
          .mtj_reset = m.output("mtj_reset_o", pairs),
          .mtj_write = m.output("mtj_write_o", pairs),
          .mtj_read = m.output("mtj_read_o", pairs),
          .mtj_bit = m.input("mtj_bit_i", spec::converters(variant),
                             pairs == 2 ? "sub-array, slice, line, MTJ of the line" : "sub-array, slice, line")};
}

ReadResults read_path(Design& design, Module& m, const spec::Variant& variant, const ReadPins& pins,
                      const ReadSignals& signals) {
  const Parts parts{.sequencer = array_sequencer(design, variant),
                    .streamer = row_streamer(design, variant),
                    .synchroniser = cells::synchroniser(design),
                    .counters = line_counters(design, variant),
                    .adder = shift_and_add(design, variant),
                    .requantiser = requantise_columns(design, variant)};
  const Steps steps = rows_and_array(parts, m, variant, pins, signals);
  const Captured captured = converters(design, parts, m, variant, pins.mtj_bit, signals, steps);
  const std::optional<Expr> counted_subarrays = signals.one_row ? signals.one_row->counted : std::nullopt;
  const Counted counted = counters_of_lines(parts, m, variant, captured, steps, counted_subarrays);
  const Expr accumulators = accumulators_of_columns(parts, m, variant, counted, steps, signals);

  m.comment("Accumulators to outputs.");
  const Expr outputs = m.wire("outputs", variant.crossbar.columns * variant.requantise.output_bits);
  m.instance("requantise_columns", parts.requantiser,
             {{"start_i", signals.one_row ? steps.finished && !signals.one_row->under_way : steps.finished},
              {"accumulators_i", accumulators},
              {"scales_i", signals.scales},
              {"offsets_i", signals.offsets},
              {"shift_i", signals.shift},
              {"outputs_o", outputs},
              {"done_o", signals.done}});
  return {steps.drive, steps.finished, counted.counters, accumulators, outputs};
}

}  // namespace spintile::gen::blocks
