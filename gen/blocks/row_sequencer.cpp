#include <optional>
#include <string>

#include "gen/blocks/blocks.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer row_sequencer(Design& design, const spec::Variant& variant) {
  const bool has_carry = spec::has_carry(variant);
  const bool has_offset = spec::has_offset_row(variant);
  const std::string steps =
      has_carry
          ? "Row sequencer, of PROGRAM and CARRY: reads a row, takes a cycle to decide, writes a pulse; a PROGRAM "
            "goes on\n"
            "until no column is left or it has written as many pulses as it may, a CARRY has one pulse of A and "
            "one of W.\n"
          : "Row sequencer, of PROGRAM: reads a row, takes a cycle to decide, writes a pulse, and so on until no "
            "column is\n"
            "left or it has written as many pulses as it may.\n";
  const std::string latency =
      has_carry ? "Latency: PROGRAM (pulses + 1) * (read + 2) + pulses * pulse, CARRY read + 2 + 2 * pulse cycles to "
                  "done_o."
                : "Latency: (pulses + 1) * (read + 2) + pulses * pulse cycles to done_o.";
  Module m = design.clocked("row_sequencer",
                            steps + (has_offset ? "A CALIBRATE is a PROGRAM of the offset row.\n" : "") + latency);
  const int count_bits = spec::ceil_log2(variant.crossbar.columns) + 1;

  const Expr program_start = m.input("program_start_i", 1);
  const Expr attempts = m.input("attempts_i", 8, "most pulses of a PROGRAM");
  const Expr read_done = m.input("read_done_i", 1, "the codes are there from the next cycle on");
  const Expr phase_end = m.input("phase_end_i", 1, "of a pulse; the first, or the last with pulse_done_i");
  const Expr pulse_done = m.input("pulse_done_i", 1, "the present cycle is the last of a pulse");
  const Expr any_far = m.input("any_i", 1, "a column is to be written");
  const Expr count = m.input("count_i", count_bits, "columns that are");
  const Expr under_way = m.output("under_way_o", 1, "from the cycle after the start until done_o");
  const Expr reading = m.output("reading_o", 1);
  const Expr decide = m.output("decide_o", 1, "what the columns are to be written is looked at");
  const Expr read_start = m.output("read_start_o", 1);
  const Expr pulse = m.output("pulse_o", 1, "one begins in the next cycle");
  const Expr done = m.output("row_done_o", 1);
  const Expr failures =
      m.output("failures_columns_o", 16,
               has_offset ? "of the last PROGRAM or CALIBRATE that ended" : "of the last PROGRAM that ended");
  const Expr pulses = m.output("failures_pulses_o", 16);

  const Expr idle = m.constant("StateIdle", 2, 0);
  const Expr read = m.constant("StateRead", 2, 1);
  const Expr decision = m.constant("StateDecide", 2, 2);
  const Expr writing = m.constant("StatePulse", 2, 3);
  const Target state_q = m.reg("state_q", 2);
  const Target pulses_q = m.reg("pulses_q", 8, 0, "written so far");
  const Expr is_decision = m.wire("is_decision", state_q == decision);
  const Expr pulsed = m.wire("pulsed", state_q == writing && pulse_done);

  std::optional<Expr> carry_start;
  std::optional<Expr> calibrate_start;
  Expr starts = program_start;
  Expr writes = m.wire("writes", any_far && pulses_q != attempts);
  Expr writes_again = literal(1, 0);
  Expr ends_pulsed = literal(1, 0);
  Expr of_program = literal(1, 1);
  if (has_carry) {
    carry_start = m.input("carry_start_i", 1);
    starts = starts || *carry_start;
  }
  if (has_offset) {
    calibrate_start = m.input("calibrate_start_i", 1);
    starts = starts || *calibrate_start;
  }
  if (has_carry || has_offset) starts = m.wire("starts", starts);
  if (has_offset) {
    const Target calibrate_q = m.reg("calibrate_q", 1, 0, "a CALIBRATE, else another");
    m.clocked(when(starts).then(calibrate_q <= *calibrate_start));
    m.assign(m.output("calibrate_o", 1, "the row is the offset row"), calibrate_q);
  }
  if (has_carry) {
    const Target carry_q = m.reg("carry_q", 1, 0, "a CARRY, else a PROGRAM");
    const Target weight_q = m.reg("weight_q", 1, 0, "of a CARRY: W is written");
    writes = writes || carry_q;
    writes_again = m.wire("weight_begins", pulsed && carry_q && !weight_q);
    ends_pulsed = m.wire("carried", pulsed && weight_q);
    of_program = !carry_q;
    m.clocked(when(starts).then(carry_q <= *carry_start, weight_q <= 0).else_when(writes_again).then(weight_q <= 1));
    m.assign(m.output("carry_o", 1, "a CARRY is under way"), carry_q);
    m.assign(m.output("weight_begins_o", 1, "W is written from the next cycle on"), writes_again);
    m.assign(m.output("to_weight_o", 1, "so it is"), weight_q);
    const Target carries_q = m.reg("carries_q", count_bits);
    m.clocked(when(ends_pulsed).then(carries_q <= count));
    m.assign(m.output("carries_o", 16, "columns of the last CARRY that ended"), zero_extend(carries_q, 16));
  }
  const Expr reads_again = has_carry ? m.wire("reads_again", pulsed && of_program) : pulsed;
  const Expr given_up = m.wire("programmed", is_decision && !writes);
  const Expr begins =
      m.wire("pulse_begins", has_carry ? (is_decision && writes) || writes_again : is_decision && writes);
  const Expr ends = m.wire("ends", has_carry ? given_up || ends_pulsed : given_up);

  m.clocked(when(starts || reads_again)
                .then(state_q <= read)
                .else_when(state_q == read && read_done)
                .then(state_q <= decision)
                .else_when(begins)
                .then(state_q <= writing)
                .else_when(ends)
                .then(state_q <= idle));
  m.clocked(when(starts).then(pulses_q <= 0).else_when(begins).then(pulses_q <= pulses_q + 1));
  const Target failures_q = m.reg("failures_columns_q", count_bits);
  const Target failed_pulses_q = m.reg("failures_pulses_q", 8);
  m.clocked(when(given_up).then(failures_q <= count, failed_pulses_q <= pulses_q));
  m.assign(under_way, any(state_q));
  m.assign(reading, state_q == read);
  m.assign(decide, is_decision || (state_q == writing && phase_end));
  m.assign(read_start, starts || reads_again);
  m.assign(pulse, begins);
  m.assign(done, ends);
  m.assign(failures, zero_extend(failures_q, 16));
  m.assign(pulses, zero_extend(failed_pulses_q, 16));
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
