#include "gen/blocks/code_planes.h"

#include <algorithm>

#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

CodePlanes code_planes(const spec::Variant& variant, spec::Space space) {
  if (space == spec::Space::column_voltage) return {1, variant.update.voltage_bits - 1};
  if (variant.input.coding == spec::InputCoding::time) return {variant.input.stream_bits, 1};
  return {variant.input.streams, variant.input.stream_bits};
}

int plane_index_bits(const spec::Variant& variant) {
  return std::max(1, spec::ceil_log2(code_planes(variant, spec::Space::input).digits));
}

Expr active_lines(Module& m, const spec::Variant& variant, int lines, const Expr& drive, const Expr& chosen,
                  const std::function<Expr(int)>& plane) {
  const Target active = m.variable("active", lines, "where the chosen bit is 1");
  Select choice = select(chosen);
  for (int index = variant.input.stream_bits - 1; index > 0; --index) {
    choice.is(literal(plane_index_bits(variant), index), {active <= plane(index)});
  }
  m.combinational(active <= 0, when(drive).then(choice.otherwise({active <= plane(0)})));
  return active;
}

}  // namespace spintile::gen::blocks
