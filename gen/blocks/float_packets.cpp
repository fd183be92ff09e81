#include <algorithm>

#include "gen/blocks/blocks.h"
#include "gen/blocks/labels.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer float_packets(Design& design, const spec::Variant& variant) {
  Module m = design.clocked(
      "float_packets",
      "Incoming packets of a float unit: beats go straight on; what is wrong with the length of the packet ends it, a\n"
      "long one once it is swallowed to its last beat.\n"
      "Latency: done_o in the cycle after the last beat, and no sooner than its receiver is idle.");
  const int program_bits = spec::program_address_bits(variant) + 1;
  const int lane_bits = spec::ceil_log2(variant.sot.lanes + 1);
  const int beat_bits = std::max(program_bits, lane_bits);

  const Expr start = m.input("start_i", 1);
  const Expr to_lanes = m.input("to_lanes_i", 1, "stable from the cycle after start_i until done_o");
  const Expr words = m.input("words_i", program_bits, "of a packet of the program space");
  const Expr last_of_lanes = m.input("last_of_lanes_i", lane_bits, "last beat of a packet of the lanes space");
  const Expr tvalid = m.input("tvalid_i", 1);
  const Expr tlast = m.input("tlast_i", 1);
  const Expr tready = m.output("tready_o", 1);
  const Expr program_take = m.output("program_take_o", 1, "the present beat is a word of the program");
  const Expr lanes_valid = m.output("lanes_valid_o", 1);
  const Expr lanes_ready = m.input("lanes_ready_i", 1);
  const Expr lanes_idle = m.input("lanes_idle_i", 1);
  const Expr abort = m.output("abort_o", 1, "no further beat comes for the lanes");
  const Expr done = m.output("done_o", 1);
  const Expr error = m.output("error_o", 8, "error code while done_o, 0 for none");

  const Expr idle = m.constant("StateIdle", 2, 0);
  const Expr receive = m.constant("StateReceive", 2, 1);
  const Expr drain = m.constant("StateDrain", 2, 2);
  const Expr finish = m.constant("StateFinish", 2, 3);

  const Target state_q = m.reg("state_q", 2);
  const Target beat_q = m.reg("beat_q", beat_bits, 0, "beats taken");
  const Target bad_length_q = m.reg("bad_length_q", 1);

  const Expr receiving = m.wire("receiving", state_q == receive);
  const Expr ready = m.wire("ready", (receiving && (!to_lanes || lanes_ready)) || state_q == drain);
  const Expr taken = m.wire("taken", tvalid && ready);
  const Expr next_beat = m.wire("next_beat", beat_q + 1);
  const Expr is_last = m.wire("is_last", mux(to_lanes, beat_q == zero_extend(last_of_lanes, beat_bits),
                                             next_beat == zero_extend(words, beat_bits)));
  const Expr bad_length = m.wire("bad_length", receiving && taken && is_last != tlast);
  m.clocked(select(state_q)
                .is(idle, {when(start).then(state_q <= receive)})
                .is(receive,
                    {when(taken && tlast).then(state_q <= finish).else_when(taken && is_last).then(state_q <= drain)})
                .is(drain, {when(taken && tlast).then(state_q <= finish)})
                .otherwise({when(lanes_idle).then(state_q <= idle)}));
  m.clocked(when(start)
                .then(beat_q <= 0, bad_length_q <= 0)
                .else_when(receiving && taken)
                .then(beat_q <= next_beat, bad_length_q <= bad_length));

  m.assign(tready, ready);
  m.assign(program_take, receiving && taken && !to_lanes);
  m.assign(lanes_valid, receiving && tvalid && to_lanes);
  m.assign(abort, bad_length);
  m.assign(done, state_q == finish && lanes_idle);
  m.assign(error, mux(done && bad_length_q, error_label(m, spec::Error::packet_length), literal(8, 0)));
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
