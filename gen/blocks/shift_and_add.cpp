#include <fmt/format.h>

#include "gen/blocks/blocks.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer shift_and_add(Design& design, const spec::Variant& variant) {
  Module m =
      design.clocked("shift_and_add",
                     "Shift-and-add of one column: turns the counts of its weight slices into values v = 2 count - "
                     "total, weighs each by\n"
                     "the place of its slice, and adds the stream to the accumulator, most significant stream first:\n"
                     "y <- y * 2^stream_bits + sum over slices i of 2^(slice_bits i) v(i).\n"
                     "Latency: 1 cycle from combine_i. clear_i wins.");
  const int slices = variant.crossbar.weight_slices;
  const int slice_bits = variant.crossbar.slice_bits;
  const int stream_bits = variant.input.stream_bits;
  const int counter_bits = spec::counter_bits(variant);
  const int accumulator_bits = spec::accumulator_bits(variant);

  const Expr clear = m.input("clear_i", 1);
  const Expr combine = m.input("combine_i", 1);
  const bool exclude = variant.readout.health_monitor == spec::HealthMonitor::exclude;
  const Expr total = exclude ? m.input("totals_i", slices * counter_bits, "samples taken, slice 0 lowest")
                             : m.input("total_i", counter_bits, "samples * subarrays");
  const Expr counts = m.input("counts_i", slices * counter_bits, "slice 0 lowest");
  const Expr accumulator = m.output("accumulator_o", accumulator_bits, "two's complement");

  // |v| <= total, so one bit more than the count holds it.
  const Width value_bits = counter_bits + 1;
  std::vector<Expr> terms;
  Block before, values;  // they are used in a cycle with combine_i alone, and 0 in the others
  for (int i = 0; i < slices; ++i) {
    const Expr count = slice(counts, i * counter_bits, counter_bits);
    const Expr taken = exclude ? slice(total, i * counter_bits, counter_bits) : total;
    const Target value = m.variable(fmt::format("value_{}", i), value_bits);
    before.push_back(value <= 0);
    values.push_back(value <= (append_zeros(count, 1) - zero_extend(taken, value_bits)));
    terms.push_back(append_zeros(sign_extend(value, accumulator_bits - slice_bits * i), slice_bits * i));
  }
  Expr sum = terms.front();
  for (std::size_t i = 1; i < terms.size(); ++i) sum = sum + terms[i];
  const Target stream_sum = m.variable("stream_sum", accumulator_bits);
  before.push_back(stream_sum <= 0);
  values.push_back(stream_sum <= sum);
  before.push_back(when(combine).then(values));
  m.combinational(before);

  const Target accumulator_q = m.reg("accumulator_q", accumulator_bits);
  const Expr next =
      variant.input.streams == 1
          ? Expr(stream_sum)
          : append_zeros(slice(accumulator_q, 0, accumulator_bits - stream_bits), stream_bits) + stream_sum;
  m.clocked(when(clear).then(accumulator_q <= 0).else_when(combine).then(accumulator_q <= next));
  m.assign(accumulator, accumulator_q);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
