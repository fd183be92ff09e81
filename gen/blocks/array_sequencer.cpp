#include <algorithm>

#include "gen/blocks/blocks.h"
#include "gen/blocks/code_planes.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer array_sequencer(Design& design, const spec::Variant& variant) {
  const auto& readout = variant.readout;
  const int pairs = spec::mtjs_per_line(variant);
  const bool ping_pong = pairs == 2;
  Module m = design.clocked(
      "array_sequencer",
      ping_pong ? "Array sequencer: settle, reset of the first MTJ, then write and read for each sample, by the two "
                  "MTJs of a line in\n"
                  "turn: while one is read the other is reset. For each phase of the column mux, for each stream, most "
                  "significant\n"
                  "first.\n"
                  "Latency: streams * mux * (settle + reset + samples * (write + max(read, reset))) cycles from "
                  "start_i to the\n"
                  "combine cycle, in which finished_o is high. The strobes to the array come from flip-flops."
                : "Array sequencer: settle, then reset, write, read for each sample; for each phase of the column mux, "
                  "for each\n"
                  "stream, most significant first.\n"
                  "Latency: streams * mux * (settle + samples * (reset + write + read)) cycles from start_i to the "
                  "combine cycle,\n"
                  "in which finished_o is high. The strobes to the array come from flip-flops.");
  const int read_cycles = ping_pong ? std::max(readout.read_cycles, readout.reset_cycles) : readout.read_cycles;
  const int longest = std::max({readout.settle_cycles, readout.reset_cycles, readout.write_cycles, read_cycles});
  const int timer_bits = std::max(1, spec::ceil_log2(longest));
  const int stream_index_bits = plane_index_bits(variant);
  const int samples_bits = spec::samples_bits(variant);
  const int select_bits = spec::column_select_bits(variant);
  const bool has_mux = select_bits > 0;
  const int first_stream = variant.input.streams - 1;
  const int last_phase = readout.column_mux - 1;

  const Expr start = m.input("start_i", 1);
  const Expr samples = m.input("samples_i", samples_bits, "1 or more; stable until finished_o");
  const bool reads_one = spec::has_transfer(variant) && variant.input.streams > 1;
  std::vector<Expr> one_stream;
  if (reads_one) one_stream = {m.input("one_stream_i", 1, "the least significant alone; stable until finished_o")};
  const bool has_backward = spec::has_backward(variant);
  std::vector<Expr> backward;
  if (has_backward) backward = {m.input("backward_i", 1, "with start_i: drives columns and reads rows")};
  const Expr drive = m.output("drive_o", 1, "a phase begins in the next cycle");
  const Expr stream = m.output("stream_o", stream_index_bits, "of which stream");
  const Expr release = m.output("release_o", 1, "no stream in the next cycle");
  const Expr integ_rst = m.output("integ_rst_o", 1);
  const Expr integ_en = m.output("integ_en_o", 1);
  const Expr mtj_reset = m.output("mtj_reset_o", pairs);
  const Expr mtj_write = m.output("mtj_write_o", pairs);
  const Expr mtj_read = m.output("mtj_read_o", pairs);
  const Expr capture = m.output("capture_o", 1, "the counters take a sample");
  const Expr clear_counters = m.output("clear_counters_o", 1);
  const Expr clear_accumulators = m.output("clear_accumulators_o", 1);
  const Expr combine = m.output("combine_o", readout.column_mux, "the accumulators of a phase's columns take a stream");
  const Expr finished = m.output("finished_o", 1);

  const Expr idle = m.constant("StateIdle", 3, 0);
  const Expr settle = m.constant("StateSettle", 3, 1);
  const Expr reset = m.constant("StateReset", 3, 2);
  const Expr write = m.constant("StateWrite", 3, 3);
  const Expr read = m.constant("StateRead", 3, 4);
  const Expr last_combine = m.constant("StateCombine", 3, 5);

  const Target state_d = m.variable("state_d", 3);
  const Target timer_d = m.variable("timer_d", timer_bits);
  const Target sample_d = m.variable("sample_d", samples_bits);
  const Target stream_d = m.variable("stream_d", stream_index_bits);
  const Target state_q = m.reg("state_q", 3);
  const Target timer_q = m.reg("timer_q", timer_bits, 0, "cycles of this step after the present one");
  const Target sample_q = m.reg("sample_q", samples_bits, 0, "samples of this phase after the present one");
  const Target stream_q = m.reg("stream_q", stream_index_bits);
  const Target integ_rst_q = m.reg("integ_rst_q", 1);
  const Target integ_en_q = m.reg("integ_en_q", 1);
  const Target mtj_reset_q = m.reg("mtj_reset_q", pairs);
  const Target mtj_write_q = m.reg("mtj_write_q", pairs);
  const Target mtj_read_q = m.reg("mtj_read_q", pairs);

  const Expr step_ends = m.wire("step_ends", timer_q == 0);
  const auto enter = [&](const Expr& state, int cycles) { return Block{state_d <= state, timer_d <= cycles - 1}; };
  const auto with = [](Block block, std::initializer_list<Statement> more) {
    block.insert(block.end(), more);
    return block;
  };
  const auto at_end = [&](const Block& next) { return Block{when(step_ends).then(next)}; };
  Block stay = {state_d <= state_q, timer_d <= mux(step_ends, timer_q, timer_q - 1), sample_d <= sample_q,
                stream_d <= stream_q};
  Block begin_phase = with(enter(settle, readout.settle_cycles), {sample_d <= samples - 1});
  Block next_sample = with(enter(ping_pong ? write : reset, ping_pong ? readout.write_cycles : readout.reset_cycles),
                           {sample_d <= sample_q - 1});
  const auto first_of_vector = [&] {
    const Expr all = literal(stream_index_bits, first_stream);
    return reads_one ? mux(one_stream[0], literal(stream_index_bits, 0), all) : all;
  };
  Block begin_vector = with(begin_phase, {stream_d <= first_of_vector()});
  Block next_stream = with(begin_phase, {stream_d <= stream_q - 1});
  Block finish = {state_d <= last_combine};
  Block advance = {state_q <= state_d, timer_q <= timer_d, sample_q <= sample_d, stream_q <= stream_d};

  Block rest = {state_d <= idle};

  // These are there only where there is something to tell apart or to count.
  std::vector<Target> reverse;
  if (has_backward) {
    const Target reverse_d = m.variable("reverse_d", 1);
    const Target reverse_q = m.reg("reverse_q", 1, 0, "columns are driven, rows read");
    stay.push_back(reverse_d <= reverse_q);
    begin_vector.push_back(reverse_d <= backward[0]);
    rest.push_back(reverse_d <= 0);
    advance.push_back(reverse_q <= reverse_d);
    reverse = {reverse_d, reverse_q};
    m.assign(m.output("reverse_o", 1, "until finished_o"), reverse_q);
  }
  std::vector<Target> pair;
  if (ping_pong) {
    const Target pair_d = m.variable("pair_d", 1);
    const Target pair_q = m.reg("pair_q", 1, 0, "which MTJ of a line takes the present sample");
    stay.push_back(pair_d <= pair_q);
    for (Block* block : {&begin_vector, &next_stream, &begin_phase}) block->push_back(pair_d <= 0);
    next_sample.push_back(pair_d <= !pair_q);
    advance.push_back(pair_q <= pair_d);
    pair = {pair_d, pair_q};
    m.assign(m.output("pair_o", 1, "the MTJs that capture_o takes"), pair_q);
  }
  Block after_samples = {when(stream_q != 0).then(next_stream).otherwise(finish.front())};
  Expr is_first = stream_q == first_of_vector();
  std::vector<Expr> combined_phase;
  if (has_mux) {
    const Target phase_d = m.variable("phase_d", select_bits);
    const Target phase_q = m.reg("phase_q", select_bits, 0, "which column of a line is read");
    const Target combined_phase_q = m.reg("combined_phase_q", select_bits, 0, "the phase read last");
    stay.push_back(phase_d <= phase_q);
    begin_vector.push_back(phase_d <= 0);
    const Block next_phase = with(begin_phase, {phase_d <= phase_q + 1});
    after_samples = {when(phase_q != last_phase)
                         .then(next_phase)
                         .else_when(stream_q != 0)
                         .then(with(next_stream, {phase_d <= 0}))
                         .otherwise(finish.front(), phase_d <= 0)};
    advance.push_back(phase_q <= phase_d);
    m.clocked(when(state_q == read).then(combined_phase_q <= phase_q));
    m.assign(m.output("column_sel_o", select_bits), phase_q);
    is_first = is_first && phase_q == 0;
    combined_phase = {combined_phase_q};
  }

  Block next = stay;
  next.push_back(select(state_q)
                     .is(idle, {when(start).then(begin_vector)})
                     .is(settle, at_end(enter(reset, readout.reset_cycles)))
                     .is(reset, at_end(enter(write, readout.write_cycles)))
                     .is(write, at_end(enter(read, read_cycles)))
                     .is(read, at_end({when(sample_q != 0).then(next_sample).otherwise(after_samples.front())}))
                     .otherwise(rest));
  m.combinational(next);
  m.clocked(advance);

  Expr begins = state_d == settle && state_q != settle;
  if (has_backward) {
    begins = m.wire("begins", begins, "a phase, in the next cycle");
    m.assign(drive, begins && !reverse[0]);
    m.assign(m.output("drive_columns_o", 1, "the same of a BACKWARD"), begins && reverse[0]);
  } else {
    m.assign(drive, begins);
    begins = drive;
  }
  m.assign(stream, stream_d);
  m.assign(release, state_d == last_combine);
  m.clocked(integ_rst_q <= begins, integ_en_q <= (state_d == settle && timer_d == 0));
  if (ping_pong) {
    const Expr chosen = m.wire("chosen", concat({pair[0], !pair[0]}), "one-hot");
    const Expr resting = m.wire("resting", ~chosen);
    // The MTJ that takes the next sample is reset in the first cycles of the read.
    Expr resets_other = state_d == read && sample_d != 0;
    if (read_cycles > readout.reset_cycles) {
      resets_other = resets_other && timer_d > read_cycles - readout.reset_cycles - 1;
    }
    const auto during = [&](const Expr& condition) { return repeat(condition, 2); };
    m.clocked(mtj_reset_q <= ((during(state_d == reset) & chosen) | (during(resets_other) & resting)),
              mtj_write_q <= (during(state_d == write) & chosen), mtj_read_q <= (during(state_d == read) & chosen));
  } else {
    m.clocked(mtj_reset_q <= (state_d == reset), mtj_write_q <= (state_d == write), mtj_read_q <= (state_d == read));
  }
  m.assign(integ_rst, integ_rst_q);
  m.assign(integ_en, integ_en_q);
  m.assign(mtj_reset, mtj_reset_q);
  m.assign(mtj_write, mtj_write_q);
  m.assign(mtj_read, mtj_read_q);

  m.comment("The first settle cycle of a phase takes over from the phase before it.");
  const Expr is_first_phase = m.wire("first", is_first);
  m.assign(capture, state_q == read && step_ends);
  m.assign(clear_counters, integ_rst_q);
  m.assign(clear_accumulators, integ_rst_q && is_first_phase);
  m.assign(finished, state_q == last_combine);
  const Expr takes_over = m.wire("takes_over", (integ_rst_q && !is_first_phase) || finished);
  for (int phase = 0; phase <= last_phase; ++phase) {
    const Expr selected = has_mux ? takes_over && combined_phase.front() == phase : takes_over;
    m.assign(bit(combine, phase), selected);
  }
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
