#include "refmodel/numeric/float_rounding.h"

#include <bit>

namespace spintile::refmodel {

namespace flag = spec::float_flag;

namespace {

/// Position of the top one; `value` is not 0.
int top_bit(Uint128 value) {
  const auto high = static_cast<std::uint64_t>(value >> 64);
  return high != 0 ? 127 - std::countl_zero(high) : 63 - std::countl_zero(static_cast<std::uint64_t>(value));
}

}  // namespace

RoundedInteger round_to_integer(Uint128 significand, int drop, spec::Rounding rounding) {
  if (drop <= 0) return {significand << -drop, false};
  if (drop > 127) return {0, significand != 0};  // below a half: an exact number has less than 127 bits
  const Uint128 kept = significand >> drop;
  const Uint128 dropped = significand & ((Uint128{1} << drop) - 1);
  const Uint128 half = Uint128{1} << (drop - 1);
  const bool odd = (kept & 1) != 0;
  const bool up = rounding == spec::Rounding::nearest_even && (dropped > half || (dropped == half && odd));
  return {kept + (up ? 1U : 0U), dropped != 0};
}

FloatResult overflow(const spec::FloatFormat& format, const spec::FloatOperation& operation, bool negative) {
  const std::uint64_t sign = negative ? format.sign_bit() : 0;
  const unsigned flags = flag::overflow | flag::inexact;
  if (operation.saturate || operation.rounding == spec::Rounding::toward_zero) return {format.largest() | sign, flags};
  if (format.has_infinity) return {format.infinity() | sign, flags};
  return {format.canonical_nan(), flags};
}

FloatResult round_to_format(const spec::FloatFormat& format, const spec::FloatOperation& operation,
                            const ExactNumber& exact) {
  const std::uint64_t sign = exact.negative ? format.sign_bit() : 0;
  if (exact.significand == 0) return {sign, 0};

  // With unbounded exponent: fraction_bits + 1 significant bits. A significand that rounds up to the next power of two
  // counts as the next exponent, in the comparison and in the word alike.
  const int top = top_bit(exact.significand);
  const RoundedInteger normal = round_to_integer(exact.significand, top - format.fraction_bits, operation.rounding);
  const int exponent = exact.exponent + top;
  const bool next_exponent = (normal.value >> (format.fraction_bits + 1)) != 0;
  const int least_exponent = 1 - format.bias();

  if (exponent + (next_exponent ? 1 : 0) < least_exponent) {
    if (operation.subnormals == spec::Subnormals::flush) return {sign, flag::underflow | flag::inexact};
    const int last_place = least_exponent - format.fraction_bits;
    const RoundedInteger subnormal =
        round_to_integer(exact.significand, last_place - exact.exponent, operation.rounding);
    return {sign | static_cast<std::uint64_t>(subnormal.value),
            subnormal.inexact ? flag::underflow | flag::inexact : 0};
  }

  // The leading one of the significand adds 1 to the exponent field, and the carry out of the fraction another.
  const std::uint64_t magnitude = (static_cast<std::uint64_t>(exponent - least_exponent) << format.fraction_bits) +
                                  static_cast<std::uint64_t>(normal.value);
  if (magnitude > format.largest()) return overflow(format, operation, exact.negative);
  return {sign | magnitude, normal.inexact ? flag::inexact : 0};
}

}  // namespace spintile::refmodel
