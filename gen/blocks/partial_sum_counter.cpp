#include "gen/blocks/blocks.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer partial_sum_counter(Design& design, const spec::Variant& variant) {
  Module m = design.clocked("partial_sum_counter",
                            "Partial-sum counter: adds the ones of a sample to a running count.\n"
                            "Latency: count_o follows ones_i by 1 cycle. clear_i wins over enable_i.\n"
                            "The count never passes samples_max * subarrays, which Width bits hold.");
  const Width width = m.parameter("Width", spec::counter_bits(variant), "bits of the count");
  const Expr clear = m.input("clear_i", 1);
  const Expr enable = m.input("enable_i", 1);
  const Expr ones = m.input("ones_i", width);
  const Expr count = m.output("count_o", width);

  const Target count_q = m.reg("count_q", width);
  m.clocked(when(clear).then(count_q <= 0).else_when(enable).then(count_q <= count_q + ones));
  m.assign(count, count_q);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
