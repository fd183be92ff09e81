// The float unit's co-simulation is able to fail: every seeded fault is seen, and the units without one agree with the
// golden model.
#include "verif/float_mutants.h"

#include <gtest/gtest.h>

#include <set>

#include "verif/cosimulation.h"

namespace spintile::verif {
namespace {

constexpr std::uint32_t seed = 1;
constexpr std::uint32_t cases = 60;

class FloatMutantsTest : public testing::TestWithParam<FloatMutants> {
 protected:
  const spec::Variant variant_ = float_mutant_variant(GetParam());
  const std::span<const Mutant> table_ = float_mutant_table(GetParam());

  /// The first case that differs from the golden model, or `cases`.
  std::uint32_t first_difference(const std::shared_ptr<const ModelLibrary>& library, std::size_t selected) const {
    HarnessOptions options;
    options.held_inputs = {{std::string(mutant_selector), selected}};
    std::uint32_t number = 0;
    while (number < cases && !run_case(library, variant_, seed, number, options).mismatch) ++number;
    return number;
  }
};

TEST_P(FloatMutantsTest, EachIsKilledAndTheOriginalLives) {
  const gen::Package package = with_mutants(gen::generate(variant_), variant_.name, table_);
  const auto library = std::make_shared<const ModelLibrary>(ModelBuilder().build(package));
  EXPECT_EQ(first_difference(library, 0), cases) << "the original differs from the golden model";
  for (std::size_t index = 0; index < table_.size(); ++index) {
    const std::uint32_t killed_by = first_difference(library, index + 1);
    EXPECT_LT(killed_by, cases) << table_[index].block << ": " << table_[index].meaning << ": not noticed";
    RecordProperty(std::string(table_[index].block) + "_" + std::to_string(index), static_cast<int>(killed_by));
  }
}

constexpr FloatMutants tables[] = {FloatMutants::pins, FloatMutants::memory, FloatMutants::verified};

std::string name_of(FloatMutants table) {
  return table == FloatMutants::pins ? "pins" : table == FloatMutants::memory ? "memory" : "verified";
}

INSTANTIATE_TEST_SUITE_P(Arrays, FloatMutantsTest, testing::ValuesIn(tables),
                         [](const auto& table) { return name_of(table.param); });

TEST(FloatMutantTables, EveryBlockHasOne) {
  std::set<std::string> mutated;
  std::set<std::string> blocks;
  for (const FloatMutants table : tables) {
    const spec::Variant variant = float_mutant_variant(table);
    for (const Mutant& mutant : float_mutant_table(table)) mutated.insert(std::string(mutant.block));
    const std::string prefix = "rtl/" + variant.name + "_";
    for (const gen::File& file : gen::generate(variant).files) {
      if (!file.path.ends_with(".v")) continue;
      ASSERT_TRUE(file.path.starts_with(prefix)) << file.path;
      blocks.insert(file.path.substr(prefix.size(), file.path.size() - prefix.size() - 2));
    }
  }
  EXPECT_EQ(mutated, blocks);
}

}  // namespace
}  // namespace spintile::verif
