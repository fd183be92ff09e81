#include "gen/blocks/waiting_commands.h"

#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

Waiting waiting_commands(Module& m, const spec::Variant& variant, const Expr& busy) {
  const Expr count = m.wire("waiting", spec::waiting_bits(variant), "commands");
  const Expr head = m.wire("oldest", 16, "of them");
  const Expr waits = m.wire("waits", any(count));
  return {count, head, waits, m.wire("occupied", busy || waits)};
}

NextCommand next_command(Module& m, const Waiting& waiting, const Expr& command, const Expr& operand) {
  return {m.wire("next_command", mux(waiting.any, slice(waiting.head, 0, 8), command)),
          m.wire("next_operand", mux(waiting.any, slice(waiting.head, 8, 8), operand))};
}

PacketAhead packet_ahead(Module& m, const Waiting& waiting, const Expr& busy, const Expr& launch,
                         const Expr& keeps_packets_out) {
  const Target taken = m.reg("ahead_q", 1, 0, "the packet of the oldest that waits is taken");
  const Target beside_q = m.reg("beside_q", 1, 0, "what runs takes no packet and cannot fail");
  const Expr comes_ahead = m.wire("comes_ahead", waiting.any && busy && beside_q);
  const Expr begins = m.wire("begins_packet", (launch || comes_ahead) && !taken);
  m.clocked(when(launch).then(beside_q <= !keeps_packets_out));
  return {taken, begins};
}

void keep_packet_ahead(Module& m, const PacketAhead& ahead, const Expr& launch, const Expr& receive_start,
                       const Expr& space) {
  const Target space_q = m.reg("receive_space_q", 8);
  m.clocked(when(receive_start).then(space_q <= space));
  m.clocked(when(launch).then(ahead.taken <= 0).else_when(receive_start).then(ahead.taken <= 1));
  m.assign(m.output("receive_space_o", 8, "of the packet that comes in, from the cycle after its start"), space_q);
  m.assign(m.output("receive_ahead_o", 1, "it comes ahead of its command"), ahead.taken);
}

}  // namespace spintile::gen::blocks
