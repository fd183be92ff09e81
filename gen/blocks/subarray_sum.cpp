#include "gen/blocks/blocks.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

namespace {

/// Sum of bits [first, first + count) as a balanced tree, each level one bit wider.
Expr tree_sum(const Expr& bits, int first, int count) {
  if (count == 1) return bit(bits, first);
  const Expr low = tree_sum(bits, first, count / 2);
  const Expr high = tree_sum(bits, first + count / 2, count - count / 2);
  const Width width = spec::ceil_log2(count + 1);
  return zero_extend(low, width) + zero_extend(high, width);
}

}  // namespace

ModulePointer subarray_sum(Design& design, const spec::Variant& variant) {
  Module m =
      design.combinational("subarray_sum",
                           "Sub-array sum: how many of a column's converters, one a sub-array, read 1 in this sample.\n"
                           "Latency: 0 cycles. The sum has the width of the counter it is added to.");
  const int subarrays = spec::counted_subarrays(variant);
  const Expr enable = m.input("enable_i", 1, "sum_o is used; else it is 0");
  const Expr bits = m.input("bits_i", subarrays, "one a sub-array");
  const Expr sum = m.output("sum_o", spec::counter_bits(variant));
  const Target ones = m.variable("ones", sum.width());
  m.combinational(ones <= 0, when(enable).then(ones <= zero_extend(tree_sum(bits, 0, subarrays), sum.width())));
  m.assign(sum, ones);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
