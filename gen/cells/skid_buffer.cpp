#include "gen/cells/cells.h"

namespace spintile::gen::cells {

using namespace hdl;

ModulePointer skid_buffer(Design& design) {
  Module m = design.clocked("skid_buffer",
                            "Skid buffer: cuts every combinational path of a valid/ready stream, in both directions, "
                            "and still moves a\n"
                            "word a cycle. A word that arrives in the cycle in which the receiver stalls waits in the "
                            "skid register.\n"
                            "Latency: 1 cycle; all outputs come from flip-flops.");
  const Width width = m.parameter("Width", 8, "bits of a word, 1 or more");
  const Expr data = m.input("data_i", width);
  const Expr valid = m.input("valid_i", 1);
  const Expr ready = m.output("ready_o", 1);
  const Expr out_data = m.output("data_o", width);
  const Expr out_valid = m.output("valid_o", 1);
  const Expr out_ready = m.input("ready_i", 1);

  const Target out_valid_q = m.reg("out_valid_q", 1);
  const Target out_data_q = m.reg("out_data_q", width);
  const Target ready_q = m.reg("ready_q", 1, 1, "the skid register is empty");
  const Target skid_data_q = m.reg("skid_data_q", width);

  const Expr advance = m.wire("advance", out_ready || !out_valid_q);
  m.clocked(when(advance)
                .then(out_valid_q <= (valid || !ready_q), out_data_q <= mux(ready_q, data, skid_data_q), ready_q <= 1)
                .else_when(ready_q)
                .then(ready_q <= !valid, skid_data_q <= data));
  m.assign(ready, ready_q);
  m.assign(out_data, out_data_q);
  m.assign(out_valid, out_valid_q);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::cells
