#include "gen/blocks/blocks.h"
#include "gen/blocks/code_planes.h"
#include "gen/cells/cells.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer slot_counter(Design& design, const spec::Variant& variant) {
  const int bits = variant.input.stream_bits;
  const bool has_choice = bits > 1;
  const auto leading_one = has_choice ? cells::leading_one(design) : nullptr;

  Module m = design.clocked(
      "slot_counter",
      "Slot counter of the time code, one for all lines: counts the slots of a code from 1 to 2^bits - 1. The leading\n"
      "one of the count says which bit of the magnitudes decides: bit p in 2^p slots, so a line is active in as many\n"
      "slots as its magnitude says (Marinella et al., JETCAS 2018).\n"
      "Latency: the first slot 1 cycle from start_i.");
  const int index_bits = plane_index_bits(variant);
  const Expr start = m.input("start_i", 1, "the first slot is the next cycle");
  const Expr drive = m.output("drive_o", 1, "a slot begins in the next cycle");
  const Expr chosen = m.output("bit_o", index_bits, "which bit of the magnitudes decides in it");
  const Expr end = m.output("end_o", 1, "the present cycle is the last slot");

  const Target slot_q = m.reg("slot_q", bits, 0, "the present slot; 0: none");
  const Expr next_slot = m.wire("next_slot", slot_q + 1);
  const Expr last = m.wire("last", all(slot_q));
  m.assign(drive, start || (any(slot_q) && !last));
  m.clocked(when(drive).then(slot_q <= next_slot).else_when(last).then(slot_q <= 0));
  m.assign(end, last);
  if (!has_choice) {
    m.assign(chosen, literal(1, 0));
    return design.add(std::move(m));
  }
  const Expr one_hot = m.wire("leading", bits, "one-hot");
  m.instance("leading_one", leading_one, {{"data_i", next_slot}, {"one_hot_o", one_hot}}, {{"Width", bits}});
  for (int place = 0; place < index_bits; ++place) {
    std::vector<Expr> with_place;
    for (int index = 0; index < bits; ++index) {
      if ((index >> place & 1) != 0) with_place.push_back(bit(one_hot, index));
    }
    m.assign(bit(chosen, place), any_of(with_place));
  }
  m.unread(bit(one_hot, 0), "Index 0 is what is left.");
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
