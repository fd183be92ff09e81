#include "gen/blocks/blocks.h"
#include "gen/cells/cells.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer column_lane(Design& design, const spec::Variant& variant) {
  const auto sum = subarray_sum(design, variant);
  const auto counter = cells::counter(design);
  const auto adder = shift_and_add(design, variant);

  Module m = design.clocked(
      "column_lane",
      "Column lane: all that one column needs between its converters and its accumulator. A sub-array sum\n"
      "and a partial-sum counter for each weight slice, and one shift-and-add. A count never passes samples_max *\n"
      "subarrays, which its bits hold.\n"
      "Latency: counts_o 1 cycle from capture_i, accumulator_o 1 cycle from combine_i.");
  const int slices = variant.crossbar.weight_slices;
  const int subarrays = spec::subarrays(variant);
  const int counter_bits = spec::counter_bits(variant);

  const Expr bits = m.input("bits_i", slices * subarrays, "sub-array s of slice i at i * subarrays + s");
  const Expr capture = m.input("capture_i", 1);
  const Expr clear_counters = m.input("clear_counters_i", 1);
  const Expr clear_accumulator = m.input("clear_accumulator_i", 1);
  const Expr combine = m.input("combine_i", 1);
  const Expr total = m.input("total_i", counter_bits);
  const Expr counts = m.output("counts_o", slices * counter_bits);
  const Expr accumulator = m.output("accumulator_o", spec::accumulator_bits(variant));

  const Expr ones = m.wire("ones", slices * counter_bits);
  const Expr running = m.wire("running_counts", slices * counter_bits);
  m.instances("sum", slices, sum, [&](Index slice) {
    return std::vector<Connection>{{"bits_i", slice.lane(bits, subarrays)}, {"sum_o", slice.lane(ones, counter_bits)}};
  });
  m.instances("partial_sum_counter", slices, counter,
              [&](Index slice) {
                return std::vector<Connection>{{"clear_i", clear_counters},
                                               {"enable_i", capture},
                                               {"step_i", slice.lane(ones, counter_bits)},
                                               {"count_o", slice.lane(running, counter_bits)}};
              },
              {{"Width", counter_bits}});
  m.instance("shift_and_add", adder,
             {{"clear_i", clear_accumulator},
              {"combine_i", combine},
              {"total_i", total},
              {"counts_i", running},
              {"accumulator_o", accumulator}});
  m.assign(counts, running);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
