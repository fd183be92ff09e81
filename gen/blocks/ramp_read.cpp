#include "gen/blocks/ramp_read.h"

#include "gen/blocks/blocks.h"
#include "gen/blocks/code_planes.h"
#include "gen/blocks/line_driver.h"
#include "gen/cells/cells.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

namespace {

std::optional<ModulePointer> drivers_of_columns(Design& design, const spec::Variant& variant) {
  if (spec::has_outer_update(variant)) return voltage_drivers(design, variant);
  if (spec::has_backward(variant)) return temporal_drivers(design, variant, Side::columns);
  return std::nullopt;
}

/// The slots, of a read or of an outer product.
struct Slots {
  Expr drive;   // one begins in the next cycle
  Expr chosen;  // which bit of the magnitudes decides in it
  Expr end;     // the present one is the last
};

/// What the sequencer of an outer product says to the drivers.
struct OuterSteps {
  Expr slots_begin, take_columns, column_negative, of_phase, row_negative;
};

OuterSteps place_outer_sequencer(Module& m, const ModulePointer& sequencer, const Slots& slots,
                                 const OuterUpdate& update) {
  OuterSteps steps{.slots_begin = m.wire("outer_slots_begin", 1),
                   .take_columns = m.wire("take_voltages", 1),
                   .column_negative = m.wire("column_negative", 1),
                   .of_phase = m.wire("of_phase", 1),
                   .row_negative = m.wire("row_negative", 1)};
  m.instance("outer_sequencer", sequencer,
             {{"start_i", update.start},
              {"pulse_i", update.row.pulse},
              {"one_row_i", update.row.under_way},
              {"take_columns_o", steps.take_columns},
              {"column_negative_o", steps.column_negative},
              {"slots_begin_o", steps.slots_begin},
              {"slots_end_i", slots.end},
              {"of_phase_o", steps.of_phase},
              {"row_negative_o", steps.row_negative},
              {"update_en_o", m.output("update_en_o", 1)},
              {"opu_phase_o", m.output("opu_phase_o", 2, "1: rows of negative codes, 0: columns of negative codes")},
              {"phase_end_o", update.row.phase_end},
              {"done_o", update.done}});
  return steps;
}

}  // namespace

RampRead::RampRead(Design& design, const spec::Variant& variant)
    : slot_counter_(slot_counter(design, variant)),
      sequencer_(ramp_sequencer(design, variant)),
      outer_sequencer_(spec::has_outer_update(variant) ? std::optional(outer_sequencer(design, variant))
                                                       : std::nullopt),
      row_drivers_(temporal_drivers(design, variant, Side::rows)),
      column_drivers_(drivers_of_columns(design, variant)),
      synchroniser_(cells::synchroniser(design)),
      capture_(ramp_capture(design, variant)) {}

