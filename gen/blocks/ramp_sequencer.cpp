#include <algorithm>

#include "gen/blocks/blocks.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer ramp_sequencer(Design& design, const spec::Variant& variant) {
  Module m = design.clocked(
      "ramp_sequencer",
      "Ramp sequencer: the steps of a read in time. The integrators are connected after a cycle without (break before\n"
      "make) and cleared; lines are driven for the slots of a code; the charge is held for a cycle; the ramp runs, "
      "and\n"
      "its last steps come through the synchroniser.\n"
      "Latency: settle + slots + 1 + ramp + synchroniser cycles from start_i to the combine cycle, in which "
      "finished_o\n"
      "is high. The strobes to the array come from flip-flops.");
  const auto& readout = variant.readout;
  const int stages = readout.synchroniser_stages;
  const int ramp_steps = spec::ramp_steps(variant);
  const int timer_bits = spec::ceil_log2(std::max({readout.settle_cycles, ramp_steps, stages}));
  const bool has_backward = spec::has_backward(variant);
  const int directions = has_backward ? 2 : 1;

  const Expr start = m.input("start_i", 1);
  const Expr slots_begin = m.output("slots_begin_o", 1, "in the next cycle");
  const Expr slots_end = m.input("slots_end_i", 1, "the present cycle is the last slot");
  const Expr mux_pin = m.output("mux_o", directions, has_backward ? "integrators on: 0 the columns, 1 the rows" : "");
  const Expr integ_rst = m.output("integ_rst_o", 1);
  const Expr integ_en = m.output("integ_en_o", 1);
  const Expr ramp_rst = m.output("ramp_rst_o", 1);
  const Expr ramp_en = m.output("ramp_en_o", 1);
  const Expr clear = m.output("clear_o", 1, "codes and flags");
  const Expr capture = m.output("capture_o", 1, "the synchronised comparators show a step");
  const Expr step = m.output("step_o", readout.ramp_bits, "that step; the last one until finished_o");
  const Expr finished = m.output("finished_o", 1);

  const Expr idle = m.constant("StateIdle", 3, 0);
  const Expr settle = m.constant("StateSettle", 3, 1);
  const Expr slots = m.constant("StateSlots", 3, 2);
  const Expr hold = m.constant("StateHold", 3, 3);
  const Expr ramp = m.constant("StateRamp", 3, 4);
  const Expr tail = m.constant("StateTail", 3, 5);
  const Expr combine = m.constant("StateCombine", 3, 6);

  const Target state_d = m.variable("state_d", 3);
  const Target timer_d = m.variable("timer_d", timer_bits);
  const Target state_q = m.reg("state_q", 3);
  const Target timer_q = m.reg("timer_q", timer_bits, 0, "cycles of this step after the present one");
  const Expr step_ends = m.wire("step_ends", !any(timer_q));
  const auto enter = [&](const Expr& state, int cycles) { return Block{state_d <= state, timer_d <= cycles - 1}; };
  m.combinational(state_d <= state_q, timer_d <= mux(step_ends, timer_q, timer_q - 1),
                  select(state_q)
                      .is(idle, {when(start).then(enter(settle, readout.settle_cycles))})
                      .is(settle, {when(step_ends).then(state_d <= slots)})
                      .is(slots, {when(slots_end).then(state_d <= hold)})
                      .is(hold, enter(ramp, ramp_steps))
                      .is(ramp, {when(step_ends).then(enter(tail, stages))})
                      .is(tail, {when(step_ends).then(state_d <= combine)})
                      .otherwise({state_d <= idle}));
  m.clocked(state_q <= state_d, timer_q <= timer_d);
  m.assign(slots_begin, state_q == settle && step_ends);
  m.assign(finished, state_q == combine);

  const Expr settled = m.wire("settled", state_d == settle && !any(timer_d), "the next cycle is the last to settle");
  const Target integ_rst_q = m.reg("integ_rst_q", 1);
  const Target integ_en_q = m.reg("integ_en_q", 1);
  const Target ramp_rst_q = m.reg("ramp_rst_q", 1);
  const Target ramp_en_q = m.reg("ramp_en_q", 1);
  m.clocked(integ_rst_q <= settled, integ_en_q <= (state_d == slots), ramp_rst_q <= (state_d == hold),
            ramp_en_q <= (state_d == ramp));
  Expr direction = literal(1, 1);
  if (has_backward) {
    const Expr backward = m.input("backward_i", 1, "with start_i: drives columns and reads rows");
    const Target reverse_q = m.reg("reverse_q", 1, 0, "columns are driven, rows read");
    m.clocked(when(start).then(reverse_q <= backward).else_when(finished).then(reverse_q <= 0));
    m.assign(m.output("reverse_o", 1, "until finished_o"), reverse_q);
    direction = concat({reverse_q, !reverse_q});
  }
  const Target mux_q = m.reg("mux_q", directions);
  m.clocked(when(start).then(mux_q <= 0).else_when(settled).then(mux_q <= direction));
  m.assign(mux_pin, mux_q);
  m.assign(integ_rst, integ_rst_q);
  m.assign(integ_en, integ_en_q);
  m.assign(ramp_rst, ramp_rst_q);
  m.assign(ramp_en, ramp_en_q);

  m.comment("The ramp's strobe takes as long as the comparators' bits through the synchroniser.");
  const Target delayed_q = m.reg("delayed_q", stages);
  m.clocked(delayed_q <= concat({slice(delayed_q, 0, stages - 1), ramp_en_q}));
  m.assign(clear, integ_rst_q);
  m.assign(capture, bit(delayed_q, stages - 1));
  const Target step_q = m.reg("step_q", readout.ramp_bits);
  m.clocked(when(ramp_rst_q).then(step_q <= 0).else_when(capture && !all(step_q)).then(step_q <= step_q + 1));
  m.assign(step, step_q);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
