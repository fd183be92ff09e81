// The co-simulation of a tile with a ramp and outer products is able to fail: every seeded fault is seen.
#include "verif/analog_mutants.h"

#include <gtest/gtest.h>

#include "verif/tests/mutant_cases.h"

namespace spintile::verif {
namespace {

TEST(AnalogMutants, EachIsKilledAndTheOriginalLives) {
  expect_each_killed(analog_mutant_variant(), analog_mutant_table(), 60, 60);
}

TEST(AnalogMutants, EveryBlockHasOneHereOrInTheTableOfAnotherTile) {
  expect_in_every_block(analog_mutant_variant(), {analog_mutant_table(), mutant_table()});
}

}  // namespace
}  // namespace spintile::verif
