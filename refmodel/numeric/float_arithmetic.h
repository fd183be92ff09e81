// Sum, product, quotient, square root: special values of IEEE 754-2019, 6 and 7, and one rounding.
#pragma once

#include <cstdint>

#include "refmodel/numeric/float_value.h"
#include "spec/float_operation.h"

namespace spintile::refmodel {

/// add, subtract, multiply, multiply_add, divide and square_root; multiply_constant with its constant as `b`. Words are
/// of the format's width, subnormals are zeros where they are flushed.
FloatResult arithmetic(const spec::FloatOperation& operation, std::uint64_t a, std::uint64_t b, std::uint64_t c);

}  // namespace spintile::refmodel
