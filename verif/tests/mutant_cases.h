// Seeded faults of a tile under random cases of the co-simulation.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <memory>
#include <set>
#include <string>

#include "verif/cosimulation.h"
#include "verif/mutants.h"

namespace spintile::verif {

/// Each fault of the table differs from the golden model in one of the first `cases`; the original in none of
/// `sound_cases`.
inline void expect_each_killed(const spec::Variant& variant, std::span<const Mutant> table, std::uint32_t cases,
                               std::uint32_t sound_cases) {
  constexpr std::uint32_t seed = 1;
  const auto library = std::make_shared<const ModelLibrary>(
      ModelBuilder().build(with_mutants(gen::generate(variant), variant.name, table)));
  const auto first_difference = [&](std::size_t selected, std::uint32_t most) {
    HarnessOptions options;
    options.held_inputs = {{std::string(mutant_selector), selected}};
    std::uint32_t number = 0;
    while (number < most && !run_case(library, variant, seed, number, options).mismatch) ++number;
    return number;
  };
  EXPECT_EQ(first_difference(0, sound_cases), sound_cases) << "the original differs from the golden model";
  for (std::size_t index = 0; index < table.size(); ++index) {
    const Mutant& mutant = table[index];
    const std::uint32_t killed_by = first_difference(index + 1, cases);
    EXPECT_LT(killed_by, cases) << mutant.block << ": " << mutant.meaning << ": not noticed";
    testing::Test::RecordProperty(std::string(mutant.block) + "_" + std::to_string(index), static_cast<int>(killed_by));
  }
}

/// Each module of the variant has a fault in one of the tables.
inline void expect_in_every_block(const spec::Variant& variant, std::initializer_list<std::span<const Mutant>> tables) {
  std::set<std::string> mutated;
  for (const auto table : tables) {
    for (const Mutant& mutant : table) mutated.insert(std::string(mutant.block));
  }
  const std::string prefix = "rtl/" + variant.name + "_";
  for (const gen::File& file : gen::generate(variant).files) {
    if (!file.path.ends_with(".v")) continue;
    const std::string block = file.path.substr(prefix.size(), file.path.size() - prefix.size() - 2);
    EXPECT_TRUE(mutated.contains(block)) << block;
  }
}

}  // namespace spintile::verif
