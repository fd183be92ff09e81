// Operands of quotients and square roots: a product of the result that is aimed at, rounded.
#include <algorithm>
#include <array>

#include "verif/float_aims.h"

namespace spintile::verif {

using spec::FloatFormat;

namespace {

__extension__ using Uint128 = unsigned __int128;

/// A significand of one place more than the format has, in 2^(width + 1) .. 2^(width + 2) - 1, whose last one is bit
/// `last`: 0 is half a place of the format.
std::uint64_t ending_at(Draws& draws, const FloatFormat& format, int last) {
  const int width = format.fraction_bits;
  const std::uint64_t leading = std::uint64_t{1} << (width + 1);
  return leading | (pattern(draws, width + 1) & ~low_bits(last)) | (std::uint64_t{1} << last);
}

struct Rounded {
  std::uint64_t fraction = 0;
  int carry = 0;  // to the exponent
};

/// The product of two significands, `places` more than the format's in all, as a number beside it.
Rounded rounded(Draws& draws, const FloatFormat& format, Uint128 product, int places) {
  const int width = format.fraction_bits;
  const int carry = static_cast<int>(product >> (2 * width + places + 1));
  const Uint128 cut = product >> (width + places + carry);
  const bool exact = (cut << (width + places + carry)) == product;
  const std::array<std::uint64_t, 4> steps = {0, exact ? 0U : 1U, 1, ~std::uint64_t{0}};
  return {static_cast<std::uint64_t>(cut) + steps[draws.bits(2)], carry};
}

/// Where the last one of the result aimed at is: in a tie half a place below the last one, which is higher in a
/// subnormal number by `deficit`; near one anywhere above.
int last_place(Draws& draws, const FloatFormat& format, Aim aim, int deficit) {
  return aim == Aim::tie ? deficit : draws.within(1, format.fraction_bits + 1);
}

}  // namespace

Pair for_quotient(Draws& draws, const FloatFormat& format, Aim aim) {
  const int width = format.fraction_bits;
  const auto number = [&](const Fields& fields) { return any_sign(draws, format, magnitude(format, fields)); };
  std::uint64_t b = any_finite(draws, format);
  // The exponent field that puts the quotient's leading one, or the one after it, into the field `wanted`.
  const auto exponent_for = [&](int wanted) { return wanted - format.bias() + leading_exponent(format, b); };
  // A dividend for a quotient with that significand.
  const auto dividend = [&](std::uint64_t quotient, int wanted) {
    const std::uint64_t divisor = (b & format.fraction_mask()) | (format.fraction_mask() + 1);
    const Rounded a = rounded(draws, format, Uint128{quotient} * divisor, 1);
    return number({exponent_for(wanted) + a.carry, a.fraction});
  };
  switch (aim) {
    case Aim::near:
    case Aim::tie: {
      const int deficit = draws.bits(1) != 0 ? draws.within(0, width + 1) : 0;
      const std::uint64_t quotient = ending_at(draws, format, last_place(draws, format, aim, deficit));
      // Zeros at the end of b, so that the product may be exact.
      const int zeros = draws.within(deficit > 0 ? width + 1 - deficit : 0, width + 1);
      if (draws.bits(1) != 0) b &= ~low_bits(std::min(zeros, width));
      return {dividend(quotient, deficit > 0 ? 1 - deficit : draws.within(1, greatest_exponent(format))), b};
    }
    case Aim::apart:
      return {number({exponent_for(draws.within(1, greatest_exponent(format))), pattern(draws, width)}), b};
    case Aim::overflow: {
      if (draws.bits(1) != 0) {  // the largest number and a half place, and down from there
        const std::uint64_t largest = (format.largest() & format.fraction_mask()) | (format.fraction_mask() + 1);
        return {dividend(2 * largest + 1 - draws.bits(2), greatest_exponent(format)), b};
      }
      return {number({exponent_for(format.exponent_max() + draws.within(-2, 1)), fraction(draws, format)}), b};
    }
    case Aim::underflow: {
      if (draws.within(0, 3) == 0) {  // the least normal number and a place, and down from there
        const std::uint64_t least = std::uint64_t{4} * (format.fraction_mask() + 1);
        return {dividend(least + 2 - draws.bits(2), 0), b};
      }
      return {number({exponent_for(draws.within(-width - 2, 2)), fraction(draws, format)}), b};
    }
    default: {  // subnormal: dividend, divisor or both
      const int which = draws.within(0, 2);
      if (which != 0) b = number({0, fraction(draws, format)});
      const int exponent = which != 1 ? 0 : exponent_for(draws.within(0, greatest_exponent(format)));
      return {number({exponent, fraction(draws, format)}), b};
    }
  }
}

std::uint64_t for_square_root(Draws& draws, const FloatFormat& format, Aim aim) {
  const int width = format.fraction_bits;
  const std::uint64_t sign = draws.bits(3) == 0 ? format.sign_bit() : 0;
  const auto number = [&](const Fields& fields) { return sign | magnitude(format, fields); };
  switch (aim) {
    case Aim::near:
    case Aim::tie: {
      const std::uint64_t root = ending_at(draws, format, last_place(draws, format, aim, 0));
      const Rounded a = rounded(draws, format, Uint128{root} * root, 2);
      // The square of a root in 1 .. 2 stands at an even power of two.
      const int half = draws.within(-(format.bias() - 1) / 2, format.bias() / 2);
      return number({format.bias() + 2 * half + a.carry, a.fraction});
    }
    case Aim::overflow:
      return number({format.exponent_max() - draws.within(0, 2), fraction(draws, format)});
    case Aim::underflow:
      return number({draws.within(0, 2), fraction(draws, format)});
    case Aim::subnormal:
      return number({0, fraction(draws, format)});
    default:  // apart
      return number({draws.within(1, greatest_exponent(format)), pattern(draws, width)});
  }
}

}  // namespace spintile::verif
