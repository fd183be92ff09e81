#include "gen/cells/cells.h"

namespace spintile::gen::cells {

using namespace hdl;

ModulePointer counter(Design& design) {
  Module m = design.clocked("counter",
                            "Counter: adds a step to a running count, modulo 2^Width.\n"
                            "Latency: count_o follows step_i by 1 cycle. clear_i wins over enable_i.");
  const Width width = m.parameter("Width", 8, "bits of the count, 1 or more");
  const Expr clear = m.input("clear_i", 1);
  const Expr enable = m.input("enable_i", 1);
  const Expr step = m.input("step_i", width);
  const Expr count = m.output("count_o", width);

  const Target count_q = m.reg("count_q", width);
  m.clocked(when(clear).then(count_q <= 0).else_when(enable).then(count_q <= count_q + step));
  m.assign(count, count_q);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::cells
