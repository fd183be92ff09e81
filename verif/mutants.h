// Seeded faults: is the co-simulation able to fail? Each mutant is a small wrong change in one block of the emitted
// Verilog. All of them are put into one package at once, behind a selector, so that one Verilated model serves them all
// (mutant schemata: Untch, Offutt, Harrold, ISSTA 1993).
#pragma once

#include <span>
#include <string_view>

#include "gen/generate.h"
#include "spec/variant.h"

namespace spintile::verif {

struct Mutant {
  std::string_view block;     // the module's name without the variant's prefix
  std::string_view meaning;   // what goes wrong
  std::string_view before;    // text just before the expression, where that alone is not unique in the block's file
  std::string_view original;  // the expression
  std::string_view mutated;   // what becomes of it
};

/// The variant whose Verilog the table is written for.
spec::Variant mutant_variant();

std::span<const Mutant> mutant_table();

/// Name of the input of the top module that the mutants are selected with, 16 bits.
inline constexpr std::string_view mutant_selector = "selected_mutant_i";

/// The package with all `mutants` built in: selector 0 is the original, selector k brings in mutants[k - 1]. Throws
/// std::runtime_error naming the block and the pattern when a pattern is not found exactly once.
gen::Package with_mutants(gen::Package package, std::string_view variant_name, std::span<const Mutant> mutants);

}  // namespace spintile::verif
