// The model of a table of seeded faults, and the options that bring in one of them.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

#include "verif/bus_harness.h"
#include "verif/model_builder.h"
#include "verif/mutants.h"

namespace spintile::verif {

inline std::shared_ptr<const ModelLibrary> mutated_model(const spec::Variant& variant, std::span<const Mutant> table) {
  return std::make_shared<const ModelLibrary>(
      ModelBuilder().build(with_mutants(gen::generate(variant), variant.name, table)));
}

/// With the fault of that meaning; "" for none.
inline HarnessOptions with_fault(std::span<const Mutant> table, std::string_view meaning) {
  const auto found = std::ranges::find(table, meaning, &Mutant::meaning);
  EXPECT_TRUE(meaning.empty() || found != table.end()) << meaning;
  HarnessOptions options;
  const auto selected = static_cast<std::uint64_t>(found - table.begin()) + 1;
  options.held_inputs = {{std::string(mutant_selector), meaning.empty() ? 0 : selected}};
  return options;
}

}  // namespace spintile::verif
