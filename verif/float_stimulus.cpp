#include "verif/float_stimulus.h"

#include <algorithm>
#include <array>
#include <bit>

#include "verif/float_patterns.h"

namespace spintile::verif {
namespace {

using spec::FloatFormat;
using spec::FloatKind;
using spec::FloatOperation;

/// What a case aims at. Each kind of operation reads it in its own way.
enum class Aim : std::uint8_t { uniform, pattern, special, subnormal, near, tie, apart, overflow, underflow };

/// Shares in 32.
constexpr std::array<Aim, 32> aims = [] {
  std::array<Aim, 32> table{};
  auto* next = table.data();
  const auto share = [&next](Aim aim, int count) { next = std::fill_n(next, count, aim); };
  share(Aim::uniform, 4);
  share(Aim::pattern, 4);
  share(Aim::special, 3);
  share(Aim::subnormal, 3);
  share(Aim::near, 6);
  share(Aim::tie, 4);
  share(Aim::apart, 2);
  share(Aim::overflow, 3);
  share(Aim::underflow, 3);
  return table;
}();

using Pair = std::pair<std::uint64_t, std::uint64_t>;

/// Sums and comparisons: what matters is the difference of the exponents. `opposite` has the sign bit where b must be
/// of a's other sign in order to cancel.
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

/// a for the product with `b`: what matters is the sum of the exponents and the number of zeros that end the fractions.
std::uint64_t for_product(Draws& draws, const FloatFormat& format, Aim aim, std::uint64_t b) {
  const int width = format.fraction_bits;
  // A subnormal b counts as the normal number it would be with a longer exponent.
  const std::uint64_t b_fraction = b & format.fraction_mask();
  const int b_exponent =
      exponent_field(format, b) != 0 ? exponent_field(format, b) : static_cast<int>(std::bit_width(b_fraction)) - width;
  // The exponent field that puts the product's leading one, or the one before it, into the field `wanted`.
  const auto exponent_for = [&](int wanted) { return wanted + format.bias() - b_exponent; };
  const auto finish = [&](const Fields& fields) { return any_sign(draws, format, magnitude(format, fields)); };
  switch (aim) {
    case Aim::near: {  // a few places from a power of two: the reciprocal of b's significand, and its neighbours
      __extension__ using Uint128 = unsigned __int128;
      const std::uint64_t one = format.fraction_mask() + 1;
      const auto reciprocal = static_cast<std::uint64_t>((Uint128{one} * one * 2) / (one | b_fraction));
      const std::uint64_t a = reciprocal + draws.bits(2) - 1;
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

/// Around powers of two, halves and the ends of the integer's range.
std::uint64_t for_to_integer(Draws& draws, const FloatOperation& operation, Aim aim) {
  const FloatFormat& format = operation.format;
  const int width = format.fraction_bits;
  const int power = draws.within(-2, operation.integer_bits + 1);
  const auto finish = [&](const Fields& fields) {
    return any_sign(draws, format, magnitude(format, {format.bias() + fields.exponent, fields.fraction}));
  };
  switch (aim) {
    case Aim::near: {  // a few places from a power of two
      const std::uint64_t word = finish({power, 0});
      const auto step = draws.bits(2);
      return draws.bits(1) != 0 ? word + step : word - std::min(step, word & ~format.sign_bit());
    }
    case Aim::tie: {  // an integer and a half, and its neighbours
      const int whole = std::clamp(draws.within(-1, operation.integer_bits), -1, width - 1);
      const std::uint64_t half = whole < 0 ? 0 : std::uint64_t{1} << (width - 1 - whole);
      const std::uint64_t above = whole < 0 ? 0 : pattern(draws, width) & ~low_bits(width - whole);
      const std::uint64_t step = draws.bits(2) == 0 ? draws.bits(2) - 1 : 0;
      return finish({whole, (above | half) + step});
    }
    case Aim::overflow: {  // the last numbers within the range and the first beyond it
      const int end = operation.integer_bits - (operation.integer_signed ? 1 : 0);
      const bool beyond = draws.bits(1) != 0;
      const auto step = pattern(draws, std::max(1, std::min(width, width - end + 3)));
      return finish({beyond ? end : end - 1, beyond ? step : ~step});
    }
    case Aim::underflow:
      return finish({draws.within(-3, 1), fraction(draws, format)});
    case Aim::subnormal:
      return any_sign(draws, format, magnitude(format, {0, fraction(draws, format)}));
    default:  // apart: numbers with a fraction below the point
      return finish({draws.within(0, std::min(width, operation.integer_bits)), fraction(draws, format)});
  }
}

/// Long and short integers, ties at the format's last place, the ends of the integer's range.
std::uint64_t for_from_integer(Draws& draws, const FloatOperation& operation, Aim aim) {
  const int bits = operation.integer_bits;
  const auto any_signed = [&](std::uint64_t size) {
    return (operation.integer_signed && draws.bits(1) != 0 ? 0 - size : size) & low_bits(bits);
  };
  switch (aim) {
    case Aim::uniform:
      return draws.bits(bits);
    case Aim::special:
    case Aim::near: {  // a few units from 0, the ends, or a power of two
      const std::uint64_t end = draws.bits(1) != 0 ? low_bits(bits) : low_bits(bits - 1);
      const std::uint64_t base = draws.bits(1) != 0 ? end : std::uint64_t{1} << draws.within(0, bits - 1);
      return (base + draws.bits(3) - 4) & low_bits(bits);
    }
    case Aim::tie:
    case Aim::apart:
    case Aim::overflow: {
      const int length = draws.within(std::min(operation.format.fraction_bits + 2, bits), bits);
      const int drop = length - 1 - operation.format.fraction_bits;
      const std::uint64_t top = std::uint64_t{1} << (length - 1);
      if (drop < 1) return any_signed(top | draws.bits(length - 1));
      const std::uint64_t kept = pattern(draws, operation.format.fraction_bits) << drop;
      const std::uint64_t half = std::uint64_t{1} << (drop - 1);
      return any_signed((top | kept | half) + (draws.bits(1) != 0 ? 0 : draws.bits(2) - 1));
    }
    case Aim::subnormal:
    case Aim::underflow:
      return any_signed(draws.bits(draws.within(1, bits)));
    default:
      return pattern(draws, bits);
  }
}

/// Ties at the target's last place and both ends of the target's range.
std::uint64_t for_convert(Draws& draws, const FloatOperation& operation, Aim aim) {
  const FloatFormat& source = operation.format;
  const FloatFormat& target = operation.target;
  const int width = source.fraction_bits;
  const int greatest = greatest_exponent(source);
  // Source fields of the target's fields 1 and the last.
  const int first = std::clamp(source.bias() + 1 - target.bias(), 0, greatest);
  const int last = std::clamp(source.bias() + target.exponent_max() - target.bias(), first, greatest);
  const auto finish = [&](const Fields& fields) { return any_sign(draws, source, magnitude(source, fields)); };
  switch (aim) {
    case Aim::tie: {
      const bool to_subnormal = draws.within(0, 2) == 0;
      const int deficit = to_subnormal ? draws.within(1, target.fraction_bits + 1) : 0;
      const int drop = std::clamp(width - target.fraction_bits + deficit, 0, width + 1);
      const std::uint64_t half = drop < 1 ? 0 : std::uint64_t{1} << (drop - 1);
      const std::uint64_t step = draws.bits(2) == 0 ? draws.bits(2) - 1 : 0;
      const std::uint64_t kept = fraction(draws, source) & ~low_bits(drop);
      return finish({to_subnormal ? first - deficit : draws.within(first, last), (kept | half) + step});
    }
    case Aim::near: {  // a few places from a power of two
      const std::uint64_t size = magnitude(source, {draws.within(first - 2, last + 1), 0});
      const auto step = draws.bits(2);
      return any_sign(draws, source,
                      draws.bits(1) != 0 ? std::min(size + step, source.largest()) : size - std::min(step, size));
    }
    case Aim::overflow: {  // about the target's largest number, and anywhere near
      const int drop = std::max(1, width - target.fraction_bits);
      const std::uint64_t end =
          draws.bits(1) != 0 ? ~pattern(draws, std::min(width, drop + 1)) : fraction(draws, source);
      return finish({last + draws.within(-2, 1), end});
    }
    case Aim::underflow:
      return finish({first + draws.within(-target.fraction_bits - 3, 1), fraction(draws, source)});
    case Aim::subnormal:
      return finish({0, fraction(draws, source)});
    default:  // apart: anywhere in the target's range
      return finish({draws.within(first, last), fraction(draws, source)});
  }
}

std::uint64_t one_float(Draws& draws, const FloatOperation& operation, Aim aim) {
  const FloatFormat& format = operation.format;
  if (aim == Aim::uniform) return draws.bits(format.total_bits());
  if (aim == Aim::special) return any_special(draws, format);
  if (aim == Aim::pattern) return any_finite(draws, format);
  switch (operation.kind) {
    case FloatKind::to_integer:
      return for_to_integer(draws, operation, aim);
    case FloatKind::convert:
      return for_convert(draws, operation, aim);
    default:  // multiply_constant; absolute and negate take anything
      return for_product(draws, format, aim, operation.constant);
  }
}

}  // namespace

std::pair<std::uint64_t, std::uint64_t> float_operands(const FloatOperation& operation, std::uint64_t seed,
                                                       std::uint64_t case_number) {
  Draws draws(seed, case_number);
  const FloatFormat& format = operation.format;
  const Aim aim = aims[draws.bits(5)];
  if (operation.kind == FloatKind::from_integer) return {for_from_integer(draws, operation, aim), 0};
  if (operation.operands() == 1) return {one_float(draws, operation, aim), 0};

  const bool swap = draws.bits(1) != 0;
  Pair pair;
  if (aim == Aim::uniform) {
    pair = {draws.bits(format.total_bits()), draws.bits(format.total_bits())};
  } else if (aim == Aim::pattern) {
    pair = {any_finite(draws, format), any_finite(draws, format)};
  } else if (aim == Aim::special) {  // with another one, or with a number
    pair = {any_special(draws, format), draws.bits(1) != 0 ? any_special(draws, format) : any_finite(draws, format)};
  } else if (operation.kind == FloatKind::multiply) {
    std::uint64_t b = any_finite(draws, format);
    if (aim == Aim::tie) b &= ~low_bits(draws.within(0, format.fraction_bits));  // zeros that a need not have
    pair = {for_product(draws, format, aim, b), b};
  } else {
    // A difference cancels where the signs are equal, and so does a comparison, which decides like one.
    pair = for_sum(draws, format, aim, operation.kind == FloatKind::add ? format.sign_bit() : 0);
  }
  if (swap) std::swap(pair.first, pair.second);
  return pair;
}

}  // namespace spintile::verif
