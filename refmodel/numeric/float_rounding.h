// An exact number between the operation and its result, and the one place where it is rounded.
#pragma once

#include <cstdint>

#include "refmodel/numeric/float_value.h"
#include "spec/float_operation.h"

namespace spintile::refmodel {

__extension__ using Uint128 = unsigned __int128;

/// (-1)^negative x significand x 2^exponent. Bit 0 may stand for "something below" as long as 64 or more bits lie under
/// the rounding position.
struct ExactNumber {
  bool negative = false;
  int exponent = 0;
  Uint128 significand = 0;
};

struct RoundedInteger {
  Uint128 value = 0;
  bool inexact = false;
};

/// `significand` / 2^drop as an integer; a negative `drop` multiplies, and the product must fit.
RoundedInteger round_to_integer(Uint128 significand, int drop, spec::Rounding rounding);

/// `exact` in the format, with the flags inexact, underflow and overflow. Of the operation only rounding, subnormals
/// and saturate count.
FloatResult round_to_format(const spec::FloatFormat& format, const spec::FloatOperation& operation,
                            const ExactNumber& exact);

/// The result of an overflow: infinity, the largest number or (in a format without infinity) NaN; overflow and inexact.
FloatResult overflow(const spec::FloatFormat& format, const spec::FloatOperation& operation, bool negative);

}  // namespace spintile::refmodel
