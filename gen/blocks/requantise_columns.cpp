#include "gen/blocks/blocks.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer requantise_columns(Design& design, const spec::Variant& variant) {
  const auto requantiser = requantise(design, variant);
  const bool shared = variant.requantise.multipliers == spec::Multipliers::shared;
  const int columns = variant.crossbar.columns;
  const int accumulator_bits = spec::accumulator_bits(variant);
  const int scale_bits = variant.requantise.scale_bits;
  const int output_bits = variant.requantise.output_bits;

  Module m = design.clocked(
      "requantise_columns",
      shared ? "Requantises all columns, one after the other through one multiplier; outputs shift in from the top.\n"
               "Latency: columns + 1 cycles after start_i, done_o in the last of them."
             : "Requantises all columns at once, a multiplier for each.\n"
               "Latency: 2 cycles after start_i, done_o in the last of them.");
  const Expr start = m.input("start_i", 1);
  const Expr accumulators = m.input("accumulators_i", columns * accumulator_bits);
  const Expr scales = m.input("scales_i", columns * scale_bits);
  const Expr offsets = m.input("offsets_i", columns * output_bits);
  const Expr shift = m.input("shift_i", spec::shift_bits(variant));
  const Expr outputs = m.output("outputs_o", columns * output_bits);
  const Expr done = m.output("done_o", 1);

  const int lanes = shared ? 1 : columns;
  const Expr results = m.wire("results", lanes * output_bits);
  const Target multiply_q = m.reg("multiply_q", 1, 0, "a product is formed in this cycle");
  const Target round_q = m.reg("round_q", 1, 0, "a product is rounded in this cycle");
  const Target outputs_q = m.reg("outputs_q", columns * output_bits);

  if (shared) {
    const Target column_q = m.reg("column_q", std::max(1, spec::ceil_log2(columns)));
    const Expr last_column = m.wire("last_column", column_q == columns - 1);
    m.instance("requantise", requantiser,
               {{"enable_i", multiply_q},
                {"accumulator_i", part(accumulators, column_q, accumulator_bits)},
                {"scale_i", part(scales, column_q, scale_bits)},
                {"offset_i", part(offsets, column_q, output_bits)},
                {"shift_i", shift},
                {"result_o", results}});
    m.clocked(when(start)
                  .then(multiply_q <= 1, column_q <= 0)
                  .else_when(multiply_q)
                  .then(column_q <= column_q + 1, multiply_q <= !last_column));
    m.clocked(round_q <= multiply_q);
    const Expr shifted =
        columns == 1 ? results : concat({results, slice(outputs_q, output_bits, (columns - 1) * output_bits)});
    m.clocked(when(round_q).then(outputs_q <= shifted));
    m.assign(done, round_q && !multiply_q);
  } else {
    m.instances("column", columns, requantiser, [&](Index column) {
      return std::vector<Connection>{{"enable_i", multiply_q},
                                     {"accumulator_i", column.lane(accumulators, accumulator_bits)},
                                     {"scale_i", column.lane(scales, scale_bits)},
                                     {"offset_i", column.lane(offsets, output_bits)},
                                     {"shift_i", shift},
                                     {"result_o", column.lane(results, output_bits)}};
    });
    m.clocked(multiply_q <= start, round_q <= multiply_q);
    m.clocked(when(round_q).then(outputs_q <= results));
    m.assign(done, round_q);
  }
  m.assign(outputs, outputs_q);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
