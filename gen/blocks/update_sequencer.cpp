#include <algorithm>

#include "gen/blocks/blocks.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer update_sequencer(Design& design, const spec::Variant& variant) {
  Module m = design.clocked(
      "update_sequencer",
      "Update sequencer: the slots of an update, one after the other. The pins take a slot's levels, settle for a "
      "cycle,\n"
      "and hold them for the pulse; after the last slot they stand by.\n"
      "Latency: 1 + slots * (1 + pulse) cycles from start_i to done_o.");
  const int timer_bits = spec::ceil_log2(variant.update.pulse_cycles + 1);
  const int slots_bits = spec::ceil_log2(variant.update.pulse_slots + 1);

  const Expr start = m.input("start_i", 1);
  const Expr slots = m.input("slots_i", slots_bits, "1 or more; read with start_i");
  const Expr take = m.output("take_o", 1, "the pins take the levels of a slot");
  const Expr release = m.output("release_o", 1, "the pins stand by from the next cycle on");
  const Expr update_en = m.output("update_en_o", 1);
  const Expr done = m.output("done_o", 1);

  const Target running_q = m.reg("running_q", 1);
  const Target slots_q = m.reg("slots_q", slots_bits, 0, "slots to come");
  const Target timer_q = m.reg("timer_q", timer_bits, 0, "cycles of this slot after the present one");
  const Target update_en_q = m.reg("update_en_q", 1);

  const Expr slot_ends = m.wire("slot_ends", running_q && timer_q == 0, "or the first is to come");
  const Expr next_slot = m.wire("next_slot", slot_ends && any(slots_q));
  const Expr last_slot = m.wire("last_slot", slot_ends && !any(slots_q));
  m.clocked(when(start).then(running_q <= 1).else_when(last_slot).then(running_q <= 0));
  m.clocked(when(start).then(slots_q <= slots).else_when(next_slot).then(slots_q <= slots_q - 1));
  m.clocked(when(next_slot)
                .then(timer_q <= variant.update.pulse_cycles)
                .else_when(any(timer_q))
                .then(timer_q <= timer_q - 1));
  m.clocked(update_en_q <= any(timer_q));
  m.assign(take, next_slot);
  m.assign(release, last_slot);
  m.assign(update_en, update_en_q);
  m.assign(done, last_slot);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
