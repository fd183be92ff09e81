#include "refmodel/numeric/float_value.h"

#include "refmodel/numeric/float_arithmetic.h"
#include "refmodel/numeric/float_rounding.h"
#include "refmodel/numeric/float_word.h"

namespace spintile::refmodel {
namespace {

using spec::FloatFormat;
using spec::FloatKind;
using spec::FloatOperation;
namespace flag = spec::float_flag;

/// The word the operation works on: of the format's width, a subnormal as zero where they are flushed.
std::uint64_t operand(const FloatOperation& operation, std::uint64_t word) {
  const FloatFormat& format = operation.format;
  word &= format.word_mask();
  const bool zero_exponent = (word & format.infinity()) == 0;
  return operation.subnormals == spec::Subnormals::flush && zero_exponent ? word & format.sign_bit() : word;
}

/// Integers in the order of the values of two words that are not NaN; -0 is 0.
std::int64_t order(const FloatFormat& format, std::uint64_t word) {
  const auto size = static_cast<std::int64_t>(magnitude(format, word));
  return negative(format, word) ? -size : size;
}

FloatResult compare(const FloatOperation& operation, std::uint64_t a, std::uint64_t b) {
  const FloatFormat& format = operation.format;
  const FloatKind kind = operation.kind;
  if (format.is_nan(a) || format.is_nan(b)) {
    const bool signalling = format.is_signalling_nan(a) || format.is_signalling_nan(b);
    return {0, kind != FloatKind::equal || signalling ? flag::invalid : 0};
  }
  const std::int64_t x = order(format, a);
  const std::int64_t y = order(format, b);
  const bool holds = kind == FloatKind::equal ? x == y : kind == FloatKind::less ? x < y : x <= y;
  return {holds ? 1U : 0U, 0};
}

/// minimumNumber and maximumNumber.
FloatResult select(const FloatOperation& operation, std::uint64_t a, std::uint64_t b) {
  const FloatFormat& format = operation.format;
  const unsigned flags = format.is_signalling_nan(a) || format.is_signalling_nan(b) ? flag::invalid : 0;
  if (format.is_nan(a)) return {format.is_nan(b) ? format.canonical_nan() : b, flags};
  if (format.is_nan(b)) return {a, flags};
  const std::int64_t x = order(format, a);
  const std::int64_t y = order(format, b);
  const bool a_is_less = x < y || (x == y && negative(format, a));  // -0 < +0
  return {a_is_less == (operation.kind == FloatKind::minimum) ? a : b, flags};
}

FloatResult from_integer(const FloatOperation& operation, std::uint64_t word) {
  const std::uint64_t mask = ~std::uint64_t{0} >> (64 - operation.integer_bits);
  const bool sign = operation.integer_signed && ((word >> (operation.integer_bits - 1)) & 1) != 0;
  const std::uint64_t size = (sign ? 0 - word : word) & mask;
  return round_to_format(operation.format, operation, {sign, 0, size});
}

FloatResult to_integer(const FloatOperation& operation, std::uint64_t word) {
  const FloatFormat& format = operation.format;
  const std::uint64_t mask = ~std::uint64_t{0} >> (64 - operation.integer_bits);
  // Magnitudes of the greatest and the least integer.
  const std::uint64_t greatest = operation.integer_signed ? mask >> 1 : mask;
  const std::uint64_t least = operation.integer_signed ? greatest + 1 : 0;
  if (format.is_nan(word)) return {greatest, flag::invalid};

  const bool sign = negative(format, word);
  const FloatResult out_of_range{sign ? least : greatest, flag::invalid};
  const ExactNumber number = exact(format, word);
  if (is_infinite(format, word) || number.exponent > 64) return out_of_range;
  const RoundedInteger rounded = round_to_integer(number, 0, operation.rounding);
  if (rounded.value > (sign ? least : greatest)) return out_of_range;
  const auto size = static_cast<std::uint64_t>(rounded.value);
  return {(sign ? 0 - size : size) & mask, rounded.inexact ? flag::inexact : 0};
}

FloatResult convert(const FloatOperation& operation, std::uint64_t word) {
  const FloatFormat& source = operation.format;
  const FloatFormat& target = operation.target;
  if (source.is_nan(word)) {
    return {target.canonical_nan(), source.is_signalling_nan(word) ? flag::invalid : 0};
  }
  const bool sign = negative(source, word);
  if (is_infinite(source, word)) {
    if (target.has_infinity) return {target.infinity() | (sign ? target.sign_bit() : 0), 0};
    if (operation.saturate) return overflow(target, operation, sign);
    return {target.canonical_nan(), 0};
  }
  return round_to_format(target, operation, exact(source, word));
}

}  // namespace

FloatResult evaluate(const FloatOperation& operation, std::uint64_t a, std::uint64_t b, std::uint64_t c) {
  const FloatFormat& format = operation.format;
  switch (operation.kind) {
    case FloatKind::absolute:
      return {a & format.word_mask() & ~format.sign_bit(), 0};
    case FloatKind::negate:
      return {(a & format.word_mask()) ^ format.sign_bit(), 0};
    case FloatKind::from_integer:
      return from_integer(operation, a);
    default:
      break;
  }

  const int operands = operation.operands();
  if (operation.kind == FloatKind::multiply_constant) {
    b = operation.constant;
  } else if (operands < 2) {
    b = 0;
  }
  a = operand(operation, a);
  b = operand(operation, b);
  c = operands == 3 ? operand(operation, c) : 0;
  switch (operation.kind) {
    case FloatKind::equal:
    case FloatKind::less:
    case FloatKind::less_equal:
      return compare(operation, a, b);
    case FloatKind::minimum:
    case FloatKind::maximum:
      return select(operation, a, b);
    case FloatKind::to_integer:
      return to_integer(operation, a);
    case FloatKind::convert:
      return convert(operation, a);
    default:
      return arithmetic(operation, a, b, c);
  }
}

}  // namespace spintile::refmodel
