// What a tile must refuse, and faults that take it: the models are those of mutants_test and training_mutants_test.
#include "verif/refusals.h"

#include "verif/tests/mutated_model.h"
#include "verif/training_mutants.h"

namespace spintile::verif {
namespace {

void expect_nothing_is_taken(const std::shared_ptr<const ModelLibrary>& library, const spec::Variant& variant,
                             std::span<const Mutant> table) {
  const RefusalReport report = try_refusals(library, variant, {.all_operands = true, .harness = with_fault(table, "")});
  EXPECT_FALSE(report.mismatch) << to_string(*report.mismatch);
  EXPECT_GT(report.refused, 60000U);
}

TEST(Refusals, OfATileThatReads) {
  const spec::Variant variant = mutant_variant();
  const auto library = mutated_model(variant, mutant_table());
  expect_nothing_is_taken(library, variant, mutant_table());
  for (const std::string_view fault :
       {"answers OKAY to a refused write", "takes part of a word for the whole", "lets a command interrupt another",
        "keeps the last error", "takes a shift one too large", "takes no samples for a number of samples",
        "FORWARD takes any array", "HEALTH takes its read-only bit", "a failed WRITE is done", "takes a short packet",
        "checks only the last beat", "does not swallow a long packet"}) {
    const RefusalReport report = try_refusals(library, variant, {.harness = with_fault(mutant_table(), fault)});
    EXPECT_TRUE(report.mismatch) << fault;
  }
}

TEST(Refusals, OfATileThatLearns) {
  const spec::Variant variant = training_mutant_variant();
  const auto library = mutated_model(variant, training_mutant_table());
  expect_nothing_is_taken(library, variant, training_mutant_table());
  for (const std::string_view fault :
       {"a generator may be 0", "more than a probability of 1", "a command too few may wait",
        "takes commands behind an error", "what waits outlives an error", "drops a command"}) {
    const RefusalReport report =
        try_refusals(library, variant, {.harness = with_fault(training_mutant_table(), fault)});
    ASSERT_TRUE(report.mismatch) << fault;
  }
}

}  // namespace
}  // namespace spintile::verif
