#include "gen/blocks/blocks.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer packet_register(Design& design, const PacketRegister& shape) {
  Module m = design.clocked(
      shape.name,
      "State that a packet replaces whole or not at all: beats shift into a staging register, and commit_i\n"
      "copies it once the packet has proved good.\n"
      "Latency: values_o 1 cycle from commit_i.");
  const int beats = (shape.elements + shape.lanes - 1) / shape.lanes;
  const int beat_bits = std::min(shape.lanes, shape.elements) * shape.value_bits;
  const int bits = shape.elements * shape.value_bits;

  const Expr beat = m.input("beat_i", beat_bits, "the values of one beat");
  const Expr shift = m.input("shift_i", 1);
  const Expr commit = m.input("commit_i", 1);
  const Expr values = m.output("values_o", bits);

  const Target staging_q = m.reg("staging_q", beats * beat_bits);
  const Expr reset = repeat(literal(shape.value_bits, shape.reset_value), shape.elements);
  const Target values_q = m.reg("values_q", reset);
  // The first beat of a packet ends at the bottom.
  const Expr shifted = beats == 1 ? beat : concat({beat, slice(staging_q, beat_bits, (beats - 1) * beat_bits)});
  m.clocked(when(shift).then(staging_q <= shifted));
  m.clocked(when(commit).then(values_q <= slice(staging_q, 0, bits)));
  m.assign(values, values_q);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
