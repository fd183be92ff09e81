#include "gen/blocks/array_select.h"

#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

void keep_array_select(Module& m, const spec::Variant& variant, const ArrayEvents& events) {
  const Target array_q = m.reg("array_q", 1, 0, "0: array W, 1: array A");
  When next = when(events.chosen);
  next.then(array_q <= events.array);
  if (spec::has_transfer(variant)) {
    next.else_when(events.starts_transfer).then(array_q <= 1);
    next.else_when(m.input("pulses_begin_i", 1, "of a transfer, to W")).then(array_q <= 0);
  }
  if (spec::has_carry(variant)) {
    next.else_when(events.starts_carry).then(array_q <= 1);
    next.else_when(m.input("weight_begins_i", 1, "W is written from the next cycle on")).then(array_q <= 0);
  }
  m.clocked(next);
  m.assign(m.output("array_sel_o", 1), array_q);
}

}  // namespace spintile::gen::blocks
