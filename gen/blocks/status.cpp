#include "gen/blocks/status.h"

namespace spintile::gen::blocks {

using namespace hdl;

Status status_registers(Module& m) {
  return {m.reg("busy_q", 1), m.reg("done_q", 1), m.reg("error_q", 1), m.reg("code_q", 8)};
}

Expr keep_status(Module& m, const Status& status, const StatusEvents& events) {
  const auto& [busy_q, done_q, error_q, code_q] = status;
  const Expr error = events.command_error;
  m.comment("Status. An error at the edge that clears one stays; an older error is kept.");
  const Expr ended = m.wire("ended", events.ended);
  const auto& waiting = events.waiting;
  const Expr done = waiting ? !any(error) && !waiting->follows : !any(error);
  m.clocked(when(events.launch).then(busy_q <= 1, done_q <= 0).else_when(ended).then(busy_q <= 0, done_q <= done));
  const Expr clear = m.wire("clear_error", events.clear);
  const Expr fault = m.wire("fault", any(error) || events.refused);
  m.clocked(when(fault && (clear || !error_q))
                .then(error_q <= 1, code_q <= mux(any(error), error, events.refusal))
                .else_when(clear && !fault)
                .then(error_q <= 0, code_q <= 0));
  if (!waiting) return concat({literal(16, 0), code_q, literal(5, 0), error_q, done_q, busy_q});
  const Expr count = waiting->count;
  return concat(
      {literal(16 - count.width().value(), 0), count, code_q, literal(5, 0), error_q, done_q, waiting->occupied});
}

}  // namespace spintile::gen::blocks
