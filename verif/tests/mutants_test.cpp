#include "verif/mutants.h"

#include <gtest/gtest.h>

#include <set>

#include "verif/cosimulation.h"

namespace spintile::verif {
namespace {

constexpr std::uint32_t seed = 1;
constexpr std::uint32_t cases = 60;

/// The first case that differs from the golden model, or `cases`.
std::uint32_t first_difference(const std::shared_ptr<const ModelLibrary>& library, std::size_t selected) {
  HarnessOptions options;
  options.held_inputs = {{std::string(mutant_selector), selected}};
  std::uint32_t number = 0;
  while (number < cases && !run_case(library, mutant_variant(), seed, number, options).mismatch) ++number;
  return number;
}

TEST(Mutants, EachIsKilledAndTheOriginalLives) {
  const gen::Package package = with_mutants(gen::generate(mutant_variant()), mutant_variant().name, mutant_table());
  const auto library = std::make_shared<const ModelLibrary>(ModelBuilder().build(package));
  EXPECT_EQ(first_difference(library, 0), cases) << "the original differs from the golden model";
  for (std::size_t index = 0; index < mutant_table().size(); ++index) {
    const Mutant& mutant = mutant_table()[index];
    const std::uint32_t killed_by = first_difference(library, index + 1);
    EXPECT_LT(killed_by, cases) << mutant.block << ": " << mutant.meaning << ": not noticed";
    RecordProperty(std::string(mutant.block) + "_" + std::to_string(index), static_cast<int>(killed_by));
  }
}

TEST(Mutants, EveryBlockHasOne) {
  std::set<std::string> mutated;
  for (const Mutant& mutant : mutant_table()) mutated.insert("rtl/mutant_" + std::string(mutant.block) + ".v");
  for (const gen::File& file : gen::generate(mutant_variant()).files) {
    EXPECT_TRUE(!file.path.ends_with(".v") || mutated.contains(file.path)) << file.path;
  }
}

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
