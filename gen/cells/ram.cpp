#include "gen/cells/cells.h"

namespace spintile::gen::cells {

using namespace hdl;

ModulePointer ram(Design& design) {
  Module m = design.unreset("ram",
                            "RAM: one write port, one read port, one clock; every memory of a package is this module, "
                            "so that a user\n"
                            "swaps it for a macro in one place. A read and a write of one address in the same cycle "
                            "leave read_data_o\n"
                            "undefined: macros differ. Nothing is initialised.\n"
                            "Latency: read_data_o 1 cycle from read_enable_i, and held until the next.");
  const Width width = m.parameter("Width", 8, "bits of a word, 1 or more");
  const Width depth = m.parameter("Depth", 16, "words, 1 or more");
  const Width address_bits = m.parameter("AddressBits", 4, "least number that can name every word, 1 or more");
  const Expr write_enable = m.input("write_enable_i", 1);
  const Expr write_address = m.input("write_address_i", address_bits, "less than Depth");
  const Expr write_data = m.input("write_data_i", width);
  const Expr read_enable = m.input("read_enable_i", 1);
  const Expr read_address = m.input("read_address_i", address_bits, "less than Depth");
  const Expr read_data = m.output("read_data_o", width);

  Memory memory_q = m.memory("memory_q", width, depth);
  const Target read_data_q = m.unreset_reg("read_data_q", width);
  m.clocked(when(write_enable).then(memory_q[write_address] <= write_data),
            when(read_enable).then(read_data_q <= memory_q[read_address]));
  m.assign(read_data, read_data_q);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::cells
