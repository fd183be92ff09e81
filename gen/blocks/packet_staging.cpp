#include <algorithm>

#include "gen/blocks/blocks.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer packet_staging(Design& design, const PacketRegister& shape) {
  Module m = design.clocked_data(
      shape.name + "_staging",
      "Staging of a packet: its beats shift in from the top, so the first ends at the bottom. What it holds\n"
      "means something only once the whole packet is in.\n"
      "Latency: values_o 1 cycle from shift_i.");
  const int beats = (shape.elements + shape.lanes - 1) / shape.lanes;
  const int beat_bits = std::min(shape.lanes, shape.elements) * shape.value_bits;
  const int bits = shape.elements * shape.value_bits;

  const Expr beat = m.input("beat_i", beat_bits, "the values of one beat");
  const Expr shift = m.input("shift_i", 1);
  const Expr values = m.output("values_o", bits);

  const Target staging_q = m.data_reg("staging_q", beats * beat_bits);
  const Expr shifted = beats == 1 ? beat : concat({beat, slice(staging_q, beat_bits, (beats - 1) * beat_bits)});
  m.clocked(when(shift).then(staging_q <= shifted));
  m.assign(values, slice(staging_q, 0, bits));
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
