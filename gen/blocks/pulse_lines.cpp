#include "gen/blocks/blocks.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer pulse_lines(Design& design, const spec::Variant& variant) {
  const int bits = variant.update.probability_bits;
  const int value_bits = bits + 2;
  Module m = design.combinational("pulse_lines",
                                  "Pulse generators of the rows or the columns: a line fires in a slot whose random "
                                  "word is below the magnitude\n"
                                  "of its probability. Outside a slot all is 0.\n"
                                  "Latency: 0 cycles.");
  const Width lines = m.parameter("Lines", 1, "1 or more");
  const Expr slot = m.input("slot_i", 1, "a slot begins");
  const Expr probabilities =
      m.input("probabilities_i", lines * value_bits, "two's complement, in 2^-" + std::to_string(bits));
  const Expr words = m.input("words_i", lines * bits);
  const Expr negative = m.output("negative_o", lines);
  const Expr fires = m.output("fires_o", lines);
  const Target signs = m.variable("signs", lines);
  const Target pulses = m.variable("pulses", lines);
  m.combinational(signs <= 0, pulses <= 0, when(slot).then(m.loop("line", lines, [&](Index line) {
    const Expr sign = line.lane(probabilities, 1, bits + 1, value_bits);
    const Expr low = line.lane(probabilities, bits + 1, 0, value_bits);
    const Expr magnitude = mux(sign, literal(bits + 1, 0) - low, low);
    return Block{line.bit(signs) <= sign,
                 line.bit(pulses) <= (zero_extend(line.lane(words, bits), bits + 1) < magnitude)};
  })));
  m.assign(negative, signs);
  m.assign(fires, pulses);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
