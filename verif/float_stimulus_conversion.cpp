// Operands of conversions.
#include <algorithm>
#include <array>

#include "verif/float_aims.h"

namespace spintile::verif {

using spec::FloatFormat;
using spec::FloatOperation;

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

}  // namespace spintile::verif
