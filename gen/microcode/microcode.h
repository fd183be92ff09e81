// Floating-point operation -> program of the SOT array. Regions, rules and the counting of steps: docs/contract.md,
// "SOT array".
#pragma once

#include "spec/float_operation.h"
#include "spec/sot_program.h"

namespace spintile::gen::microcode {

struct Options {
  bool flags = false;         // fill the five flag rows
  bool search_pairs = false;  // a search bit is two cells holding complements: make the copies before a search
  bool roll_loops = true;     // repeated words become loops
  bool stores_zeros = false;  // an array whose writes are verified: stores of 0 instead of clears, two rows a step
};

/// The same operation and options give the same program. Throws std::invalid_argument for an operation out of the
/// ranges of spec::FloatOperation.
spec::sot::Program compile(const spec::FloatOperation& operation, const Options& options = {});

}  // namespace spintile::gen::microcode
