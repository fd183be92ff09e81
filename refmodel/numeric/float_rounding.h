// The one place where an exact number is rounded.
#pragma once

#include <cstdint>

#include "refmodel/numeric/exact_number.h"
#include "refmodel/numeric/float_value.h"
#include "spec/float_operation.h"

namespace spintile::refmodel {

struct RoundedInteger {
  Uint128 value = 0;
  bool inexact = false;
};

/// The magnitude of `number` / 2^place as an integer, rounded as its sign wants it. Where `place` is the lesser
/// exponent the quotient must fit.
RoundedInteger round_to_integer(const ExactNumber& number, int place, spec::Rounding rounding);

/// `exact` in the format, with the flags inexact, underflow and overflow. Of the operation only rounding, subnormals
/// and saturate count.
FloatResult round_to_format(const spec::FloatFormat& format, const spec::FloatOperation& operation,
                            const ExactNumber& exact);

/// What stands for a result without bound: infinity, or in a format without it NaN, with `saturate` the largest number.
std::uint64_t infinite_word(const spec::FloatFormat& format, const spec::FloatOperation& operation, bool negative);

/// The result of an overflow: infinity, the largest number or (in a format without infinity) NaN; overflow and inexact.
FloatResult overflow(const spec::FloatFormat& format, const spec::FloatOperation& operation, bool negative);

}  // namespace spintile::refmodel
