#include "gen/blocks/array_drive.h"

#include "gen/blocks/blocks.h"
#include "gen/blocks/code_planes.h"
#include "gen/blocks/line_driver.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ArrayDrive::ArrayDrive(Design& design, const spec::Variant& variant)
    : sequencer_(array_sequencer(design, variant)), row_streamer_(line_streamer(design, variant, Side::rows)) {
  if (spec::has_backward(variant)) column_streamer_ = line_streamer(design, variant, Side::columns);
}

ReadSteps ArrayDrive::place(Module& m, const spec::Variant& variant, const ReadPins& pins,
                            const ReadSignals& signals) const {
  m.comment("Rows and array.");
  const int column_mux = variant.readout.column_mux;
  const Expr drive = m.wire("drive", 1);
  const Expr stream = m.wire("stream", plane_index_bits(variant));
  const Expr release = m.wire("release_rows", 1);
  ReadSteps steps{.drive = drive,
                  .capture = m.wire("capture_sample", 1),
                  .clear_counters = m.wire("clear_counters", 1),
                  .clear_accumulators = m.wire("clear_accumulators", 1),
                  .combine = m.wire("combine", column_mux),
                  .finished = m.wire("read_out", 1),
                  .pair = {}};
  std::vector<Connection> of_sequencer = {{"start_i", signals.start},
                                          {"samples_i", signals.samples},
                                          {"drive_o", drive},
                                          {"stream_o", stream},
                                          {"release_o", release},
                                          {"integ_rst_o", pins.integ_rst},
                                          {"integ_en_o", pins.integ_en},
                                          {"mtj_reset_o", pins.mtj->reset},
                                          {"mtj_write_o", pins.mtj->write},
                                          {"mtj_read_o", pins.mtj->read},
                                          {"capture_o", steps.capture},
                                          {"clear_counters_o", steps.clear_counters},
                                          {"clear_accumulators_o", steps.clear_accumulators},
                                          {"combine_o", steps.combine},
                                          {"finished_o", steps.finished}};
  if (signals.one_row && variant.input.streams > 1) {
    of_sequencer.push_back({"one_stream_i", signals.one_row->under_way});
  }
  if (column_mux > 1) {
    const Expr column_sel =
        m.output("column_sel_o", spec::column_select_bits(variant), "which column of each line is read");
    of_sequencer.push_back({"column_sel_o", column_sel});
  }
  if (spec::mtjs_per_line(variant) == 2) {
    steps.pair = m.wire("pair", 1, "which MTJ of each line is sampled");
    of_sequencer.push_back({"pair_o", *steps.pair});
  }
  std::optional<Expr> drive_columns;
  if (signals.backward) {
    drive_columns = m.wire("drive_columns", 1);
    of_sequencer.insert(
        of_sequencer.end(),
        {{"backward_i", signals.backward->start}, {"drive_columns_o", *drive_columns}, {"reverse_o", *pins.reverse}});
  }
  m.instance("array_sequencer", sequencer_, std::move(of_sequencer));

  const auto of_streamer = [&](const std::string& side, const Codes& codes, const Expr& begins, const LinePins& lines,
                               const std::optional<LinePulses>& pulses) {
    auto connections = of_line_driver(side, codes.signs, {begins, release}, lines, pulses);
    connections.insert(connections.end(), {{"digits_i", codes.digits}, {"stream_i", stream}});
    return connections;
  };
  m.instance("row_streamer", row_streamer_, of_streamer("row", signals.inputs, drive, pins.rows, signals.row_pulses));
  if (signals.backward) {
    const BackwardRead& backward = *signals.backward;
    m.instance("column_streamer", *column_streamer_,
               of_streamer("col", backward.errors, *drive_columns, *pins.columns, backward.pulses));
  }
  return steps;
}

}  // namespace spintile::gen::blocks
