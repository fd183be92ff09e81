// The co-simulation of a tile with a ramp and outer products is able to fail: every seeded fault is seen.
#include "verif/analog_mutants.h"

#include <gtest/gtest.h>

#include <set>

#include "verif/cosimulation.h"

namespace spintile::verif {
namespace {

constexpr std::uint32_t seed = 1;
constexpr std::uint32_t cases = 60;

/// The first case that differs from the golden model, or `most`.
std::uint32_t first_difference(const std::shared_ptr<const ModelLibrary>& library, const spec::Variant& variant,
                               std::size_t selected, std::uint32_t most) {
  HarnessOptions options;
  options.held_inputs = {{std::string(mutant_selector), selected}};
  std::uint32_t number = 0;
  while (number < most && !run_case(library, variant, seed, number, options).mismatch) ++number;
  return number;
}

TEST(AnalogMutants, EachIsKilledAndTheOriginalLives) {
  const spec::Variant variant = analog_mutant_variant();
  const std::span<const Mutant> table = analog_mutant_table();
  const auto library = std::make_shared<const ModelLibrary>(
      ModelBuilder().build(with_mutants(gen::generate(variant), variant.name, table)));
  EXPECT_EQ(first_difference(library, variant, 0, cases), cases) << "the original differs";
  for (std::size_t index = 0; index < table.size(); ++index) {
    const std::uint32_t killed_by = first_difference(library, variant, index + 1, cases);
    EXPECT_LT(killed_by, cases) << table[index].block << ": " << table[index].meaning << ": not noticed";
    RecordProperty(std::string(table[index].block) + "_" + std::to_string(index), static_cast<int>(killed_by));
  }
}

TEST(AnalogMutants, EveryBlockHasOneHereOrInTheTableOfAReadTile) {
  std::set<std::string> mutated;
  for (const auto table : {analog_mutant_table(), mutant_table()}) {
    for (const Mutant& mutant : table) mutated.insert(std::string(mutant.block));
  }
  const spec::Variant variant = analog_mutant_variant();
  const std::string prefix = "rtl/" + variant.name + "_";
  for (const gen::File& file : gen::generate(variant).files) {
    if (!file.path.ends_with(".v")) continue;
    const std::string block = file.path.substr(prefix.size(), file.path.size() - prefix.size() - 2);
    EXPECT_TRUE(mutated.contains(block)) << block;
  }
}

}  // namespace
}  // namespace spintile::verif
