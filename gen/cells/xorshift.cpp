#include "gen/cells/cells.h"

namespace spintile::gen::cells {

using namespace hdl;

ModulePointer xorshift(Design& design) {
  Module m = design.combinational("xorshift",
                                  "Xorshift: one step of a random generator of 32-bit state, through all states but 0 "
                                  "before it repeats.\n"
                                  "Source: G. Marsaglia, Xorshift RNGs, J. Stat. Softw. 8 (2003), triple 13, 17, 5.\n"
                                  "Latency: 0 cycles.");
  const Expr state = m.input("state_i", 32);
  const Expr next = m.output("next_o", 32);
  const Expr left = m.wire("left", state ^ append_zeros(slice(state, 0, 19), 13));
  const Expr right = m.wire("right", left ^ concat({literal(17, 0), slice(left, 17, 15)}));
  m.assign(next, right ^ append_zeros(slice(right, 0, 27), 5));
  return design.add(std::move(m));
}

}  // namespace spintile::gen::cells
