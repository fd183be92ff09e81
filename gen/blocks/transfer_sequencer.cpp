#include <algorithm>

#include "gen/blocks/blocks.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer transfer_sequencer(Design& design, const spec::Variant& variant) {
  Module m = design.clocked(
      "transfer_sequencer",
      "Transfer sequencer: waits for the read of a row, stores what it gave in rows of the SOT array, has the program "
      "run,\n"
      "and writes the pulses that the program left, a row of signs and one row a slot. A program that fails ends the\n"
      "transfer, and what end_o stands for does not happen.\n"
      "Latency: after the read 1 + stores * write + program, with pulses + 1 + read + slots * (3 + read + pulse), + 1, "
      "to\n"
      "done_o.");
  const spec::Variant unit = spec::float_unit_of(variant);
  const int row_bits = spec::sot_row_bits(unit);
  const int pulses = variant.transfer.pulses;
  const int last_store = spec::transfer_code_bits(variant) + 1;
  const int store_bits = spec::ceil_log2(last_store + 1);
  const int index_bits = spec::ceil_log2(std::max(last_store, pulses) + 1);

  const Expr start = m.input("start_i", 1, "the read begins");
  const Expr read_done = m.input("read_done_i", 1, "the codes are there from the next cycle on");
  const Expr store_base = m.input("store_base_i", row_bits, "first row to store");
  const Expr pulse_base = m.input("pulse_base_i", row_bits, "row of the signs; the slots follow it");
  const Expr writes_pulses = m.input("writes_pulses_i", 1);
  const Expr open_row = m.output("open_row_o", 1);
  const Expr open_to_write = m.output("open_to_write_o", 1);
  const Expr open_address = m.output("open_address_o", row_bits);
  const Expr opened = m.input("opened_i", 1, "the access of the row begins in the next cycle");
  const Expr at_rest = m.input("at_rest_i", 1, "the present cycle is the last of an access, or there is none");
  const Expr row_read = m.input("row_read_i", 1, "the latch takes the row");
  const Expr stored_row = m.output("store_o", store_bits, "index of the row to store");
  const Expr program_start = m.output("program_start_o", 1);
  const Expr program_done = m.input("program_done_i", 1);
  const Expr program_failed = m.input("program_failed_i", 1, "while program_done_i");
  const Expr pulses_begin = m.output("pulses_begin_o", 1, "in the next cycle");
  const Expr take_signs = m.output("take_signs_o", 1, "the latch holds the signs");
  const Expr slot_start = m.output("slot_start_o", 1, "the latch holds a slot from the next cycle on");
  const Expr slot_done = m.input("slot_done_i", 1);
  const Expr end = m.output("end_o", 1, "choppers and counters go on");
  const Expr done = m.output("done_o", 1);

  const Expr idle = m.constant("StateIdle", 3, 0);
  const Expr read = m.constant("StateRead", 3, 1);
  const Expr store = m.constant("StateStore", 3, 2);
  const Expr stored = m.constant("StateStored", 3, 3);
  const Expr run = m.constant("StateRun", 3, 4);
  const Expr fetch = m.constant("StateFetch", 3, 5);
  const Expr arrive = m.constant("StateArrive", 3, 6);
  const Expr pulse = m.constant("StatePulse", 3, 7);

  const Target state_q = m.reg("state_q", 3);
  const Target index_q = m.reg("index_q", index_bits, 0, "of the row to store, or to read");
  const Target end_q = m.reg("end_q", 1);
  const Expr is_store = m.wire("is_store", state_q == store);
  const Expr is_fetch = m.wire("is_fetch", state_q == fetch);
  const Expr starts = m.wire("starts", state_q == stored && at_rest);
  const Expr ran = m.wire("ran", state_q == run && program_done);
  const Expr arrived = m.wire("arrived", state_q == arrive && row_read);
  const Expr pulsed = m.wire("pulsed", state_q == pulse && slot_done);
  const Expr is_last_store = m.wire("is_last_store", index_q == last_store);
  const Expr is_last_slot = m.wire("is_last_slot", index_q == pulses);
  const Expr is_signs = m.wire("is_signs", index_q == 0);
  const Expr next_index = m.wire("next_index", index_q + 1);
  const Expr good = m.wire("good", ran && !program_failed);

  m.clocked(select(state_q)
                .is(idle, {when(start).then(state_q <= read)})
                .is(read, {when(read_done).then(state_q <= store, index_q <= 0)})
                .is(store, {when(opened).then(index_q <= next_index, when(is_last_store).then(state_q <= stored))})
                .is(stored, {when(at_rest).then(state_q <= run, index_q <= 0)})
                .is(run, {when(program_done).then(state_q <= mux(good && writes_pulses, fetch, idle))})
                .is(fetch, {when(opened).then(state_q <= arrive)})
                .is(arrive, {when(row_read).then(
                                when(is_signs).then(state_q <= fetch, index_q <= 1).otherwise(state_q <= pulse))})
                .otherwise({when(slot_done).then(state_q <= mux(is_last_slot, idle, fetch), index_q <= next_index)}));
  m.clocked(end_q <= ((good && !writes_pulses) || (pulsed && is_last_slot)));

  m.assign(open_row, is_store || is_fetch);
  m.assign(open_to_write, is_store);
  m.assign(open_address, mux(is_store, store_base, pulse_base) + zero_extend(index_q, row_bits));
  m.assign(stored_row, slice(index_q, 0, store_bits));
  m.assign(program_start, starts);
  m.assign(pulses_begin, good && writes_pulses);
  m.assign(take_signs, is_fetch && index_q == 1);
  m.assign(slot_start, arrived && !is_signs);
  m.assign(end, end_q);
  m.assign(done, end_q || (ran && program_failed));
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
