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
  const Expr row = m.input("transfer_row_i", spec::row_index_bits(variant), "its row");
  const Expr flip_all = m.input("flip_all_i", 1, "this sweep flips every row");
  const Expr flip_some = m.input("flip_some_i", 1, "a row flips where the word is below the probability");
  const Expr probability = m.input("probability_i", 16);
  const Expr word = m.input("word_i", 16);
  const Expr show = m.input("show_i", 1, "choppers_o is used; else it is 0");
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
  const int bits = layout.value_bits;
  const Target values_q = m.reg("values_q", rows * bits);
  const Expr of_row = m.wire("of_row", part(values_q, row, bits));
  m.assign(chopper, bit(of_row, 0));
  m.assign(fresh, bit(of_row, 1));

  const Expr flip = m.wire("flip", flip_all || (flip_some && word < probability));
  const Expr change = m.wire("change", concat({bit(of_row, 1) != flip, flip}));
  m.clocked(when(commit)
                .then(values_q <= staged)
                .else_when(end)
                .then(values_q <= (values_q ^ shift_left(zero_extend(change, rows * bits), append_zeros(row, 1)))));
  const Target shown = m.variable("shown", rows);
  m.combinational(shown <= 0, when(show).then(m.loop("line", rows, [&](Index line) {
    return Block{line.bit(shown) <= line.lane(values_q, 1, 0, bits)};
  })));
  m.assign(choppers, shown);
  m.assign(values, values_q);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
