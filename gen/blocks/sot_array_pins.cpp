#include <fmt/format.h>

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

/// What becomes of the sequencer's accesses at those pins that not every array drives alike.
struct Accesses {
  Expr read, raddr, write, waddr0, dual, operation, wdata, wmask, done;
};

/// Every access is one of the macro.
Accesses unchanged(Module& m, const ArrayPort& port) {
  const Expr ends = access_end(m, port.read, port.write || port.clear, port.search);
  return {port.read, port.raddr, port.write, port.waddr0, port.dual, port.operation, port.wdata, port.wmask, ends};
}

/// An XOR is a read and a store of each of its rows.
Accesses read_modify_written(Module& m, const ArrayPort& port, const Expr& rdata) {
  const Target reading_q = m.reg("reading_q", 1, 0, "a row of an XOR is read, beyond its first cycle");
  const Target store_q = m.reg("store_q", 1, 0, "first cycle of its store");
  const Target storing_q = m.reg("storing_q", 1, 0, "it is stored");
  const Target again_q = m.reg("again_q", 1, 0, "first cycle of the second row's read");
  const Target second_q = m.reg("second_q", 1, 0, "the second row");
  const Target row_q = m.data_reg("row_q", port.wdata.width(), "the row as it was");
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
  return {.read = port.read || reads,
          .raddr = mux(is_xor, row, port.raddr),
          .write = (port.write && !starts) || store_q,
          .waddr0 = mux(is_xor, row, port.waddr0),
          .dual = port.dual && !is_xor,
          .operation = mux(is_xor, literal(2, 0), port.operation),
          .wdata = mux(storing_q, row_q ^ port.wdata, port.wdata),
          .wmask = port.wmask,
          .done = ends && !read_ends && !(store_ends && more)};
}

/// A program's write reads each of its rows, and stores what differs, until nothing does or it has stored `rewrites`
/// times. What the row is to be follows from the first read.
Accesses verified(Module& m, const ArrayPort& port, const Expr& rdata, int rewrites) {
  const Expr verify = m.input("verify_i", 1, "the write is a program's; stable until done_o");
  const Expr failed = m.output("failed_o", 1, "a row differs still: its last cycle");
  const int lanes = port.wdata.width().value();
  const int count_bits = spec::ceil_log2(rewrites + 1);
  const Target read_q = m.reg("read_q", 1, 0, "first cycle of a row's read, but for that of the first row");
  const Target reading_q = m.reg("reading_q", 1, 0, "a row is read, beyond the first cycle");
  const Target store_q = m.reg("store_q", 1, 0, "first cycle of a store");
  const Target storing_q = m.reg("storing_q", 1, 0, "what differs is stored");
  const Target second_q = m.reg("second_q", 1, 0, "the second row");
  const Target stores_q = m.reg("stores_q", count_bits, 0, "of this row");
  const Target wanted_q = m.data_reg("wanted_q", lanes, "what the row is to be, where it is written");
  const Target differing_q = m.data_reg("differing_q", lanes, "lanes to be stored");

  const Expr starts = m.wire("starts", port.write && verify);
  const Expr reads = m.wire("reads", starts || read_q);
  const Expr is_verified = m.wire("is_verified", starts || read_q || reading_q || storing_q);
  const Expr ends = access_end(m, port.read || reads, (port.write && !starts) || store_q || port.clear, port.search);
  const Expr read_ends = m.wire("read_ends", (reads || reading_q) && ends);
  const Expr store_ends = m.wire("store_ends", storing_q && ends);

  m.comment("What the row should be, and where it is not.");
  const Expr combined = m.wire(
      "combined", mux(bit(port.operation, 1), mux(bit(port.operation, 0), rdata ^ port.wdata, rdata | port.wdata),
                      mux(bit(port.operation, 0), rdata & port.wdata, port.wdata)));
  const Expr is_first = m.wire("is_first", stores_q == 0, "the first read of the row");
  const Expr wanted = m.wire("wanted", mux(is_first, combined, wanted_q));
  const Expr differing = m.wire("differing", (rdata ^ wanted) & port.wmask);
  m.clocked(when(read_ends).then(wanted_q <= wanted, differing_q <= differing));

  const Expr differs = m.wire("differs", read_ends && any(differing));
  const Expr store = m.wire("store", differs && stores_q != rewrites);
  const Expr row_ends = m.wire("row_ends", read_ends && !store);
  const Expr more = m.wire("more", port.dual && !second_q);
  m.clocked(reading_q <= ((reads || reading_q) && !ends));
  m.clocked(store_q <= store, read_q <= (store_ends || (row_ends && more)));
  m.clocked(when(store).then(storing_q <= 1).else_when(store_ends).then(storing_q <= 0));
  m.clocked(when(row_ends).then(stores_q <= 0, second_q <= more).else_when(store).then(stores_q <= stores_q + 1));
  m.assign(failed, row_ends && differs);
  const Expr row = m.wire("row", mux(second_q, port.waddr1, port.waddr0));
  return {.read = port.read || reads,
          .raddr = mux(is_verified, row, port.raddr),
          .write = (port.write && !starts) || store_q,
          .waddr0 = row,
          .dual = literal(1, 0),
          .operation = literal(2, 0),
          .wdata = mux(storing_q, wanted_q, port.wdata),
          .wmask = mux(storing_q, differing_q, port.wmask),
          .done = ends && !store_ends && (!read_ends || (row_ends && !more))};
}

std::string description(const spec::Variant& variant) {
  std::string text = "SOT array behind pins: counts the cycles of each access";
  if (spec::verifies_writes(variant)) {
    return text +
           fmt::format(
               ", and verifies what programs write: each row\n"
               "in turn is read, and what differs is stored, until it reads as it should or was stored {} times.\n"
               "Latency: 1 + WAIT cycles an access; a row that is stored k times takes k + 1 reads and k writes.",
               variant.sot.rewrites);
  }
  if (variant.sot.exclusive_or == spec::SotXor::toggle) return text + ".\nLatency: 1 + WAIT cycles an access.";
  return text +
         ", and makes an XOR of reads and stores: each of its rows\n"
         "in turn is read, and stored changed.\n"
         "Latency: 1 + WAIT cycles an access; an XOR 2 + WAIT.read + WAIT.write for each of its rows.";
}

}  // namespace

ModulePointer sot_array_pins(Design& design, const spec::Variant& variant) {
  Module m = design.clocked("sot_array_pins", description(variant));
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

  const Accesses accesses = spec::verifies_writes(variant) ? verified(m, port, rdata, variant.sot.rewrites)
                            : variant.sot.exclusive_or == spec::SotXor::toggle ? unchanged(m, port)
                                                                               : read_modify_written(m, port, rdata);
  m.assign(read, accesses.read);
  m.assign(raddr, accesses.raddr);
  m.assign(write, accesses.write);
  m.assign(waddr0, accesses.waddr0);
  m.assign(waddr1, port.waddr1);
  m.assign(dual, accesses.dual);
  m.assign(operation, accesses.operation);
  m.assign(wdata, accesses.wdata);
  m.assign(wmask, accesses.wmask);
  m.assign(search, port.search);
  m.assign(count, port.count);
  m.assign(key, port.key);
  m.assign(pair, port.pair);
  m.assign(clear, port.clear);
  m.assign(port.done, accesses.done);
  m.assign(port.row, rdata);
  m.assign(port.match, match);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
