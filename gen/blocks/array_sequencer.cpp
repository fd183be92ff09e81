#include <algorithm>

#include "gen/blocks/blocks.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer array_sequencer(Design& design, const spec::Variant& variant) {
  Module m = design.clocked(
      "array_sequencer",
      "Array sequencer: settle, then reset, write, read for each sample, for each stream, most significant first.\n"
      "Latency: streams * (settle + samples * (reset + write + read)) cycles from start_i to the combine cycle, in "
      "which\n"
      "finished_o is high. The strobes to the array come from flip-flops.");
  const auto& readout = variant.readout;
  const int longest =
      std::max({readout.settle_cycles, readout.reset_cycles, readout.write_cycles, readout.read_cycles});
  const int timer_bits = std::max(1, spec::ceil_log2(longest));
  const int stream_index_bits = std::max(1, spec::ceil_log2(variant.input.streams));
  const int samples_bits = spec::samples_bits(variant);
  const auto first_stream = variant.input.streams - 1;

  const Expr start = m.input("start_i", 1);
  const Expr samples = m.input("samples_i", samples_bits, "1 or more; stable until finished_o");
  const Expr drive = m.output("drive_o", 1, "a stream begins in the next cycle");
  const Expr stream = m.output("stream_o", stream_index_bits, "which");
  const Expr release = m.output("release_o", 1, "no stream in the next cycle");
  const Expr integ_rst = m.output("integ_rst_o", 1);
  const Expr integ_en = m.output("integ_en_o", 1);
  const Expr mtj_reset = m.output("mtj_reset_o", 1);
  const Expr mtj_write = m.output("mtj_write_o", 1);
  const Expr mtj_read = m.output("mtj_read_o", 1);
  const Expr capture = m.output("capture_o", 1, "the counters take a sample");
  const Expr clear_counters = m.output("clear_counters_o", 1);
  const Expr clear_accumulator = m.output("clear_accumulator_o", 1);
  const Expr combine = m.output("combine_o", 1, "the accumulators take a stream");
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
  const Target timer_q = m.reg("timer_q", timer_bits, 0, "cycles of this phase after the present one");
  const Target sample_q = m.reg("sample_q", samples_bits, 0, "samples of this stream after the present one");
  const Target stream_q = m.reg("stream_q", stream_index_bits);
  const Target integ_rst_q = m.reg("integ_rst_q", 1);
  const Target integ_en_q = m.reg("integ_en_q", 1);
  const Target mtj_reset_q = m.reg("mtj_reset_q", 1);
  const Target mtj_write_q = m.reg("mtj_write_q", 1);
  const Target mtj_read_q = m.reg("mtj_read_q", 1);

  const Expr phase_ends = m.wire("phase_ends", timer_q == 0);
  const auto enter = [&](const Expr& state, int cycles) { return Block{state_d <= state, timer_d <= cycles - 1}; };
  const auto at_end = [&](const Block& next) { return Block{when(phase_ends).then(next)}; };
  const Block stay = {state_d <= state_q, timer_d <= mux(phase_ends, timer_q, timer_q - 1), sample_d <= sample_q,
                      stream_d <= stream_q};
  Block begin_stream = enter(settle, readout.settle_cycles);
  begin_stream.push_back(sample_d <= samples - 1);
  Block begin_vector = begin_stream;
  begin_vector.push_back(stream_d <= first_stream);
  Block next_stream = begin_stream;
  next_stream.push_back(stream_d <= stream_q - 1);
  Block next_sample = enter(reset, readout.reset_cycles);
  next_sample.push_back(sample_d <= sample_q - 1);

  m.combinational(stay[0], stay[1], stay[2], stay[3],
                  select(state_q)
                      .is(idle, {when(start).then(begin_vector)})
                      .is(settle, at_end(enter(reset, readout.reset_cycles)))
                      .is(reset, at_end(enter(write, readout.write_cycles)))
                      .is(write, at_end(enter(read, readout.read_cycles)))
                      .is(read, at_end({when(sample_q != 0)
                                            .then(next_sample)
                                            .else_when(stream_q != 0)
                                            .then(next_stream)
                                            .otherwise(state_d <= last_combine)}))
                      .otherwise({state_d <= idle}));
  m.clocked(state_q <= state_d, timer_q <= timer_d, sample_q <= sample_d, stream_q <= stream_d);

  m.assign(drive, state_d == settle && state_q != settle);
  m.assign(stream, stream_d);
  m.assign(release, state_d == last_combine);
  m.clocked(integ_rst_q <= drive, integ_en_q <= (state_d == settle && timer_d == 0), mtj_reset_q <= (state_d == reset),
            mtj_write_q <= (state_d == write), mtj_read_q <= (state_d == read));
  m.assign(integ_rst, integ_rst_q);
  m.assign(integ_en, integ_en_q);
  m.assign(mtj_reset, mtj_reset_q);
  m.assign(mtj_write, mtj_write_q);
  m.assign(mtj_read, mtj_read_q);

  m.comment("The first settle cycle of a stream takes over from the stream before it.");
  const Expr first = m.wire("first_stream", stream_q == first_stream);
  m.assign(capture, state_q == read && phase_ends);
  m.assign(clear_counters, integ_rst_q);
  m.assign(clear_accumulator, integ_rst_q && first);
  m.assign(finished, state_q == last_combine);
  m.assign(combine, (integ_rst_q && !first) || finished);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
