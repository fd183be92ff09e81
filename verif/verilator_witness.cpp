#include "verif/verilator_witness.h"

#include <array>

#include "verif/verilated_model.h"

namespace spintile::verif {

bool verilator_computes_right(const ModelBuilder& builder) {
  // x[38] cancels, so both sides are the same and bad_o is 0 for every x. Where it goes wrong, the bits above 38 leak
  // in.
  const gen::Package package{"verilator_witness",
                             {{"rtl/verilator_witness.v",
                               "module verilator_witness (input wire [63:0] x_i, output wire bad_o);\n"
                               "  assign bad_o = {x_i[38:32], x_i[38] ^ x_i[31] ^ x_i[38]} != x_i[38:31];\n"
                               "endmodule\n"}}};
  VerilatedModel model(std::make_shared<const ModelLibrary>(builder.build(package)));
  constexpr std::array<std::uint64_t, 6> samples = {0,          ~std::uint64_t{0}, 0x8000000000,
                                                    0x80000000, 0x4080000000,      0xaaaaaaaa55555555};
  for (const std::uint64_t x : samples) {
    model.port("x_i").set(x);
    model.eval();
    if (model.port("bad_o").get() != 0) return false;
  }
  return true;
}

}  // namespace spintile::verif
