#include <algorithm>

#include "gen/blocks/blocks.h"
#include "gen/cells/cells.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

namespace {

/// Each of `columns` two's complement values extended to `bits`.
Expr widened(Module& m, const Expr& values, int columns, int value_bits, int bits) {
  if (bits == value_bits) return values;
  std::vector<Expr> parts;
  for (int column = columns - 1; column >= 0; --column) {
    parts.push_back(repeat(bit(values, (column + 1) * value_bits - 1), bits - value_bits));
    parts.push_back(slice(values, column * value_bits, value_bits));
  }
  return m.wire("operands", concat(std::move(parts)));
}

}  // namespace

ModulePointer requantise_columns(Design& design, const spec::Variant& variant) {
  const auto requantiser = cells::requantiser(design);
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

  // An output wider than the product and its carry needs a wider product.
  const int operand_bits = std::max(accumulator_bits, output_bits - scale_bits - 1);
  const Expr operands = widened(m, accumulators, columns, accumulator_bits, operand_bits);
  const ParameterValues parameters = {{"AccumulatorBits", operand_bits},
                                      {"ScaleBits", scale_bits},
                                      {"OutputBits", output_bits},
                                      {"ShiftBits", spec::shift_bits(variant)}};
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
                {"accumulator_i", part(operands, column_q, operand_bits)},
                {"scale_i", part(scales, column_q, scale_bits)},
                {"offset_i", part(offsets, column_q, output_bits)},
                {"shift_i", shift},
                {"result_o", results}},
               parameters);
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
    m.instances(
        "column", columns, requantiser,
        [&](Index column) {
          return std::vector<Connection>{{"enable_i", multiply_q},
                                         {"accumulator_i", column.lane(operands, operand_bits)},
                                         {"scale_i", column.lane(scales, scale_bits)},
                                         {"offset_i", column.lane(offsets, output_bits)},
                                         {"shift_i", shift},
                                         {"result_o", column.lane(results, output_bits)}};
        },
        parameters);
    m.clocked(multiply_q <= start, round_q <= multiply_q);
    m.clocked(when(round_q).then(outputs_q <= results));
    m.assign(done, round_q);
  }
  m.assign(outputs, outputs_q);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
