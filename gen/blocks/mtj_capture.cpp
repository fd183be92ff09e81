#include "gen/blocks/blocks.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer mtj_capture(Design& design, const spec::Variant& variant) {
  Module m = design.clocked_data(
      "mtj_capture",
      "MTJ capture: brings the sense outputs of the converters, whose edges follow no clock, into the\n"
      "clock domain through a chain of flip-flops a bit.\n"
      "Latency: Stages cycles; the read phase of the array is longer than that.");
  const Width width = m.parameter("Width", spec::converters(variant), "converters");
  const Width stages = m.parameter("Stages", variant.readout.synchroniser_stages, "flip-flops in a chain, 2 or more");
  const Expr sense = m.input("sense_i", width);
  const Expr captured = m.output("captured_o", width);

  const Target chain_q = m.data_reg("chain_q", stages * width);
  m.clocked(chain_q <= concat({slice(chain_q, 0, (stages - 1) * width), sense}));
  m.assign(captured, slice(chain_q, (stages - 1) * width, width));
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
