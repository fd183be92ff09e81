#include "gen/blocks/sot_array_port.h"

#include "spec/derive.h"

namespace spintile::gen::blocks {

std::vector<hdl::Connection> sot_pins(hdl::Module& m, const hdl::ModulePointer& inside) {
  std::vector<hdl::Connection> pins;
  for (const auto& port : inside->ports()) {
    if (!port->name.starts_with("sot_")) continue;
    const bool is_input = port->kind == hdl::DeclarationKind::input;
    pins.push_back({port->name, is_input ? m.input(port->name, port->width) : m.output(port->name, port->width)});
  }
  return pins;
}

ArrayPort sot_array_port(hdl::Module& m, const spec::Variant& variant) {
  const int lanes = variant.sot.lanes;
  const int row_bits = spec::sot_row_bits(variant);
  return {.read = m.input("read_i", 1, "first cycle of an access; the same for the next three"),
          .write = m.input("write_i", 1),
          .search = m.input("search_i", 1),
          .clear = m.input("clear_i", 1),
          .raddr = m.input("raddr_i", row_bits, "stable until done_o, as all below"),
          .waddr0 = m.input("waddr0_i", row_bits),
          .waddr1 = m.input("waddr1_i", row_bits),
          .dual = m.input("dual_i", 1),
          .operation = m.input("op_i", 2, "0 store, 1 and, 2 or, 3 xor"),
          .count = m.input("count_i", 10),
          .key = m.input("key_i", 64),
          .pair = m.input("pair_i", 1),
          .wdata = m.input("wdata_i", lanes),
          .wmask = m.input("wmask_i", lanes),
          .done = m.output("done_o", 1, "last cycle of an access"),
          .row = m.output("row_o", lanes, "in that cycle"),
          .match = m.output("match_o", lanes, "in that cycle")};
}

}  // namespace spintile::gen::blocks
