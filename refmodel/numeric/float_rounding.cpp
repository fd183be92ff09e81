#include "refmodel/numeric/float_rounding.h"

#include <algorithm>

namespace spintile::refmodel {

namespace flag = spec::float_flag;

namespace {

/// The mode takes what is not representable to the greater magnitude, however small the excess.
bool always_up(spec::Rounding rounding, bool negative) {
  return rounding == (negative ? spec::Rounding::toward_negative : spec::Rounding::toward_positive);
}

}  // namespace

RoundedInteger round_to_integer(const ExactNumber& number, int place, spec::Rounding rounding) {
  const int drop = place - number.exponent;
  if (drop <= 0) return {number.significand << -drop, false};
  const Uint128 kept = drop > 127 ? 0 : number.significand >> drop;
  const Uint128 dropped = drop > 127 ? number.significand : number.significand & ((Uint128{1} << drop) - 1);
  // From 2^127 on every half is greater than an exact number.
  const Uint128 half = Uint128{1} << (std::min(drop, 128) - 1);
  const bool odd = (kept & 1) != 0;
  bool up = always_up(rounding, number.negative) && dropped != 0;
  if (rounding == spec::Rounding::nearest_even) up = dropped > half || (dropped == half && odd);
  if (rounding == spec::Rounding::nearest_away) up = dropped >= half;
  return {kept + (up ? 1U : 0U), dropped != 0};
}

std::uint64_t infinite_word(const spec::FloatFormat& format, const spec::FloatOperation& operation, bool negative) {
  const std::uint64_t sign = negative ? format.sign_bit() : 0;
  if (format.has_infinity) return format.infinity() | sign;
  return operation.saturate ? format.largest() | sign : format.canonical_nan();
}

FloatResult overflow(const spec::FloatFormat& format, const spec::FloatOperation& operation, bool negative) {
  const unsigned flags = flag::overflow | flag::inexact;
  const bool nearest =
      operation.rounding == spec::Rounding::nearest_even || operation.rounding == spec::Rounding::nearest_away;
  if (!operation.saturate && (nearest || always_up(operation.rounding, negative))) {
    return {infinite_word(format, operation, negative), flags};
  }
  return {format.largest() | (negative ? format.sign_bit() : 0), flags};
}

FloatResult round_to_format(const spec::FloatFormat& format, const spec::FloatOperation& operation,
                            const ExactNumber& exact) {
  const std::uint64_t sign = exact.negative ? format.sign_bit() : 0;
  if (exact.significand == 0) return {sign, 0};

  // With unbounded exponent: fraction_bits + 1 significant bits. A significand that rounds up to the next power of two
  // counts as the next exponent, in the comparison and in the word alike.
  const int exponent = exact.exponent + top_bit(exact.significand);
  const RoundedInteger normal = round_to_integer(exact, exponent - format.fraction_bits, operation.rounding);
  const bool next_exponent = (normal.value >> (format.fraction_bits + 1)) != 0;
  const int least_exponent = 1 - format.bias();

  if (exponent + (next_exponent ? 1 : 0) < least_exponent) {
    if (operation.subnormals == spec::Subnormals::flush) return {sign, flag::underflow | flag::inexact};
    const RoundedInteger subnormal = round_to_integer(exact, least_exponent - format.fraction_bits, operation.rounding);
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
