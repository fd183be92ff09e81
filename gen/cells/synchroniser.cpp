#include "gen/cells/cells.h"

namespace spintile::gen::cells {

using namespace hdl;

ModulePointer synchroniser(Design& design) {
  Module m =
      design.clocked_data("synchroniser",
                          "Synchroniser: brings bits whose edges follow no clock into the clock domain, each through "
                          "a chain of\n"
                          "flip-flops of its own; bits that change together may arrive a cycle apart.\n"
                          "Latency: Stages cycles.");
  const Width width = m.parameter("Width", 1, "bits, 1 or more");
  const Width stages = m.parameter("Stages", 2, "flip-flops in a chain, 2 or more");
  const Expr data = m.input("data_i", width);
  const Expr synchronised = m.output("data_o", width);

  const Target chain_q = m.data_reg("chain_q", stages * width);
  m.clocked(chain_q <= concat({slice(chain_q, 0, (stages - 1) * width), data}));
  m.assign(synchronised, slice(chain_q, (stages - 1) * width, width));
  return design.add(std::move(m));
}

}  // namespace spintile::gen::cells
