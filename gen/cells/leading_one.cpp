#include "gen/cells/cells.h"

namespace spintile::gen::cells {

using namespace hdl;

ModulePointer leading_one(Design& design) {
  Module m = design.combinational("leading_one",
                                  "Leading one: keeps the highest 1 of a word and clears the rest; 0 for the word 0.\n"
                                  "Mirrored, the highest 1 is the lowest, which x & (~x + 1) keeps: one carry chain.\n"
                                  "Latency: none.");
  const Width width = m.parameter("Width", 8, "bits of the word, 1 or more");
  const Expr data = m.input("data_i", width);
  const Expr one_hot = m.output("one_hot_o", width);

  const Expr mirrored = m.wire("mirrored", width);
  const Expr lowest = m.wire("lowest", mirrored & (~mirrored + 1));
  m.assigns("place", width, [&](Index place) {
    return std::vector<Assignment>{{place.bit(mirrored), place.mirrored_bit(data)},
                                   {place.bit(one_hot), place.mirrored_bit(lowest)}};
  });
  return design.add(std::move(m));
}

}  // namespace spintile::gen::cells
