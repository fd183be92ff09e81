// The co-simulation of a training tile is able to fail: every seeded fault is seen.
#include "verif/training_mutants.h"

#include <gtest/gtest.h>

#include "verif/float_mutants.h"
#include "verif/tests/mutant_cases.h"

namespace spintile::verif {
namespace {

TEST(TrainingMutants, EachIsKilledAndTheOriginalLives) {
  expect_each_killed(training_mutant_variant(), training_mutant_table(), 40, 10);
}

TEST(TrainingMutants, EveryBlockHasOneHereOrInTheTableOfAnotherUnit) {
  expect_in_every_block(training_mutant_variant(),
                        {training_mutant_table(), mutant_table(), float_mutant_table(FloatMutants::pins),
                         float_mutant_table(FloatMutants::memory)});
}

}  // namespace
}  // namespace spintile::verif
