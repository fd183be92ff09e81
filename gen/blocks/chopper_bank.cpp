#include <algorithm>

#include "gen/blocks/blocks.h"
#include "gen/blocks/element_lanes.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer chopper_bank(Design& design, const spec::Variant& variant) {
  const auto layout = spec::space_layout(variant, spec::Space::chopper);
  const int rows = variant.crossbar.rows;
  const auto staging =
      packet_staging(design, {"chopper", rows, std::min(layout.elements_per_beat(), rows), layout.value_bits, 0});

  Module m = design.clocked("chopper_bank",
                            "Chopper bank: the sign that each row is written with, and whether it flipped at the row's "
                            "last transfer. A\n"
                            "transfer that is over may flip that of its row: in the last sweep of a period, or by "
                            "chance.\n"
                            "Source: arXiv 2303.04721.\n"
                            "Latency: 1 cycle from end_i or commit_i.");
  const Expr beat = m.input("beat_i", spec::stream_bits);
  const Expr last = m.input("last_i", 1, "this is the last beat of the packet");
  const Expr shift = m.input("shift_i", 1);
  const Expr commit = m.input("commit_i", 1);
  const Expr out_of_range = m.output("out_of_range_o", 1);
  const Expr end = m.input("end_i", 1, "a transfer ends");
  const Expr selected_rows = m.input("selected_rows_i", rows, "its row, one-hot");
  const Expr flip_all = m.input("flip_all_i", 1, "this sweep flips every row");
  const Expr flip_some = m.input("flip_some_i", 1, "a row flips where the word is below the probability");
  const Expr probability = m.input("probability_i", 16);
  const Expr word = m.input("word_i", 16);
  const Expr choppers = m.output("choppers_o", rows, "1: -1");
  const Expr chopper = m.output("chopper_o", 1, "of the row");
  const Expr fresh = m.output("fresh_o", 1, "of the row");
  const Expr values = m.output("values_o", rows * layout.value_bits, "[0] chopper, [1] fresh");

  const auto elements = element_lanes(m, beat, last, layout);
  m.assign(out_of_range, elements.out_of_range);
  const Expr staged = m.wire("staged", rows * layout.value_bits);
  m.instance("staging", staging,
             {{"beat_i", concat({elements.values.rbegin(), elements.values.rend()})},
              {"shift_i", shift},
              {"values_o", staged}});
  const Expr staged_choppers = m.wire("staged_choppers", rows);
  const Expr staged_fresh = m.wire("staged_fresh", rows);
  const Target chopper_q = m.reg("chopper_q", rows);
  const Target fresh_q = m.reg("fresh_q", rows);
  m.assigns("row", rows, [&](Index row) {
    return std::vector<Assignment>{{row.bit(staged_choppers), row.lane(staged, 1, 0, layout.value_bits)},
                                   {row.bit(staged_fresh), row.lane(staged, 1, 1, layout.value_bits)},
                                   {row.lane(values, 1, 0, layout.value_bits), row.bit(chopper_q)},
                                   {row.lane(values, 1, 1, layout.value_bits), row.bit(fresh_q)}};
  });

  const Expr flip = m.wire("flip", flip_all || (flip_some && word < probability));
  const Expr flipped = m.wire("flipped", selected_rows & repeat(flip, rows));
  m.clocked(when(commit)
                .then(chopper_q <= staged_choppers, fresh_q <= staged_fresh)
                .else_when(end)
                .then(chopper_q <= (chopper_q ^ flipped), fresh_q <= ((fresh_q & ~selected_rows) | flipped)));
  m.assign(choppers, chopper_q);
  m.assign(chopper, any(chopper_q & selected_rows));
  m.assign(fresh, any(fresh_q & selected_rows));
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
