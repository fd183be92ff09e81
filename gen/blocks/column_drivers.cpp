#include "gen/blocks/blocks.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer column_drivers(Design& design, const spec::Variant& variant) {
  Module m = design.clocked("column_drivers",
                            "Column drivers: hold the pulses of a slot. Released, all columns stand by: level 0, sign "
                            "0.\n"
                            "Latency: pins 1 cycle from take_i or release_i; take_i wins.");
  const int columns = variant.crossbar.columns;
  const Expr take = m.input("take_i", 1);
  const Expr signs = m.input("signs_i", columns);
  const Expr pulses = m.input("pulses_i", columns);
  const Expr release = m.input("release_i", 1);
  const Expr col_sign = m.output("col_sign_o", columns, "1: negative rail");
  const Expr col_level = m.output("col_level_o", columns);
  const Target col_sign_q = m.reg("col_sign_q", columns);
  const Target col_level_q = m.reg("col_level_q", columns);
  m.clocked(when(take)
                .then(col_sign_q <= signs, col_level_q <= pulses)
                .else_when(release)
                .then(col_sign_q <= 0, col_level_q <= 0));
  m.assign(col_sign, col_sign_q);
  m.assign(col_level, col_level_q);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
