#include "verif/icarus_witness.h"

#include <gtest/gtest.h>

#include <array>

namespace spintile::verif {
namespace {

/// A 70-bit accumulator; `reset_value` and `update` are what the tests vary.
gen::Package accumulator(const std::string& reset_value, const std::string& update) {
  return {"accumulate",
          {{"rtl/accumulate.v",
            "module accumulate (input wire clk_i, input wire rst_ni, input wire [69:0] add_i,\n"
            "                   output reg [69:0] sum_o, output wire odd_o);\n"
            "  assign odd_o = sum_o[0];\n"
            "  always @(posedge clk_i or negedge rst_ni)\n"
            "    if (!rst_ni) sum_o <= " +
                reset_value + ";\n    else sum_o <= " + update + ";\nendmodule\n"}}};
}

/// Twenty cycles of the module with `sum_o + add_i`, in Verilator.
PortRecorder recorded() {
  PortRecorder recorder(20);
  VerilatedModel model(
      std::make_shared<const ModelLibrary>(ModelBuilder().build(accumulator("70'd0", "sum_o + add_i"))));
  recorder.attach(model, "clk_i");
  const Port clock = model.port("clk_i");
  clock.set(1);
  model.eval();
  for (std::uint64_t cycle = 0; cycle < 30; ++cycle) {
    model.port("rst_ni").set(cycle >= 3 && cycle != 12 ? 1 : 0);
    model.port("add_i").copy_from(std::array<std::uint64_t, 2>{~std::uint64_t{0} - cycle, cycle});
    clock.set(0);
    model.eval();
    recorder.record();
    clock.set(1);
    model.eval();
  }
  return recorder;
}

TEST(IcarusWitness, AgreesWithVerilatorOnTheSameModule) {
  const PortRecorder recorder = recorded();
  EXPECT_EQ(recorder.cycles(), 20U);
  const auto mismatch = replay_in_icarus(accumulator("70'd0", "sum_o + add_i"), recorder, "clk_i");
  EXPECT_FALSE(mismatch) << to_string(*mismatch);
}

TEST(IcarusWitness, FindsTheFirstDifferentCycle) {
  // The sum differs from the first addition on, in the cycle after the one that leaves the reset.
  const auto mismatch = replay_in_icarus(accumulator("70'd0", "sum_o + add_i + 70'd2"), recorded(), "clk_i");
  ASSERT_TRUE(mismatch);
  EXPECT_EQ(mismatch->cycle, 4U);
  EXPECT_EQ(mismatch->signal, "sum_o");
  EXPECT_EQ(mismatch->expected, "03fffffffffffffffc");
  EXPECT_EQ(mismatch->got, "03fffffffffffffffe");
}

TEST(IcarusWitness, AnUnknownValueIsADifference) {
  const auto mismatch = replay_in_icarus(accumulator("{70{1'bx}}", "sum_o + add_i"), recorded(), "clk_i");
  ASSERT_TRUE(mismatch);
  EXPECT_EQ(mismatch->cycle, 1U);
  EXPECT_NE(mismatch->got.find('x'), std::string::npos);
}

TEST(IcarusWitness, AnOutputMayCountOnlyWhileAnotherIsOne) {
  // Without a reset value the sum stays unknown, and so does odd_o: then nothing is asked.
  const QualifiedOutput while_odd{"sum_o", "odd_o"};
  const QualifiedOutput always{"odd_o", "rst_ni"};
  const auto wrong = replay_in_icarus(accumulator("70'd0", "sum_o + add_i + 70'd2"), recorded(), "clk_i",
                                      std::array{while_odd, always});
  ASSERT_TRUE(wrong);
  EXPECT_EQ(wrong->signal, "sum_o");
  const auto unknown = replay_in_icarus(accumulator("{70{1'bx}}", "sum_o + add_i"), recorded(), "clk_i",
                                        std::array{while_odd, QualifiedOutput{"odd_o", "1'b0"}});
  EXPECT_FALSE(unknown) << to_string(*unknown);
}

TEST(IcarusWitness, ARefusedPackageIsAnError) {
  EXPECT_THROW(replay_in_icarus(accumulator("70'd0", "nothing"), recorded(), "clk_i"), std::runtime_error);
}

}  // namespace
}  // namespace spintile::verif
