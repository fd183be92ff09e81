#include "verif/verilator_witness.h"

#include <gtest/gtest.h>

namespace spintile::verif {
namespace {

TEST(VerilatorWitness, TheInstalledVerilatorComputesRightWithOurFlags) {
  const ModelBuilder builder;
  EXPECT_TRUE(verilator_computes_right(builder))
      << builder.verilator_version() << ": wrong values; use another version";
}

}  // namespace
}  // namespace spintile::verif
