// A reset in every cycle of every command, on the models of mutants_test and training_mutants_test.
#include "verif/reset_sweep.h"

#include "verif/tests/mutated_model.h"
#include "verif/training_mutants.h"

namespace spintile::verif {
namespace {

void expect_a_defined_state(const spec::Variant& variant, std::span<const Mutant> table, int commands,
                            std::uint64_t resets) {
  const ResetSweepReport report =
      sweep_resets(mutated_model(variant, table), variant, {.harness = with_fault(table, "")});
  EXPECT_FALSE(report.mismatch) << report.where << ": " << to_string(*report.mismatch);
  EXPECT_GE(report.commands, commands);
  EXPECT_GE(report.resets, resets);
}

TEST(ResetSweep, OfATileThatReads) { expect_a_defined_state(mutant_variant(), mutant_table(), 14, 300); }

TEST(ResetSweep, OfATileThatLearns) {
  expect_a_defined_state(training_mutant_variant(), training_mutant_table(), 35, 600);
}

TEST(ResetSweep, SeesWhatOutlivesAReset) {
  const spec::Variant variant = training_mutant_variant();
  const auto library = mutated_model(variant, training_mutant_table());
  const auto first_mismatch = [&](std::string_view fault) {
    const ResetSweepReport report =
        sweep_resets(library, variant, {.points = 6, .harness = with_fault(training_mutant_table(), fault)});
    return report.mismatch ? report.where : "nothing";
  };
  EXPECT_TRUE(first_mismatch("SHIFT outlives a reset").starts_with("load_x, reset 0 cycles"));
  EXPECT_TRUE(first_mismatch("a read goes on after a reset").starts_with("forward of array 0"));
  EXPECT_TRUE(first_mismatch("an UPDATE goes on after a reset").starts_with("update of array 0"));
  EXPECT_TRUE(first_mismatch("a TRANSFER goes on after a reset").starts_with("transfer"));
  EXPECT_TRUE(first_mismatch("what waits outlives a reset").starts_with("forward, 3 behind it"));
}

}  // namespace
}  // namespace spintile::verif
