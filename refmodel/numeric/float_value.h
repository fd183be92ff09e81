// The `value` engine: what a floating-point operation gives, computed with integers of arbitrary enough width. It knows
// nothing of arrays and steps. Source: IEEE 754-2019; choices and exceptions in docs/contract.md, "Floating point".
#pragma once

#include <cstdint>

#include "spec/float_operation.h"

namespace spintile::refmodel {

struct FloatResult {
  std::uint64_t word = 0;
  unsigned flags = 0;  // spec::float_flag

  friend bool operator==(const FloatResult&, const FloatResult&) = default;
};

/// Operand words have operation.operand_bits() bits; bits above are ignored. `b` and `c` count only where the operation
/// has them.
FloatResult evaluate(const spec::FloatOperation& operation, std::uint64_t a, std::uint64_t b = 0, std::uint64_t c = 0);

}  // namespace spintile::refmodel