Conversion RampRead::place(Module& m, const spec::Variant& variant, const ReadPins& pins,
                           const ReadSignals& signals) const {
  m.unread(signals.samples, "A ramp converts once.");
  m.comment("Rows, columns and array.");
  const RampPins& ramp = *pins.ramp;
  const Expr slots_begin = m.wire("slots_begin", 1);
  const Slots slots{.drive = m.wire("slot_begins", 1),
                    .chosen = m.wire("deciding_bit", plane_index_bits(variant)),
                    .end = m.wire("slots_end", 1)};
  const Expr clear = m.wire("clear_codes", 1);
  const Expr capture = m.wire("capture_step", 1);
  const Expr step = m.wire("step", variant.readout.ramp_bits);
  const Expr finished = m.wire("read_out", 1);
  std::vector<Connection> of_sequencer = {{"start_i", signals.start},
                                          {"slots_begin_o", slots_begin},
                                          {"slots_end_i", slots.end},
                                          {"mux_o", ramp.mux},
                                          {"integ_rst_o", pins.integ_rst},
                                          {"integ_en_o", pins.integ_en},
                                          {"ramp_rst_o", ramp.rst},
                                          {"ramp_en_o", ramp.en},
                                          {"clear_o", clear},
                                          {"capture_o", capture},
                                          {"step_o", step},
                                          {"finished_o", finished}};
  if (signals.backward) {
    of_sequencer.insert(of_sequencer.end(), {{"backward_i", signals.backward->start}, {"reverse_o", *pins.reverse}});
  }
  m.instance("ramp_sequencer", sequencer_, std::move(of_sequencer));
  std::optional<OuterSteps> outer;
  if (outer_sequencer_) outer = place_outer_sequencer(m, *outer_sequencer_, slots, *signals.outer);
  m.instance("slot_counter", slot_counter_,
             {{"start_i", outer ? slots_begin || outer->slots_begin : slots_begin},
              {"drive_o", slots.drive},
              {"bit_o", slots.chosen},
              {"end_o", slots.end}});

  const auto gated = [&](const char* name, bool of_rows) {
    if (!pins.reverse) return slots.drive;
    return m.wire(name, slots.drive && (of_rows ? !*pins.reverse : *pins.reverse));
  };
  const Expr drive = gated("drive", true);
  const auto of_drivers = [&](const std::string& side, const Codes& codes, const Expr& begins, const LinePins& lines,
                              const std::optional<LinePulses>& pulses) {
    auto connections = of_line_driver(side, codes.signs, {begins, slots.end}, lines, pulses);
    connections.insert(connections.end(), {{"magnitudes_i", codes.digits}, {"bit_i", slots.chosen}});
    return connections;
  };
  auto of_rows = of_drivers("row", signals.inputs, drive, pins.rows, signals.row_pulses);
  if (outer) {
    const RowWriting& row = signals.outer->row;
    of_rows.insert(of_rows.end(), {{"of_phase_i", outer->of_phase},
                                   {"negative_i", outer->row_negative},
                                   {"one_row_i", row.under_way},
                                   {"selected_i", row.selected},
                                   {"slots_i", row.slots}});
  }
  m.instance("row_drivers", row_drivers_, std::move(of_rows));
  if (outer) {
    const OuterUpdate& update = *signals.outer;
    std::vector<Connection> of_columns = {{"signs_i", update.voltages.signs}, {"voltages_i", update.voltages.digits},
                                          {"take_i", outer->take_columns},    {"negative_i", outer->column_negative},
                                          {"col_sign_o", pins.columns->sign}, {"col_level_o", pins.columns->level}};
    Expr release = update.done;
    if (signals.backward) {
      release = release || (slots.end && *pins.reverse);
      of_columns.insert(of_columns.end(), {{"error_signs_i", signals.backward->errors.signs},
                                           {"error_magnitudes_i", signals.backward->errors.digits},
                                           {"drive_i", gated("drive_columns", false)},
                                           {"bit_i", slots.chosen}});
    }
    of_columns.push_back({"release_i", release});
    m.instance("column_drivers", *column_drivers_, std::move(of_columns));
  } else if (signals.backward) {
    m.instance("column_drivers", *column_drivers_,
               of_drivers("col", signals.backward->errors, gated("drive_columns", false), *pins.columns,
                          signals.backward->pulses));
  }

  m.comment("Comparators to codes.");
  const int lines = spec::accumulators(variant);
  const Expr compared = m.wire("compared", lines);
  m.instance("comparators", synchroniser_, {{"data_i", ramp.cmp}, {"data_o", compared}},
             {{"Width", lines}, {"Stages", variant.readout.synchroniser_stages}});
  Conversion conversion{.drive = drive,
                        .finished = finished,
                        .accumulators = m.wire("accumulators", lines * variant.readout.ramp_bits),
                        .counters = {},
                        .flags = RampFlags{m.wire("overflow", lines), m.wire("underflow", lines)}};
  std::vector<Connection> of_capture = {{"compare_i", compared},
                                        {"step_i", step},
                                        {"clear_i", clear},
                                        {"capture_i", capture},
                                        {"finish_i", finished},
                                        {"codes_o", conversion.accumulators},
                                        {"overflow_o", conversion.flags->overflow},
                                        {"underflow_o", conversion.flags->underflow}};
  if (signals.backward && variant.crossbar.rows != variant.crossbar.columns) {
    of_capture.push_back({"reverse_i", *pins.reverse});
  }
  m.instance("ramp_capture", capture_, std::move(of_capture));
  return conversion;
}

}  // namespace spintile::gen::blocks
