#include "gen/blocks/blocks.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer pulse_line(Design& design, const spec::Variant& variant) {
  const int bits = variant.update.probability_bits;
  Module m = design.combinational("pulse_line",
                                  "Pulse generator of one line: it fires in a slot whose random word is below the "
                                  "magnitude of its probability.\n"
                                  "Latency: 0 cycles.");
  const Expr probability = m.input("probability_i", bits + 2, "two's complement, in 2^-" + std::to_string(bits));
  const Expr word = m.input("word_i", bits);
  const Expr negative = m.output("negative_o", 1);
  const Expr fires = m.output("fires_o", 1);
  const Expr sign = bit(probability, bits + 1);
  const Expr low = slice(probability, 0, bits + 1);
  const Expr magnitude = m.wire("magnitude", mux(sign, literal(bits + 1, 0) - low, low));
  m.assign(negative, sign);
  m.assign(fires, zero_extend(word, bits + 1) < magnitude);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
