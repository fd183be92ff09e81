// Operands of sums and products.
#include <algorithm>
#include <array>
#include <bit>

#include "verif/float_aims.h"

namespace spintile::verif {

using spec::FloatFormat;

Pair for_sum(Draws& draws, const FloatFormat& format, Aim aim, std::uint64_t opposite) {
  const int width = format.fraction_bits;
  const auto sign_of = [&format](std::uint64_t word) { return word & format.sign_bit(); };
  const std::uint64_t a = any_finite(draws, format);
  const int exponent = exponent_field(format, a);
  switch (aim) {
    case Aim::near: {  // |b| a few places from |a|, or of another fraction and an exponent at most 1 apart
      const std::uint64_t sign = sign_of(a) ^ opposite;
      if (draws.bits(1) != 0) {
        const std::uint64_t size = a ^ sign_of(a);
        const auto step = draws.bits(2);
        const std::uint64_t other = draws.bits(1) != 0 ? size + step : size - std::min(size, step);
        return {a, sign | std::min(other, format.largest())};
      }
      return {a, sign | magnitude(format, {exponent + draws.within(-1, 1), fraction(draws, format)})};
    }
    case Aim::tie: {  // of b, exactly one half lies below a's last place, or that and a little more or less
      const int apart = draws.within(1, width + 2);
      const std::uint64_t half = apart > width ? 0 : std::uint64_t{1} << (apart - 1);
      std::uint64_t b = (draws.bits(width) & ~low_bits(apart)) | half;
      if (draws.bits(2) == 0) b += draws.bits(1) != 0 ? 1 : ~std::uint64_t{0};
      const int higher = draws.within(std::min(apart + 1, format.exponent_max()), format.exponent_max());
      return {sign_of(a) | magnitude(format, {higher, a}),
              any_sign(draws, format, magnitude(format, {higher - apart, b}))};
    }
    case Aim::apart: {  // where b becomes the sticky bit
      const int higher = draws.within(std::min(width + 1, format.exponent_max()), format.exponent_max());
      const int apart = draws.within(width - 1, width + 4);
      return {sign_of(a) | magnitude(format, {higher, pattern(draws, width)}),
              any_sign(draws, format, magnitude(format, {higher - apart, fraction(draws, format)}))};
    }
    case Aim::overflow: {
      const int top = format.exponent_max();
      const std::uint64_t size = magnitude(format, {top - draws.within(0, 1), fraction(draws, format)});
      const int below = draws.bits(1) != 0 ? draws.within(0, 2) : draws.within(0, width + 3);
      const std::uint64_t other = magnitude(format, {top - below, fraction(draws, format)});
      return {sign_of(a) | size, (sign_of(a) ^ opposite ^ format.sign_bit()) | other};
    }
    default: {  // subnormal, underflow
      const int reach = aim == Aim::subnormal ? 0 : 3;
      return {sign_of(a) | magnitude(format, {draws.within(0, reach), fraction(draws, format)}),
              any_sign(draws, format, magnitude(format, {draws.within(0, reach), fraction(draws, format)}))};
    }
  }
}

std::uint64_t reciprocal_fraction(const FloatFormat& format, std::uint64_t b) {
  __extension__ using Uint128 = unsigned __int128;
  const std::uint64_t one = format.fraction_mask() + 1;
  return static_cast<std::uint64_t>((Uint128{one} * one * 2) / (one | (b & format.fraction_mask())));
}

std::uint64_t for_product(Draws& draws, const FloatFormat& format, Aim aim, std::uint64_t b) {
  const int width = format.fraction_bits;
  const std::uint64_t b_fraction = b & format.fraction_mask();
  // The exponent field that puts the product's leading one, or the one before it, into the field `wanted`.
  const auto exponent_for = [&](int wanted) { return wanted + format.bias() - leading_exponent(format, b); };
  const auto finish = [&](const Fields& fields) { return any_sign(draws, format, magnitude(format, fields)); };
  switch (aim) {
    case Aim::near: {  // a few places from a power of two: the reciprocal of b's significand, and its neighbours
      const std::uint64_t a = reciprocal_fraction(format, b) + draws.bits(2) - 1;
      const int middle = draws.within(1, format.exponent_max() - 1);
      const std::array<int, 4> wanted = {middle, middle, draws.within(-1, 1),
                                         format.exponent_max() - draws.within(0, 2)};
      return finish({exponent_for(wanted[draws.bits(2)]), a});
    }
    case Aim::apart:  // no meaning of its own here: a product within the range of the exponents, with long carries
      return finish({exponent_for(draws.within(1, format.exponent_max() - 1)), pattern(draws, width)});
    case Aim::tie: {  // the product's last one lies just below the last place of the result
      const int zeros = b_fraction == 0 ? width : std::countr_zero(b_fraction);
      const bool to_subnormal = draws.within(0, 2) == 0;
      const int deficit = to_subnormal ? draws.within(1, width + 1) : 0;
      const int own = std::clamp(width - 1 + deficit - zeros + draws.within(0, 1), 0, width);
      const std::uint64_t a = (draws.bits(width) & ~low_bits(own)) | (std::uint64_t{1} << own);
      return finish({exponent_for(to_subnormal ? 1 - deficit : draws.within(1, format.exponent_max() - 1)), a});
    }
    case Aim::overflow:
      return finish({exponent_for(format.exponent_max() + draws.within(-2, 1)), fraction(draws, format)});
    case Aim::underflow:
      return finish({exponent_for(draws.bits(1) != 0 ? draws.within(-1, 2) : draws.within(-width - 2, 2)),
                     fraction(draws, format)});
    default:  // subnormal
      return finish({draws.bits(1) != 0 ? 0 : draws.within(0, format.exponent_max()), fraction(draws, format)});
  }
}

}  // namespace spintile::verif
