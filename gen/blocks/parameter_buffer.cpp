#include <fmt/format.h>

#include <algorithm>

#include "gen/blocks/blocks.h"
#include "gen/blocks/element_lanes.h"

namespace spintile::gen::blocks {

using namespace hdl;

namespace {

/// What each value belongs to, and who reads it.
const char* reader(spec::Space space) {
  if (space == spec::Space::row_probability) return "row, for the pulse generators";
  if (space == spec::Space::target) return "column, for the row writer";
  return space == spec::Space::column_probability ? "column, for the pulse generators" : "column, for the requantiser";
}

}  // namespace

ModulePointer parameter_buffer(Design& design, const spec::Variant& variant, spec::Space space) {
  const auto layout = spec::space_layout(variant, space);
  const std::string name(layout.name);
  const int lanes = std::min(layout.elements_per_beat(), layout.elements);
  const auto values_register =
      packet_register(design, {name + "_register", layout.elements, lanes, layout.value_bits, layout.reset_value});

  Module m = design.clocked(name + "_buffer", fmt::format("Buffer of the state space \"{}\", one value a {}.\n"
                                                          "Latency: values_o 1 cycle from commit_i.",
                                                          name, reader(space)));
  const Expr beat = m.input("beat_i", spec::stream_bits);
  const Expr last = m.input("last_i", 1, "this is the last beat of the packet");
  const Expr shift = m.input("shift_i", 1);
  const Expr commit = m.input("commit_i", 1);
  const Expr out_of_range = m.output("out_of_range_o", 1);
  const Expr values = m.output("values_o", layout.elements * layout.value_bits);

  const auto elements = element_lanes(m, beat, last, layout);
  m.assign(out_of_range, elements.out_of_range);
  m.instance("values", values_register,
             {{"beat_i", concat({elements.values.rbegin(), elements.values.rend()})},
              {"shift_i", shift},
              {"commit_i", commit},
              {"values_o", values}});
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
