#include "gen/blocks/blocks.h"
#include "gen/blocks/sot_array_port.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

namespace {

/// Counts the cycles of an access at the pins: one bit, high in the last of them.
Expr access_end(Module& m, const Expr& read, const Expr& write, const Expr& search) {
  const Expr wait_read = m.input("wait_read_i", 8, "cycles of an access beyond the first");
  const Expr wait_write = m.input("wait_write_i", 8);
  const Expr wait_search = m.input("wait_search_i", 8);
  const Target left_q = m.reg("left_q", 8, 0, "cycles left of the access, the present one among them");
  const Expr begins = m.wire("begins", read || write || search);
  const Expr wait = m.wire("wait_cycles", mux(read, wait_read, mux(search, wait_search, wait_write)));
  m.clocked(when(begins).then(left_q <= wait).else_when(any(left_q)).then(left_q <= left_q - 1));
  return m.wire("access_ends", mux(begins, wait == 0, left_q == 1));
}

}  // namespace

ModulePointer sot_array_pins(Design& design, const spec::Variant& variant) {
  const bool toggles = variant.sot.exclusive_or == spec::SotXor::toggle;
  Module m = design.clocked(
      "sot_array_pins",
      toggles
          ? "SOT array behind pins: counts the cycles of each access.\n"
            "Latency: 1 + WAIT cycles an access."
          : "SOT array behind pins: counts the cycles of each access, and makes an XOR of reads and stores: each of "
            "its rows\n"
            "in turn is read, and stored changed.\n"
            "Latency: 1 + WAIT cycles an access; an XOR 2 + WAIT.read + WAIT.write for each of its rows.");
  const ArrayPort port = sot_array_port(m, variant);
  const int lanes = variant.sot.lanes;
  const int row_bits = spec::sot_row_bits(variant);

  const Expr read = m.output("sot_read_o", 1);
  const Expr raddr = m.output("sot_raddr_o", row_bits);
  const Expr rdata = m.input("sot_rdata_i", lanes);
  const Expr write = m.output("sot_write_o", 1);
  const Expr waddr0 = m.output("sot_waddr0_o", row_bits);
  const Expr waddr1 = m.output("sot_waddr1_o", row_bits);
  const Expr dual = m.output("sot_dual_o", 1);
  const Expr operation = m.output("sot_op_o", 2);
  const Expr wdata = m.output("sot_wdata_o", lanes);
  const Expr wmask = m.output("sot_wmask_o", lanes);
  const Expr search = m.output("sot_search_o", 1);
  const Expr count = m.output("sot_count_o", 10);
  const Expr key = m.output("sot_key_o", 64);
  const Expr pair = m.output("sot_pair_o", 1);
  const Expr match = m.input("sot_match_i", lanes);
  const Expr clear = m.output("sot_clear_o", 1);

  m.assign(port.row, rdata);
  m.assign(port.match, match);
  m.assign(waddr1, port.waddr1);
  m.assign(wmask, port.wmask);
  m.assign(search, port.search);
  m.assign(count, port.count);
  m.assign(key, port.key);
  m.assign(pair, port.pair);
  m.assign(clear, port.clear);
  if (toggles) {
    const Expr ends = access_end(m, port.read, port.write || port.clear, port.search);
    m.assign(read, port.read);
    m.assign(raddr, port.raddr);
    m.assign(write, port.write);
    m.assign(waddr0, port.waddr0);
    m.assign(dual, port.dual);
    m.assign(operation, port.operation);
    m.assign(wdata, port.wdata);
    m.assign(port.done, ends);
    return design.add(std::move(m));
  }

  const Target reading_q = m.reg("reading_q", 1, 0, "a row of an XOR is read, beyond its first cycle");
  const Target store_q = m.reg("store_q", 1, 0, "first cycle of its store");
  const Target storing_q = m.reg("storing_q", 1, 0, "it is stored");
  const Target again_q = m.reg("again_q", 1, 0, "first cycle of the second row's read");
  const Target second_q = m.reg("second_q", 1, 0, "the second row");
  const Target row_q = m.data_reg("row_q", lanes, "the row as it was");
  const Expr starts = m.wire("starts", port.write && port.operation == 3, "an XOR");
  const Expr reads = m.wire("reads", starts || again_q);
  const Expr is_xor = m.wire("is_xor", starts || reading_q || again_q || storing_q);
  const Expr ends = access_end(m, port.read || reads, (port.write && !starts) || store_q || port.clear, port.search);
  const Expr read_ends = m.wire("read_ends", (reads || reading_q) && ends);
  const Expr store_ends = m.wire("store_ends", storing_q && ends);
  const Expr more = m.wire("more", port.dual && !second_q);
  m.clocked(reading_q <= ((reads || reading_q) && !ends));
  m.clocked(store_q <= read_ends, again_q <= (store_ends && more));
  m.clocked(when(read_ends).then(storing_q <= 1).else_when(store_ends).then(storing_q <= 0));
  m.clocked(when(store_ends).then(second_q <= more));
  m.clocked(when(read_ends).then(row_q <= rdata));
  const Expr row = m.wire("row", mux(second_q, port.waddr1, port.waddr0), "of an XOR");
  m.assign(read, port.read || reads);
  m.assign(raddr, mux(is_xor, row, port.raddr));
  m.assign(write, (port.write && !starts) || store_q);
  m.assign(waddr0, mux(is_xor, row, port.waddr0));
  m.assign(dual, port.dual && !is_xor);
  m.assign(operation, mux(is_xor, literal(2, 0), port.operation));
  m.assign(wdata, mux(storing_q, row_q ^ port.wdata, port.wdata));
  m.assign(port.done, ends && !read_ends && !(store_ends && more));
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
