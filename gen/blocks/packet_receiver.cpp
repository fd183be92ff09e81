#include <algorithm>
#include <optional>
#include <string>

#include "gen/blocks/blocks.h"
#include "gen/blocks/labels.h"
#include "gen/blocks/register_spaces.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer packet_receiver(Design& design, const spec::Variant& variant) {
  const bool has_queue = spec::has_command_queue(variant);
  Module m = design.clocked(
      "packet_receiver",
      std::string(
          "Packet receiver: takes one packet for a state space, beat by beat, and commits it only if its length and\n"
          "all its elements are right. A long packet is swallowed to its last beat.") +
          (has_queue ? " One that comes ahead of its command\nis held, whole, until that runs." : "") +
          "\nLatency: beats + 1 cycles from start_i to done_o where the sender never waits.");
  int most_beats = 1;
  for (const auto space : register_spaces(variant)) {
    const auto layout = spec::space_layout(variant, space);
    if (layout.writable) most_beats = std::max(most_beats, layout.beats());
  }
  const int beat_bits = spec::ceil_log2(most_beats + 1);

  const Expr start = m.input("start_i", 1);
  const Expr space = m.input("space_i", 8, "stable from the cycle after start_i until done_o");
  std::optional<Expr> ahead;
  if (has_queue) ahead = m.input("ahead_i", 1, "the packet comes ahead of its command");
  const Expr tvalid = m.input("tvalid_i", 1);
  const Expr tlast = m.input("tlast_i", 1);
  const Expr tready = m.output("tready_o", 1);
  const Expr out_of_range = m.input("out_of_range_i", 1, "the present beat holds an illegal element");
  const Expr shift = m.output("shift_o", 1);
  const Expr last = m.output("last_o", 1, "the present beat should be the last");
  const Expr commit = m.output("commit_o", 1);
  const Expr done = m.output("done_o", 1);
  const Expr error = m.output("error_o", 8, "error code while done_o, 0 for none");

  const Expr idle = m.constant("StateIdle", 2, 0);
  const Expr receive = m.constant("StateReceive", 2, 1);
  const Expr drain = m.constant("StateDrain", 2, 2);
  const Expr finish = m.constant("StateFinish", 2, 3);

  const Target state_q = m.reg("state_q", 2);
  const Target beat_q = m.reg("beat_q", beat_bits, 0, "beats taken");
  const Target bad_length_q = m.reg("bad_length_q", 1);
  const Target bad_range_q = m.reg("bad_range_q", 1);

  std::vector<Labelled> last_beats;
  for (const auto candidate : register_spaces(variant)) {
    const auto layout = spec::space_layout(variant, candidate);
    if (layout.writable) last_beats.push_back({space_label(m, candidate), literal(beat_bits, layout.beats() - 1)});
  }
  const Expr last_beat = m.wire("last_beat", pick(space, last_beats, literal(beat_bits, 0)));
  const Expr is_last = m.wire("is_last", beat_q == last_beat);
  const Expr finishes = ahead ? m.wire("finishes", state_q == finish && !*ahead) : state_q == finish;
  const Statement leave = state_q <= idle;
  m.clocked(select(state_q)
                .is(idle, {when(start).then(state_q <= receive, beat_q <= 0, bad_range_q <= 0)})
                .is(receive,
                    {when(tvalid).then(beat_q <= beat_q + 1, bad_range_q <= (bad_range_q || out_of_range),
                                       bad_length_q <= (is_last != tlast),
                                       when(tlast).then(state_q <= finish).else_when(is_last).then(state_q <= drain))})
                .is(drain, {when(tvalid && tlast).then(state_q <= finish)})
                .otherwise({ahead ? Statement(when(finishes).then(leave)) : leave}));

  m.assign(tready, state_q == receive || state_q == drain);
  m.assign(shift, state_q == receive && tvalid);
  m.assign(last, is_last);
  m.assign(done, finishes);
  m.assign(commit, done && !bad_length_q && !bad_range_q);
  const Expr none = literal(8, 0);
  // Declared here: in what order a compiler comes to the parts of an expression is its own affair.
  const Expr element_range = error_label(m, spec::Error::element_range);
  const Expr packet_length = error_label(m, spec::Error::packet_length);
  const Expr found = mux(bad_length_q, packet_length, mux(bad_range_q, element_range, none));
  m.assign(error, mux(done, found, none));
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
