// What operands aim at, kind by kind: the parts of float_operands().
#pragma once

#include <bit>
#include <cstdint>
#include <utility>

#include "spec/float_operation.h"
#include "verif/float_patterns.h"
#include "verif/float_stimulus.h"

namespace spintile::verif {

/// What a case aims at. Each kind of operation reads it in its own way; uniform, pattern and special are the same for
/// all of them.
enum class Aim : std::uint8_t { uniform, pattern, special, subnormal, near, tie, apart, overflow, underflow };

using Pair = std::pair<std::uint64_t, std::uint64_t>;

/// The exponent field of the leading one. A subnormal word counts as the normal number it would be with a longer
/// exponent: 0 or less.
inline int leading_exponent(const spec::FloatFormat& format, std::uint64_t word) {
  const int field = exponent_field(format, word);
  return field != 0 ? field : static_cast<int>(std::bit_width(word & format.fraction_mask())) - format.fraction_bits;
}

/// Sums and comparisons: what matters is the difference of the exponents. `opposite` has the sign bit where b must be
/// of a's other sign in order to cancel.
Pair for_sum(Draws& draws, const spec::FloatFormat& format, Aim aim, std::uint64_t opposite);

/// a for the product with `b`: what matters is the sum of the exponents and the number of zeros that end the fractions.
std::uint64_t for_product(Draws& draws, const spec::FloatFormat& format, Aim aim, std::uint64_t b);

/// Fraction of a number whose product with `b` is just above or below a power of two, or that power.
std::uint64_t reciprocal_fraction(const spec::FloatFormat& format, std::uint64_t b);

/// a, b and c: what matters is where the product lies beside c.
FloatOperands for_multiply_add(Draws& draws, const spec::FloatFormat& format, Aim aim);

/// Dividend and divisor: what matters is how near the quotient is to a number of the format, or to the middle of two.
Pair for_quotient(Draws& draws, const spec::FloatFormat& format, Aim aim);

/// The same for square roots.
std::uint64_t for_square_root(Draws& draws, const spec::FloatFormat& format, Aim aim);

/// Around powers of two, halves and the ends of the integer's range.
std::uint64_t for_to_integer(Draws& draws, const spec::FloatOperation& operation, Aim aim);

/// Long and short integers, ties at the format's last place, the ends of the integer's range.
std::uint64_t for_from_integer(Draws& draws, const spec::FloatOperation& operation, Aim aim);

/// Ties at the target's last place and both ends of the target's range.
std::uint64_t for_convert(Draws& draws, const spec::FloatOperation& operation, Aim aim);

}  // namespace spintile::verif
