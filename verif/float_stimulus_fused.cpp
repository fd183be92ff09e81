// Operands of fused multiply-adds.
#include "refmodel/numeric/float_value.h"
#include "verif/float_aims.h"

namespace spintile::verif {

using spec::FloatFormat;

namespace {

/// a and b whose product has its leading one in the exponent field `wanted`, or in the next.
Pair factors(Draws& draws, const FloatFormat& format, int wanted) {
  const std::uint64_t b = any_finite(draws, format);
  const Fields fields{wanted + format.bias() - leading_exponent(format, b), fraction(draws, format)};
  return {any_sign(draws, format, magnitude(format, fields)), b};
}

/// The field of the product's leading one, or the one before it.
int product_exponent(const FloatFormat& format, const Pair& pair) {
  return leading_exponent(format, pair.first) + leading_exponent(format, pair.second) - format.bias();
}

FloatOperands with_c(const Pair& pair, std::uint64_t c) { return {pair.first, pair.second, c}; }

int any_exponent(Draws& draws, const FloatFormat& format) { return draws.within(1, greatest_exponent(format)); }

/// c takes away the product but for its lower half, or its first places.
FloatOperands cancelling(Draws& draws, const FloatFormat& format) {
  const Pair pair = factors(draws, format, any_exponent(draws, format));
  const spec::FloatOperation multiply{.kind = spec::FloatKind::multiply, .format = format, .saturate = true};
  const std::uint64_t product = refmodel::evaluate(multiply, pair.first, pair.second).word;
  const std::uint64_t sign = ~product & format.sign_bit();
  const std::uint64_t size = product & ~format.sign_bit();
  if (draws.within(0, 3) == 0) {
    const int exponent = exponent_field(format, product) + draws.within(-1, 1);
    return with_c(pair, sign | magnitude(format, {exponent, fraction(draws, format)}));
  }
  const std::uint64_t step = draws.bits(2);
  const bool up = draws.bits(1) != 0;
  return with_c(pair, sign | (up ? std::min(size + step, format.largest()) : size - std::min(size, step)));
}

/// The product is one half of c's last place, or a little more or less.
FloatOperands half_of_last_place(Draws& draws, const FloatFormat& format, std::uint64_t c) {
  const int wanted = leading_exponent(format, c) - format.fraction_bits - 1;
  std::uint64_t b = any_finite(draws, format);
  const bool exact = draws.bits(1) != 0;
  if (exact) b &= ~format.fraction_mask();
  const std::uint64_t step = exact ? 0 : draws.bits(2) - 1;
  const Fields a{wanted + format.bias() - leading_exponent(format, b), reciprocal_fraction(format, b) + step};
  return {any_sign(draws, format, magnitude(format, a)), b, c};
}

/// The product lies between two numbers of the format, and c, far below, decides.
FloatOperands tied_product(Draws& draws, const FloatFormat& format) {
  const std::uint64_t b = any_finite(draws, format) & ~low_bits(draws.within(0, format.fraction_bits));
  const Pair pair{for_product(draws, format, Aim::tie, b), b};
  const int below = product_exponent(format, pair) - draws.within(format.fraction_bits + 1, 3 * format.fraction_bits);
  const bool least = draws.bits(1) != 0;
  const std::uint64_t c = least ? draws.bits(1) : magnitude(format, {below, fraction(draws, format)});
  return with_c(pair, any_sign(draws, format, c));
}

}  // namespace

FloatOperands for_multiply_add(Draws& draws, const FloatFormat& format, Aim aim) {
  const int width = format.fraction_bits;
  const auto number = [&](const Fields& fields) { return any_sign(draws, format, magnitude(format, fields)); };
  switch (aim) {
    case Aim::near:
      return cancelling(draws, format);
    case Aim::tie: {
      if (draws.bits(1) != 0) return tied_product(draws, format);
      const int exponent = draws.bits(1) != 0 ? any_exponent(draws, format) : draws.within(0, 2);
      return half_of_last_place(draws, format, number({exponent, pattern(draws, width)}));
    }
    case Aim::apart: {  // from where c is all sticky to where the product is
      const Pair pair = factors(draws, format, any_exponent(draws, format));
      const int distance = draws.within(-2 * width - 5, width + 5);
      return with_c(pair, number({product_exponent(format, pair) + distance, pattern(draws, width)}));
    }
    case Aim::overflow: {
      if (draws.bits(1) != 0) {  // at the last place of the largest number
        const std::uint64_t c = format.largest() - draws.bits(1);
        return half_of_last_place(draws, format, any_sign(draws, format, c));
      }
      const Pair pair = factors(draws, format, format.exponent_max() - draws.within(-1, 2));
      return with_c(pair, number({format.exponent_max() - draws.within(0, width + 3), fraction(draws, format)}));
    }
    case Aim::underflow: {
      const Pair pair = factors(draws, format, draws.within(-width - 3, 2));
      return with_c(pair, number({draws.within(0, 2), draws.bits(1) != 0 ? fraction(draws, format) : 0}));
    }
    default: {  // subnormal: a, c or both
      const std::uint64_t a = number({0, fraction(draws, format)});
      const int wanted = draws.bits(1) != 0 ? draws.within(-width, 2) : any_exponent(draws, format);
      const int exponent = wanted + format.bias() - leading_exponent(format, a);
      const std::uint64_t b = number({exponent, fraction(draws, format)});
      const int of_c = draws.bits(1) != 0 ? 0 : draws.within(0, width + 1);
      return {a, b, number({of_c, fraction(draws, format)})};
    }
  }
}

}  // namespace spintile::verif
