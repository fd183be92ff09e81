#include <algorithm>

#include "gen/blocks/blocks.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer packet_register(Design& design, const PacketRegister& shape) {
  const auto staging = packet_staging(design, shape);

  Module m = design.clocked(
      shape.name,
      "State that a packet replaces whole or not at all: commit_i copies what was staged once the packet has\n"
      "proved good.\n"
      "Latency: values_o 1 cycle from commit_i.");
  const int beat_bits = std::min(shape.lanes, shape.elements) * shape.value_bits;
  const int bits = shape.elements * shape.value_bits;

  const Expr beat = m.input("beat_i", beat_bits, "the values of one beat");
  const Expr shift = m.input("shift_i", 1);
  const Expr commit = m.input("commit_i", 1);
  const Expr values = m.output("values_o", bits);

  const Expr staged = m.wire("staged", bits);
  m.instance("staging", staging, {{"beat_i", beat}, {"shift_i", shift}, {"values_o", staged}});
  const Target values_q = m.reg("values_q", repeat(literal(shape.value_bits, shape.reset_value), shape.elements));
  m.clocked(when(commit).then(values_q <= staged));
  m.assign(values, values_q);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
