#include "gen/blocks/blocks.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer row_select(Design& design, const spec::Variant& variant) {
  Module m = design.combinational("row_select",
                                  "Row select: the sub-array that the row of a transfer lies in, one-hot.\n"
                                  "Latency: 0 cycles.");
  const int subarrays = spec::subarrays(variant);
  const int row_bits = spec::row_index_bits(variant);
  const Expr row = m.input("row_i", row_bits, "less than the number of rows");
  const auto before = [&](int subarray) {
    return row < literal(row_bits, spec::subarray_first_row(variant, subarray));
  };
  const Expr selected_subarrays = m.output("selected_subarrays_o", subarrays);
  for (int subarray = 0; subarray < subarrays; ++subarray) {
    Expr inside = literal(1, 1);
    if (subarray > 0) inside = !before(subarray);
    if (subarray < subarrays - 1) inside = subarray > 0 ? inside && before(subarray + 1) : before(subarray + 1);
    m.assign(bit(selected_subarrays, subarray), inside);
  }
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
