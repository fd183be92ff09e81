#include "gen/blocks/blocks.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer outer_sequencer(Design& design, const spec::Variant&) {
  Module m =
      design.clocked("outer_sequencer",
                     "Sequencer of an outer product: four sign phases, ++ +- -+ -- of rows and columns. In a "
                     "phase the columns of its\n"
                     "sign show their voltages, a cycle before its slots and in them; the rows of its sign are "
                     "driven in the slots. A\n"
                     "cell is written in the one phase of its signs. A pulse of one row, whose sign is +, has the "
                     "first two of them, and\n"
                     "the first begins at once.\n"
                     "Latency: 1 + 4 * (1 + slots) cycles from start_i to done_o, of a pulse 2 * (1 + slots).");
  const Expr start = m.input("start_i", 1);
  const Expr pulse = m.input("pulse_i", 1, "of one row: its first phase begins in the next cycle");
  const Expr one_row = m.input("one_row_i", 1, "that is what is under way");
  const Expr take_columns =
      m.output("take_columns_o", 1, "the columns of a phase show their voltage in the next cycle");
  const Expr column_negative = m.output("column_negative_o", 1, "columns of this sign");
  const Expr slots_begin = m.output("slots_begin_o", 1, "in the next cycle");
  const Expr slots_end = m.input("slots_end_i", 1, "the present cycle is the last slot");
  const Expr of_phase = m.output("of_phase_o", 1, "the slots are those of a phase");
  const Expr row_negative = m.output("row_negative_o", 1, "rows of this sign");
  const Expr update_en = m.output("update_en_o", 1);
  const Expr opu_phase = m.output("opu_phase_o", 2, "1: rows of negative codes, 0: columns of negative codes");
  const Expr phase_end = m.output("phase_end_o", 1, "the present cycle is the last of a phase");
  const Expr done = m.output("done_o", 1);

  const Target begin_q = m.reg("begin_q", 1, 0, "the first cycle");
  const Target lead_q = m.reg("lead_q", 1, 0, "the columns of a phase show their voltage, its slots are to come");
  const Target slots_q = m.reg("slots_q", 1);
  const Target phase_q = m.reg("phase_q", 2, 0, "rows, columns of negative codes");
  const Target opu_phase_q = m.reg("opu_phase_q", 2);

  const Expr phase_ends = m.wire("phase_ends", slots_q && slots_end);
  const Expr is_last = m.wire("is_last", bit(phase_q, 0) && (bit(phase_q, 1) || one_row));
  const Expr next_phase = m.wire("next_phase", mux(pulse, literal(2, 0), phase_q + 1));
  m.assign(take_columns, begin_q || pulse || (phase_ends && !is_last));
  m.clocked(begin_q <= start, lead_q <= take_columns);
  m.clocked(when(start).then(phase_q <= 3).else_when(take_columns).then(phase_q <= next_phase));
  m.clocked(when(lead_q)
                .then(slots_q <= 1, opu_phase_q <= phase_q)
                .else_when(slots_end)
                .then(slots_q <= 0, opu_phase_q <= 0));
  m.assign(column_negative, bit(next_phase, 0));
  m.assign(slots_begin, lead_q);
  m.assign(of_phase, lead_q || slots_q);
  m.assign(row_negative, bit(phase_q, 1));
  m.assign(update_en, slots_q);
  m.assign(opu_phase, opu_phase_q);
  m.assign(phase_end, phase_ends);
  m.assign(done, phase_ends && is_last);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
