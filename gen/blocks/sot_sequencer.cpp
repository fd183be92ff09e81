#include <fmt/format.h>

#include <algorithm>

#include "gen/blocks/blocks.h"
#include "gen/blocks/labels.h"
#include "spec/derive.h"
#include "spec/sot_program.h"

namespace spintile::gen::blocks {

using namespace hdl;

namespace {

/// Bits of a row address: base + offset + 2 index, which may be negative; 13 up to 1024 rows.
int row_sum_bits(const spec::Variant& variant) { return std::max(13, spec::ceil_log2(variant.sot.rows + 3 * 1023)); }

/// One of eight equal parts of `values`, by a tree of multiplexers.
Expr eighth(const Expr& values, int width, const Expr& word, int low) {
  std::vector<Expr> level;
  for (int i = 0; i < spec::sot::base_registers; ++i) level.push_back(slice(values, i * width, width));
  for (int select = 0; select < 3; ++select) {
    std::vector<Expr> next;
    for (std::size_t i = 0; i < level.size(); i += 2) {
      next.push_back(mux(bit(word, low + select), level[i + 1], level[i]));
    }
    level = next;
  }
  return level.front();
}

struct RowAddress {
  Expr sum;
  Expr is_illegal;  // a stride that no word has
  Expr in_array;
};

/// The row that the field at bit `low` of the word means.
RowAddress row_address(Module& m, const std::string& name, const Expr& word, int low, const Expr& bases,
                       const Expr& index, const spec::Variant& variant) {
  const int sum_bits = row_sum_bits(variant);
  const Expr base = m.wire(name + "_base", eighth(bases, spec::sot_row_bits(variant), word, low));
  const Expr offset = slice(word, low + 3, 10);
  const Expr once = bit(word, low + 13);
  const Expr twice = bit(word, low + 14);
  const Expr negative = bit(word, low + 15);
  const Expr single = zero_extend(index, sum_bits);
  const Expr doubled = zero_extend(append_zeros(index, 1), sum_bits);
  const Expr magnitude =
      m.wire(name + "_stride", mux(once, single, mux(twice, doubled, literal(sum_bits, 0))), "index, once or twice");
  const Expr sum =
      m.wire(name + "_row", zero_extend(base, sum_bits) + zero_extend(offset, sum_bits) +
                                (magnitude ^ repeat(negative, sum_bits)) + zero_extend(negative, sum_bits));
  return {sum, mux(negative, !twice, twice && once), sum < literal(sum_bits, variant.sot.rows)};
}

Expr is_zero(const Expr& word, int low, int bits) { return !any(slice(word, low, bits)); }

/// 1 .. 2^(bits - 1)
Expr is_count(const Expr& word, int low, int bits) {
  const Expr rest = any(slice(word, low, bits - 1));
  return bit(word, low + bits - 1) != rest;
}

}  // namespace

ModulePointer sot_sequencer(Design& design, const spec::Variant& variant) {
  Module m = design.clocked(
      "sot_sequencer",
      "SOT sequencer: runs a program of the array. One word is decoded while the one before it works in the array,\n"
      "and the word after it is fetched in the cycle in which it is taken, from wherever a loop goes on.\n"
      "Latency: 1 + the cycles of the words that run, from start_i to done_o. A word takes its accesses, one after "
      "the\n"
      "other; a word without one, and a Loop, 1 cycle; an End and a loop's jump back none.\n"
      "While no program runs, it opens single rows for the transposer.");
  const int row_bits = spec::sot_row_bits(variant);
  const int sum_bits = row_sum_bits(variant);
  const int address_bits = spec::program_address_bits(variant);
  const int pc_bits = address_bits + 1;
  const int words = variant.sot.program_words;

  const Expr start = m.input("start_i", 1);
  const Expr first = m.input("first_i", pc_bits, "word the program begins with");
  const Expr bases = m.input("bases_i", spec::sot::base_registers * row_bits, "base register 0 lowest");
  const Expr fetch = m.output("fetch_o", 1);
  const Expr fetch_address = m.output("fetch_address_o", address_bits);
  const Expr word = m.input("word_i", 64, "the word fetched last");
  const Expr done = m.output("done_o", 1);
  const Expr error = m.output("error_o", 8, "error code while done_o, 0 for none");

  const Expr read = m.output("read_o", 1, "first cycle of an access; the same for the next three");
  const Expr write = m.output("write_o", 1);
  const Expr search = m.output("search_o", 1);
  const Expr clear = m.output("clear_o", 1);
  const Expr raddr = m.output("raddr_o", row_bits);
  const Expr waddr0 = m.output("waddr0_o", row_bits);
  const Expr waddr1 = m.output("waddr1_o", row_bits);
  const Expr dual = m.output("dual_o", 1);
  const Expr operation = m.output("op_o", 2, "0 store, 1 and, 2 or, 3 xor");
  const Expr count = m.output("count_o", 10, "rows of a search or a clear");
  const Expr key = m.output("key_o", 64);
  const Expr pair = m.output("pair_o", 1);
  const Expr access_done = m.input("access_done_i", 1, "last cycle of the access");

  const Expr take_row = m.output("take_row_o", 1, "the latch takes the row");
  const Expr complement = m.output("complement_o", 1, "its complement");
  const Expr move = m.output("move_o", 1, "it comes from further lanes");
  const Expr distance = m.output("distance_o", 4, "2^distance lanes further");
  const Expr take_constant = m.output("take_constant_o", 1, "the latch takes a constant in all lanes");
  const Expr constant = m.output("constant_o", 1);
  const Expr take_match = m.output("take_match_o", 1, "match takes the answer of a search");
  const Expr unmasked = m.output("unmasked_o", 1, "the write ignores the mask");
  const Expr update_mask = m.output("update_mask_o", 1, "a word ends");
  const Expr mask_update = m.output("mask_update_o", 3, "0 keep, 1 ones, 2 latch, 3 ~latch, 4 match, 5 .. 7 and with");

  const Expr open_row = m.input("open_row_i", 1, "a row is wanted; only while no program runs");
  const Expr open_to_write = m.input("open_to_write_i", 1);
  const Expr open_address = m.input("open_address_i", row_bits);
  const Expr opened = m.output("opened_o", 1, "that row's access begins in the next cycle");
  const Expr at_rest = m.output("at_rest_o", 1, "the present cycle is the last of whatever is going on in the array");

  const Target running_q = m.reg("running_q", 1, 0, "word_i is the word at pc_q, to be taken");
  const Target pc_q = m.reg("pc_q", pc_bits);
  const Target in_loop_q = m.reg("in_loop_q", 1);
  const Target loop_pc_q = m.reg("loop_pc_q", pc_bits, 0, "first word of the loop");
  const Target index_q = m.reg("index_q", 10, 0, "0 outside a loop");
  const Target last_index_q = m.reg("last_index_q", 10);
  const Target accessing_q = m.reg("accessing_q", 1, 0, "an access goes on");
  const Target read_q = m.reg("read_q", 1);
  const Target write_q = m.reg("write_q", 1);
  const Target search_q = m.reg("search_q", 1);
  const Target clear_q = m.reg("clear_q", 1);
  const Target reading_q = m.reg("reading_q", 1, 0, "that access is a read");
  const Target searching_q = m.reg("searching_q", 1, 0, "that access is a search");
  const Target then_write_q = m.reg("then_write_q", 1, 0, "a write follows the read");
  const Target complement_q = m.reg("complement_q", 1);
  const Target move_q = m.reg("move_q", 1);
  const Target distance_q = m.reg("distance_q", 4);
  const Target mask_update_q = m.reg("mask_update_q", 3);
  const Target unmasked_q = m.reg("unmasked_q", 1);
  const Target raddr_q = m.reg("raddr_q", row_bits);
  const Target waddr0_q = m.reg("waddr0_q", row_bits);
  const Target waddr1_q = m.reg("waddr1_q", row_bits);
  const Target dual_q = m.reg("dual_q", 1);
  const Target operation_q = m.reg("operation_q", 2);
  const Target count_q = m.reg("count_q", 10);
  const Target key_q = m.reg("key_q", 16);
  const Target pair_q = m.reg("pair_q", 1);

  m.comment("What the word says.");
  const Expr kind = m.wire("kind", slice(word, 48, 3));
  const Expr is_end = m.wire("is_end", kind == 0);
  const Expr is_step = m.wire("is_step", kind == 1);
  const Expr is_search = m.wire("is_search", kind == 2);
  const Expr is_clear = m.wire("is_clear", kind == 3);
  const Expr is_loop = m.wire("is_loop", kind == 4);
  const Expr is_move = m.wire("is_move", kind == 5);
  const Expr ends_loop = bit(word, 54);
  const Expr reads_row = m.wire("reads_row", (bit(word, 55) && bit(word, 56)) || bit(word, 57), "reads 3 and 4");
  const Expr opens_row = m.wire("opens_row", is_move || (is_step && reads_row));
  const Expr writes = m.wire("writes", any(slice(word, 58, 3)));
  const Expr has_also = bit(word, 61);
  const RowAddress from = row_address(m, "from", word, 0, bases, index_q, variant);
  const RowAddress to = row_address(m, "to", word, 16, bases, index_q, variant);
  const RowAddress also = row_address(m, "also", word, 32, bases, index_q, variant);

  m.comment("Whether it is a word at all, here.");
  const Expr from_is_zero = m.wire("from_is_zero", is_zero(word, 0, 16));
  const Expr to_is_zero = m.wire("to_is_zero", is_zero(word, 16, 16));
  const Expr also_is_zero = m.wire("also_is_zero", is_zero(word, 32, 16));
  const Expr bad_from = m.wire("bad_from", from.is_illegal);
  const Expr bad_to = m.wire("bad_to", to.is_illegal);
  const Expr bad_also = m.wire("bad_also", also.is_illegal);
  const Expr good_read = m.wire("good_read", !bit(word, 57) || is_zero(word, 55, 2));
  const Expr good_write = m.wire("good_write", !bit(word, 60) || is_zero(word, 58, 2));
  const Expr good_step = m.wire("good_step", good_read && good_write && (reads_row || from_is_zero) &&
                                                 (writes || (to_is_zero && !has_also)) && (has_also || also_is_zero) &&
                                                 !bad_from && !bad_to && !bad_also);
  const Expr no_read_or_write = m.wire("no_read_or_write", is_zero(word, 55, 7));
  const Expr good_search = m.wire(
      "good_search", is_count(word, 32, 7) && is_zero(word, 40, 8) && no_read_or_write && !bit(word, 62) && !bad_from);
  const Expr good_clear = m.wire(
      "good_clear", from_is_zero && is_count(word, 32, 10) && is_zero(word, 42, 6) && no_read_or_write && !bad_to);
  const Expr good_move = m.wire("good_move", is_zero(word, 20, 12) && also_is_zero && is_zero(word, 51, 3) &&
                                                 no_read_or_write && !bit(word, 62) && !bad_from);
  const Expr no_act = m.wire("no_act", to_is_zero && also_is_zero && is_zero(word, 51, 12));
  const Expr good_loop = m.wire("good_loop", is_count(word, 0, 11) && is_zero(word, 11, 5) && no_act && !in_loop_q);
  const Expr good_end = m.wire("good_end", from_is_zero && no_act);
  const Expr is_good =
      m.wire("is_good", (is_step && good_step) || (is_search && good_search) || (is_clear && good_clear) ||
                            (is_loop && good_loop) || (is_move && good_move) || (is_end && good_end));
  const Expr past_last = m.wire("past_last", pc_q > words - 1 || (pc_q == words - 1 && !is_end));
  const Expr program_fault =
      m.wire("program_fault", past_last || bit(word, 63) || !is_good || (ends_loop && !in_loop_q));

  m.comment("Whether its rows are rows of the array.");
  const Expr several = m.wire("several", concat({literal(2, 0), is_clear && bit(word, 41), is_clear && bit(word, 40),
                                                 is_clear && bit(word, 39), slice(word, 32, 7)}));
  const Expr touched =
      m.wire("touched", mux(is_search && bit(word, 39), append_zeros(slice(several, 0, 11), 1), several),
             "rows of a search or a clear");
  const Expr end_row = m.wire("end_row", mux(is_search, from.sum, to.sum) + zero_extend(touched, sum_bits));
  const Expr from_outside = m.wire("from_outside", !from.in_array);
  const Expr to_outside = m.wire("to_outside", !to.in_array);
  const Expr also_outside = m.wire("also_outside", !also.in_array);
  const Expr row_fault = m.wire("row_fault", (opens_row && from_outside) ||
                                                 (is_step && ((writes && to_outside) || (has_also && also_outside))) ||
                                                 (is_search && from_outside) || (is_clear && to_outside) ||
                                                 ((is_search || is_clear) && end_row > variant.sot.rows));

  m.comment("Taking the word, and fetching the next.");
  const Expr access_ends = m.wire("access_ends", !accessing_q || access_done);
  const Expr advance = m.wire("advance", access_ends && !then_write_q, "the array is free in the next cycle");
  const Expr take = m.wire("take", running_q && advance);
  const Expr fault = m.wire("fault", program_fault || row_fault);
  const Expr proceed = m.wire("proceed", take && !fault && !is_end);
  const Expr issue = m.wire("issue", proceed && !is_loop);
  const Expr goes_on = m.wire("goes_on", index_q != last_index_q);
  const Expr following = m.wire("following", pc_q + 1);
  const Expr next_pc = m.wire("next_pc", mux(start, first, mux(ends_loop && goes_on, loop_pc_q, following)));
  m.assign(fetch, start || proceed);
  m.assign(fetch_address, slice(next_pc, 0, address_bits));
  m.clocked(when(start || proceed).then(pc_q <= next_pc));
  m.clocked(when(start).then(running_q <= 1).else_when(take && (fault || is_end)).then(running_q <= 0));
  m.clocked(when(start)
                .then(in_loop_q <= 0, index_q <= 0)
                .else_when(proceed && is_loop)
                .then(in_loop_q <= 1)
                .else_when(proceed && ends_loop)
                .then(in_loop_q <= goes_on, index_q <= mux(goes_on, index_q + 1, literal(10, 0))));
  m.clocked(when(proceed && is_loop).then(loop_pc_q <= following, last_index_q <= slice(word, 0, 10) - 1));
  m.assign(done, take && (fault || is_end));
  const Expr row_range = error_label(m, spec::Error::row_range);
  const Expr illegal_program = error_label(m, spec::Error::program);
  const Expr found = mux(program_fault, illegal_program, mux(row_fault, row_range, literal(8, 0)));
  m.assign(error, mux(done, found, literal(8, 0)));

  m.comment("Accesses of the array: a word's, or a single row.");
  const Expr open = m.wire("open", open_row && !running_q && advance);
  const Expr next_read = m.wire("next_read", (issue && opens_row) || (open && !open_to_write));
  const Expr next_write = m.wire("next_write", (issue && is_step && !reads_row && writes) || (open && open_to_write));
  const Expr next_search = m.wire("next_search", issue && is_search);
  const Expr next_clear = m.wire("next_clear", issue && is_clear);
  m.clocked(when(advance)
                .then(read_q <= next_read, write_q <= next_write, search_q <= next_search, clear_q <= next_clear,
                      accessing_q <= (next_read || next_write || next_search || next_clear), reading_q <= next_read,
                      searching_q <= next_search, then_write_q <= (issue && reads_row && writes))
                .else_when(access_ends)
                .then(read_q <= 0, write_q <= 1, reading_q <= 0, then_write_q <= 0)
                .otherwise(read_q <= 0, write_q <= 0, search_q <= 0, clear_q <= 0));
  m.clocked(when(issue).then(mask_update_q <= slice(word, 51, 3)).else_when(advance).then(mask_update_q <= 0));
  m.clocked(when(issue || open)
                .then(raddr_q <= mux(running_q, slice(from.sum, 0, row_bits), open_address),
                      waddr0_q <= mux(running_q, slice(to.sum, 0, row_bits), open_address),
                      waddr1_q <= slice(also.sum, 0, row_bits), dual_q <= (running_q && has_also),
                      operation_q <= mux(running_q, slice(word, 58, 2) - 1, literal(2, 0)),
                      complement_q <= (running_q && bit(word, 57)), move_q <= (running_q && is_move),
                      distance_q <= slice(word, 16, 4), unmasked_q <= (running_q && bit(word, 62)),
                      count_q <= slice(several, 0, 10), key_q <= slice(word, 16, 16), pair_q <= bit(word, 39)));
  m.assign(opened, open);
  m.assign(at_rest, advance);
  if (spec::verifies_writes(variant)) m.assign(m.output("verify_o", 1, "the write is a program's"), running_q);

  m.assign(read, read_q);
  m.assign(write, write_q);
  m.assign(search, search_q);
  m.assign(clear, clear_q);
  m.assign(raddr, raddr_q);
  m.assign(waddr0, waddr0_q);
  m.assign(waddr1, waddr1_q);
  m.assign(dual, dual_q);
  m.assign(operation, operation_q);
  m.assign(count, count_q);
  m.assign(key, concat({repeat(bit(key_q, 15), 48), key_q}));
  m.assign(pair, pair_q);

  m.comment("What the lanes do.");
  m.assign(take_row, reading_q && access_done);
  m.assign(complement, complement_q);
  m.assign(move, move_q);
  m.assign(distance, distance_q);
  m.assign(take_constant, issue && is_step && !reads_row && any(slice(word, 55, 2)));
  m.assign(constant, bit(word, 56));
  m.assign(take_match, searching_q && access_done);
  m.assign(unmasked, unmasked_q);
  m.assign(update_mask, advance);
  m.assign(mask_update, mask_update_q);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
