#include "gen/blocks/blocks.h"
#include "gen/blocks/sot_array_port.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer sot_array_memory(Design& design, const spec::Variant& variant, const ModulePointer& ram) {
  Module m = design.clocked(
      "sot_array_memory",
      "SOT array as a memory: a word of it is a row. An access goes through its rows one a cycle: each is read, and in "
      "the\n"
      "cycle after that written back changed, compared, or handed over, while the next one is read.\n"
      "Latency: rows + 1 cycles an access of so many rows.");
  const ArrayPort port = sot_array_port(m, variant);
  const int lanes = variant.sot.lanes;
  const int row_bits = spec::sot_row_bits(variant);

  const Target working_q = m.reg("working_q", 1, 0, "row_q is out of the memory");
  const Target writing_q = m.reg("writing_q", 1, 0, "it is to be written back");
  const Target clearing_q = m.reg("clearing_q", 1, 0, "as 0");
  const Target row_q = m.reg("row_q", row_bits);
  const Target left_q = m.reg("left_q", 10, 0, "rows after it");
  const Target place_q = m.reg("place_q", 6, 0, "bit of the key");
  const Target second_half_q = m.reg("second_half_q", 1, 0, "the complements of a pair search");
  const Target agree_q = m.data_reg("agree_q", lanes, "lanes where all rows before agreed with the key");

  m.comment("Through the rows.");
  const Expr begin = m.wire("begin_access", port.read || port.write || port.search || port.clear);
  const Expr first_row = m.wire("first_row", mux(port.read || port.search, port.raddr, port.waddr0));
  const Expr next_row = m.wire("next_row", mux(writing_q && !clearing_q, port.waddr1, row_q + 1));
  const Expr more = m.wire("more", working_q && any(left_q));
  const Expr address = m.wire("address", mux(begin, first_row, next_row));
  const Expr many = m.wire("many", mux(port.search && port.pair, append_zeros(slice(port.count, 0, 9), 1), port.count));
  const Expr rows_after =
      mux(port.search || port.clear, many - 1, mux(port.write, zero_extend(port.dual, 10), literal(10, 0)));
  m.clocked(working_q <= (begin || more));
  m.clocked(when(begin).then(writing_q <= (port.write || port.clear), clearing_q <= port.clear));
  m.clocked(when(begin || more).then(row_q <= address));
  m.clocked(when(begin).then(left_q <= rows_after).else_when(more).then(left_q <= left_q - 1));
  m.assign(port.done, working_q && !more);

  m.comment("Writing back.");
  const Expr row = m.wire("row", lanes);
  const Expr is = port.operation;
  const Expr changed = m.wire(
      "changed",
      mux(is == 3, row ^ port.wdata, mux(is == 2, row | port.wdata, mux(is == 1, row & port.wdata, port.wdata))) &
          repeat(!clearing_q, lanes));
  const Expr written = m.wire("written", (changed & port.wmask) | (row & ~port.wmask));
  m.instance("cells", ram,
             {{"write_enable_i", working_q && writing_q},
              {"write_address_i", row_q},
              {"write_data_i", written},
              {"read_enable_i", begin || more},
              {"read_address_i", address},
              {"read_data_o", row}},
             {{"Width", lanes}, {"Depth", variant.sot.rows}, {"AddressBits", row_bits}});
  m.assign(port.row, row);

  m.comment("Comparing.");
  const Expr expected = m.wire("expected", part(port.key, place_q, 1) != second_half_q);
  const Expr half_ends = m.wire("half_ends", zero_extend(place_q, 10) + 1 == port.count);
  const Expr agree = m.wire("agree", agree_q & (row ^ repeat(!expected, lanes)));
  m.clocked(
      when(begin)
          .then(place_q <= 0, second_half_q <= 0)
          .else_when(more)
          .then(place_q <= mux(half_ends, literal(6, 0), place_q + 1), second_half_q <= (second_half_q || half_ends)));
  m.clocked(when(begin).then(agree_q <= repeat(literal(1, 1), lanes)).else_when(more).then(agree_q <= agree));
  m.assign(port.match, agree);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
