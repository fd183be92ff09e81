#include <algorithm>

#include "gen/blocks/blocks.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer ramp_capture(Design& design, const spec::Variant& variant) {
  const int lines = spec::accumulators(variant);
  const int code_bits = variant.readout.ramp_bits;
  const int shared = std::min(variant.crossbar.rows, variant.crossbar.columns);
  Module m = design.clocked(
      "ramp_capture",
      "Ramp capture, the registers of all lines: each takes the step at which its comparator first shows 1, as a code "
      "in\n"
      "two's complement, and nothing after it. Step 0 is an underflow and gives the code of step 1; a line that shows "
      "no\n"
      "1 until finish_i overflows, and takes the largest code.\n"
      "Latency: codes_o and flags 1 cycle from capture_i, finish_i.");
  const Expr compare = m.input("compare_i", lines, "1: at or below the ramp");
  const Expr step = m.input("step_i", code_bits, "of compare_i; the last one with finish_i");
  const Expr clear = m.input("clear_i", 1, "before a read");
  const Expr capture = m.input("capture_i", 1);
  const Expr finish = m.input("finish_i", 1);
  const Expr codes = m.output("codes_o", lines * code_bits);
  const Expr overflow = m.output("overflow_o", lines, "after finish_i");
  const Expr underflow = m.output("underflow_o", lines);

  Expr there = repeat(literal(1, 1), lines);
  if (spec::has_backward(variant) && shared < lines) {
    const Expr reverse = m.input("reverse_i", 1, "rows are read");
    const Expr of_larger = variant.crossbar.columns < lines ? reverse : !reverse;
    there = m.wire("there", concat({repeat(of_larger, lines - shared), repeat(literal(1, 1), shared)}),
                   "lines of the direction: the others keep 0");
  }
  const Target waiting_q = m.reg("waiting_q", lines, 0, "no 1 yet; after a read: overflow");
  const Target underflow_q = m.reg("underflow_q", lines);
  const Target codes_q = m.reg("codes_q", lines * code_bits);

  const Expr first_step = m.wire("first_step", !any(step));
  // A step u is the code u - 2^(bits - 1): the sign bit inverted. Without one the last step stands, the largest code.
  const Expr place = m.wire("place", mux(first_step, literal(code_bits, 1), step));
  const Expr code =
      m.wire("code", concat({!bit(place, code_bits - 1), slice(place, 0, code_bits - 1)}), "of the present step");
  const Target takes = m.variable("takes", lines, "lines that take it");
  m.combinational(takes <= 0,
                  when(finish).then(takes <= waiting_q).else_when(capture).then(takes <= (waiting_q & compare)));
  const Expr any_takes = m.wire("any_takes", any(takes));
  const Target taken = m.variable("taken", lines * code_bits);
  m.combinational(taken <= 0, when(any_takes).then(m.loop("line", lines, [&](Index line) {
    return Block{line.lane(taken, code_bits) <= (code & repeat(line.bit(takes), code_bits))};
  })));
  m.clocked(when(clear)
                .then(waiting_q <= there, underflow_q <= 0, codes_q <= 0)
                .else_when(any_takes)
                .then(codes_q <= (codes_q | taken), when(!finish).then(waiting_q <= (waiting_q & ~takes)),
                      when(first_step).then(underflow_q <= takes)));
  m.assign(codes, codes_q);
  m.assign(overflow, waiting_q);
  m.assign(underflow, underflow_q);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
