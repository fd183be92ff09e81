#include <cstdlib>

#include "gen/cells/cells.h"

namespace spintile::gen::cells {

using namespace hdl;

ModulePointer xorshift(Design& design) {
  Module m = design.combinational("xorshift",
                                  "Xorshift: one step of random generators of 32-bit state, through all states but 0 "
                                  "before it repeats.\n"
                                  "Source: G. Marsaglia, Xorshift RNGs, J. Stat. Softw. 8 (2003), triple 13, 17, 5.\n"
                                  "Latency: 0 cycles.");
  constexpr int state_bits = 32;
  const Width generators = m.parameter("Generators", 1, "1 or more");
  const Expr step = m.input("step_i", 1, "next_o is used; else it is 0");
  const Expr state = m.input("state_i", generators * state_bits);
  const Expr next = m.output("next_o", generators * state_bits);
  const Target stepped = m.variable("stepped", generators * state_bits);
  const auto shifted = [&](Index generator, const Expr& word, int left) {
    const int kept = state_bits - std::abs(left);
    return left > 0 ? append_zeros(generator.lane(word, kept, 0, state_bits), left)
                    : zero_extend(generator.lane(word, kept, -left, state_bits), state_bits);
  };
  const auto xor_shifted = [&](Index generator, const Expr& word, int left) {
    return generator.lane(stepped, state_bits) <= (generator.lane(word, state_bits) ^ shifted(generator, word, left));
  };
  m.combinational(stepped <= 0, when(step).then(m.loop("generator", generators, [&](Index generator) {
    return Block{xor_shifted(generator, state, 13), xor_shifted(generator, stepped, -17),
                 xor_shifted(generator, stepped, 5)};
  })));
  m.assign(next, stepped);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::cells
