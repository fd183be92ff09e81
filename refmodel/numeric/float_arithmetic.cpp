#include "refmodel/numeric/float_arithmetic.h"

#include <stdexcept>

#include "refmodel/numeric/exact_number.h"
#include "refmodel/numeric/float_rounding.h"
#include "refmodel/numeric/float_word.h"

namespace spintile::refmodel {
namespace {

using spec::FloatFormat;
using spec::FloatKind;
using spec::FloatOperation;
namespace flag = spec::float_flag;

FloatResult invalid(const FloatFormat& format) { return {format.canonical_nan(), flag::invalid}; }

FloatResult zero(const FloatFormat& format, bool sign) { return {sign ? format.sign_bit() : 0, 0}; }

FloatResult infinity(const FloatFormat& format, bool sign) {
  return {format.infinity() | (sign ? format.sign_bit() : 0), 0};
}

FloatResult rounded(const FloatOperation& operation, const ExactNumber& number) {
  return round_to_format(operation.format, operation, number);
}

FloatResult rounded_sum(const FloatOperation& operation, const ExactNumber& x, const ExactNumber& y) {
  ExactNumber total = sum(x, y);
  if (total.significand == 0 && x.negative != y.negative) {
    total.negative = operation.rounding == spec::Rounding::toward_negative;
  }
  return rounded(operation, total);
}

FloatResult add(const FloatOperation& operation, std::uint64_t a, std::uint64_t b) {
  const FloatFormat& format = operation.format;
  if (is_infinite(format, a) && is_infinite(format, b) && a != b) return invalid(format);
  if (is_infinite(format, a)) return {a, 0};
  if (is_infinite(format, b)) return {b, 0};
  return rounded_sum(operation, exact(format, a), exact(format, b));
}

/// 0 x infinity.
bool is_invalid_product(const FloatFormat& format, std::uint64_t a, std::uint64_t b) {
  return (is_infinite(format, a) && magnitude(format, b) == 0) || (magnitude(format, a) == 0 && is_infinite(format, b));
}

FloatResult multiply(const FloatOperation& operation, std::uint64_t a, std::uint64_t b) {
  const FloatFormat& format = operation.format;
  if (is_invalid_product(format, a, b)) return invalid(format);
  if (is_infinite(format, a) || is_infinite(format, b)) {
    return infinity(format, negative(format, a) != negative(format, b));
  }
  return rounded(operation, product(exact(format, a), exact(format, b)));
}

FloatResult multiply_add(const FloatOperation& operation, std::uint64_t a, std::uint64_t b, std::uint64_t c) {
  const FloatFormat& format = operation.format;
  const bool sign = negative(format, a) != negative(format, b);
  if (is_invalid_product(format, a, b)) return invalid(format);
  if (is_infinite(format, a) || is_infinite(format, b)) {
    if (is_infinite(format, c) && negative(format, c) != sign) return invalid(format);
    return infinity(format, sign);
  }
  if (is_infinite(format, c)) return {c, 0};
  return rounded_sum(operation, product(exact(format, a), exact(format, b)), exact(format, c));
}

FloatResult divide(const FloatOperation& operation, std::uint64_t a, std::uint64_t b) {
  const FloatFormat& format = operation.format;
  const bool sign = negative(format, a) != negative(format, b);
  if (is_infinite(format, a)) return is_infinite(format, b) ? invalid(format) : infinity(format, sign);
  if (is_infinite(format, b)) return zero(format, sign);
  if (magnitude(format, b) == 0) {
    if (magnitude(format, a) == 0) return invalid(format);
    return {infinite_word(format, operation, sign), flag::infinite};
  }
  return rounded(operation, quotient(exact(format, a), exact(format, b)));
}

FloatResult square_root(const FloatOperation& operation, std::uint64_t a) {
  const FloatFormat& format = operation.format;
  if (negative(format, a) && magnitude(format, a) != 0) return invalid(format);
  if (is_infinite(format, a)) return {a, 0};
  return rounded(operation, square_root(exact(format, a)));
}

/// A NaN among the operands.
FloatResult propagated_nan(const FloatOperation& operation, std::uint64_t a, std::uint64_t b, std::uint64_t c) {
  const FloatFormat& format = operation.format;
  const bool signalling = format.is_signalling_nan(a) || format.is_signalling_nan(b) || format.is_signalling_nan(c);
  const bool product = operation.kind == FloatKind::multiply_add && is_invalid_product(format, a, b);
  return {format.canonical_nan(), signalling || product ? flag::invalid : 0};
}

}  // namespace

FloatResult arithmetic(const FloatOperation& operation, std::uint64_t a, std::uint64_t b, std::uint64_t c) {
  const FloatFormat& format = operation.format;
  if (format.is_nan(a) || format.is_nan(b) || format.is_nan(c)) return propagated_nan(operation, a, b, c);
  switch (operation.kind) {
    case FloatKind::add:
      return add(operation, a, b);
    case FloatKind::subtract:
      return add(operation, a, b ^ format.sign_bit());
    case FloatKind::multiply:
    case FloatKind::multiply_constant:
      return multiply(operation, a, b);
    case FloatKind::multiply_add:
      return multiply_add(operation, a, b, c);
    case FloatKind::divide:
      return divide(operation, a, b);
    case FloatKind::square_root:
      return square_root(operation, a);
    default:
      throw std::invalid_argument(to_string(operation) + ": allowed are sums, products, quotients and square roots");
  }
}

}  // namespace spintile::refmodel
