#include "verif/mutants.h"

#include <gtest/gtest.h>

#include "verif/tests/mutant_cases.h"

namespace spintile::verif {
namespace {

TEST(Mutants, EachIsKilledAndTheOriginalLives) { expect_each_killed(mutant_variant(), mutant_table(), 60, 60); }

TEST(Mutants, EveryBlockHasOne) { expect_in_every_block(mutant_variant(), {mutant_table()}); }

TEST(Mutants, APatternMustBeThereExactlyOnce) {
  const gen::Package package{"a_tile",
                             {{"rtl/a_tile.v", "module a_tile (\n  input  wire aclk,\n"},
                              {"rtl/a_block.v", "assign q = b + c;\nassign r = b + d;\n"}}};
  const auto substitute = [&](std::string_view original) {
    const Mutant mutant{"block", "", "", original, "1'b0"};
    return with_mutants(package, "a", std::span(&mutant, 1)).files[1].text;
  };
  EXPECT_EQ(substitute("b + c"), "assign q = (a_tile.selected_mutant_i == 16'd1 ? 1'b0 : b + c);\nassign r = b + d;\n");
  EXPECT_THROW(substitute("b +"), std::runtime_error);
  EXPECT_THROW(substitute("b - c"), std::runtime_error);
}

}  // namespace
}  // namespace spintile::verif
