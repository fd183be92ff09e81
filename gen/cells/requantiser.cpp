#include "gen/cells/cells.h"

namespace spintile::gen::cells {

using namespace hdl;

ModulePointer requantiser(Design& design) {
  Module m = design.clocked_data(
      "requantiser",
      "Requantiser: out = saturate(round to nearest even(y * scale / 2^shift) + offset), two's complement.\n"
      "Any shift below AccumulatorBits + ScaleBits, and outputs of at most AccumulatorBits + ScaleBits + 1 bits.\n"
      "Latency: 1 cycle from enable_i; the product is registered, rounding and saturation follow it.");
  const Width accumulator_bits = m.parameter("AccumulatorBits", 16, "2 or more");
  const Width scale_bits = m.parameter("ScaleBits", 8, "2 or more");
  const Width output_bits = m.parameter("OutputBits", 8, "2 .. AccumulatorBits + ScaleBits + 1");
  const Width shift_bits = m.parameter("ShiftBits", 5, "1 or more");
  const Width product_bits = accumulator_bits + scale_bits;

  const Expr enable = m.input("enable_i", 1);
  const Expr accumulator = m.input("accumulator_i", accumulator_bits);
  const Expr scale = m.input("scale_i", scale_bits);
  const Expr offset = m.input("offset_i", output_bits);
  const Expr shift = m.input("shift_i", shift_bits, "less than AccumulatorBits + ScaleBits");
  const Expr result = m.output("result_o", output_bits);

  const Target product_q = m.data_reg("product_q", product_bits);
  const Target offset_q = m.data_reg("offset_q", output_bits);
  const Expr product =
      m.wire("product", signed_product(sign_extend(accumulator, product_bits), sign_extend(scale, product_bits)));
  m.clocked(when(enable).then(product_q <= product, offset_q <= offset));

  // Shifted with all its fraction bits: the bit below the quotient is the half, the rest decide a tie.
  const Width fraction_bits = product_bits - 1;
  const Expr shifted = m.wire("shifted", shift_right_arithmetic(append_zeros(product_q, fraction_bits), shift));
  const Expr quotient = m.wire("quotient", slice(shifted, fraction_bits, product_bits));
  const Expr half = bit(shifted, fraction_bits - 1);
  const Expr rest = any(slice(shifted, 0, fraction_bits - 1));
  const Expr round_up = m.wire("round_up", half && (rest || bit(quotient, 0)));

  const Width sum_bits = product_bits + 2;
  const Expr sum = m.wire(
      "sum", sign_extend(quotient, sum_bits) + sign_extend(offset_q, sum_bits) + zero_extend(round_up, sum_bits));
  const Expr sign = bit(sum, sum_bits - 1);
  const Expr above =
      m.wire("above", slice(sum, output_bits - 1, sum_bits - output_bits + 1), "all equal where the sum fits");
  const Expr limit = concat({sign, repeat(!sign, output_bits - 1)});
  m.assign(result, mux(all(above) || !any(above), slice(sum, 0, output_bits), limit));
  return design.add(std::move(m));
}

}  // namespace spintile::gen::cells
