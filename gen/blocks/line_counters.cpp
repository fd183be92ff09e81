#include "gen/blocks/blocks.h"
#include "gen/cells/cells.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer line_counters(Design& design, const spec::Variant& variant) {
  const auto sum = subarray_sum(design, variant);
  const auto counter = cells::counter(design);
  const bool exclude = variant.readout.health_monitor == spec::HealthMonitor::exclude;

  Module m = design.clocked(
      "line_counters", exclude
                           ? "Counters of one line: for each weight slice a sub-array sum and a partial-sum counter, "
                             "and the same again for\n"
                             "the samples taken, since a converter that is left out takes none.\n"
                             "Latency: counts_o, totals_o 1 cycle from capture_i."
                           : "Counters of one line: for each weight slice a sub-array sum and a partial-sum counter.\n"
                             "Latency: counts_o 1 cycle from capture_i.");
  const int slices = variant.crossbar.weight_slices;
  const int subarrays = spec::counted_subarrays(variant);
  const int counter_bits = spec::counter_bits(variant);

  const Expr bits = m.input("bits_i", slices * subarrays, "sub-array s of slice i at i * subarrays + s");
  const Expr capture = m.input("capture_i", 1);
  const Expr clear = m.input("clear_i", 1);

  // A transfer, which has one slice, reads one sub-array.
  const bool selects = spec::has_transfer(variant) && spec::subarrays(variant) > 1;
  std::vector<Expr> selected;
  if (selects) selected = {m.input("selected_i", subarrays, "sub-arrays that count")};

  // Adds up what `ones` shows in each captured sample. In the other cycles it is 0.
  const auto captured = [&](const std::string& name, const Expr& value) {
    const Target variable = m.variable(name, value.width());
    m.combinational(variable <= 0, when(capture).then(variable <= value));
    return variable;
  };
  const auto count = [&](const std::string& name, const Expr& ones, const Expr& counts) {
    const Expr sums = m.wire(name + "s_of_sample", slices * counter_bits);
    m.instances(name + "_sum", slices, sum, [&](Index slice) {
      return std::vector<Connection>{
          {"enable_i", capture}, {"bits_i", slice.lane(ones, subarrays)}, {"sum_o", slice.lane(sums, counter_bits)}};
    });
    m.instances(name + "_counter", slices, counter,
                [&](Index slice) {
                  return std::vector<Connection>{{"clear_i", clear},
                                                 {"enable_i", capture},
                                                 {"step_i", slice.lane(sums, counter_bits)},
                                                 {"count_o", slice.lane(counts, counter_bits)}};
                },
                {{"Width", counter_bits}});
  };
  const Expr counts = m.output("counts_o", slices * counter_bits);
  if (exclude) {
    const Expr left_out = m.input("left_out_i", slices * subarrays, "converters that do not count");
    const Expr taken = captured("taken", selects ? ~left_out & selected[0] : ~left_out);
    count("one", captured("ones", bits & taken), counts);
    count("total", taken, m.output("totals_o", slices * counter_bits));
  } else {
    count("one", selects ? captured("ones", bits & selected[0]) : bits, counts);
  }
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
