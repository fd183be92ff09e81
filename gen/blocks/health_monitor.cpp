#include "gen/blocks/blocks.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer health_monitor(Design& design, const spec::Variant& variant) {
  Module m = design.clocked(
      "health_monitor",
      "Health monitor of one converter: repetition count and adaptive proportion. Either raises a flag that stands\n"
      "until it is cleared.\n"
      "Latency: flag_o 1 cycle from watch_i. Source: NIST SP 800-90B, sections 4.4.1 and 4.4.2.");
  const auto& readout = variant.readout;
  const bool exclude = readout.health_monitor == spec::HealthMonitor::exclude;
  const int run_bits = spec::ceil_log2(readout.repetition_cutoff + 1);
  const int count_bits = spec::ceil_log2(readout.proportion_window + 1);

  const Expr watch = m.input("watch_i", 1);
  const Expr window_starts = m.input("window_starts_i", 1, "this sample is the first of a window");
  const Expr sense = m.input("bit_i", 1);
  const Expr restart = m.input("restart_i", 1, "forget the run");
  const Expr clear = m.input("clear_i", 1, "forget the run and the flag");
  const Expr flag = m.output("flag_o", 1);

  const Target last_q = m.reg("last_q", 1);
  const Target run_q = m.reg("run_q", run_bits, 0, "equal bits in a row, 0 before the first; stops at the cut-off");
  const Target reference_q = m.reg("reference_q", 1, 0, "first bit of the window");
  const Target count_q = m.reg("count_q", count_bits, 0, "bits of the window that equal it");
  const Target flag_q = m.reg("flag_q", 1);

  const Expr repeats = m.wire("repeats", run_q != 0 && sense == last_q);
  const Expr run_is_long = m.wire("run_is_long", run_q == readout.repetition_cutoff);
  const Expr run = m.wire("run", mux(!repeats, literal(run_bits, 1), mux(run_is_long, run_q, run_q + 1)));
  const Expr is_equal = m.wire("is_equal", sense == reference_q);
  const Expr count = m.wire("count", mux(window_starts, literal(count_bits, 1), mux(is_equal, count_q + 1, count_q)));
  const Expr fails = m.wire("fails", run > readout.repetition_cutoff - 1 || count > readout.proportion_cutoff - 1);

  m.clocked(when(clear || restart)
                .then(run_q <= 0)
                .else_when(watch)
                .then(run_q <= run, last_q <= sense, count_q <= count, when(window_starts).then(reference_q <= sense)));
  When flagging = when(clear).then(flag_q <= 0);
  if (exclude) {
    const Expr load = m.input("load_i", 1, "restore the flag");
    const Expr load_flag = m.input("load_flag_i", 1);
    flagging.else_when(load).then(flag_q <= load_flag);
  }
  m.clocked(flagging.else_when(watch && fails).then(flag_q <= 1));
  m.assign(flag, flag_q);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
