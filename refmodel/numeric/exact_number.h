// An exact number between the operands of a floating-point operation and its rounded result.
#pragma once

#include <bit>
#include <cstdint>

namespace spintile::refmodel {

__extension__ using Uint128 = unsigned __int128;

/// (-1)^negative x significand x 2^exponent; the significand is below 2^127. Bit 0 may stand for "something below", as
/// long as two or more bits lie under the place that it will be rounded to.
struct ExactNumber {
  bool negative = false;
  int exponent = 0;
  Uint128 significand = 0;
};

/// Position of the top one; `value` is not 0.
inline int top_bit(Uint128 value) {
  const auto high = static_cast<std::uint64_t>(value >> 64);
  return high != 0 ? 127 - std::countl_zero(high) : 63 - std::countl_zero(static_cast<std::uint64_t>(value));
}

// Significands of the arguments have at most 53 bits, those of a sum 106. A result that is not exact has 63 or more.

ExactNumber product(const ExactNumber& x, const ExactNumber& y);

/// A zero that comes of opposite signs is positive.
ExactNumber sum(ExactNumber x, ExactNumber y);

/// y is not 0.
ExactNumber quotient(const ExactNumber& x, const ExactNumber& y);

/// x is not below 0; of -0 it is -0.
ExactNumber square_root(const ExactNumber& x);

}  // namespace spintile::refmodel
