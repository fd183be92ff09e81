// What a floating-point operation gives, by MPFR: its correctly rounded functions, and its roundings to an integer for
// the format's last place. Nothing here is taken from refmodel.
#pragma once

#define MPFR_USE_NO_MACRO  // its macros take mpfr_t alone
#include <mpfr.h>

#include <cstdint>

#include "refmodel/numeric/float_value.h"
#include "spec/float_operation.h"

namespace spintile::oracle {

using spec::FloatFormat;
using spec::FloatKind;
using spec::FloatOperation;
namespace flag = spec::float_flag;

/// A number of at least `precision` bits that frees itself.
class Number {
 public:
  explicit Number(int precision = 64) { mpfr_init2(value_, precision); }
  Number(const Number&) = delete;
  Number& operator=(const Number&) = delete;
  ~Number() { mpfr_clear(value_); }
  operator mpfr_ptr() { return value_; }  // NOLINT: stands for its mpfr_t

 private:
  mpfr_t value_;
};

/// `word` read as the standard's table of encodings has it; exact in 64 bits.
inline void decode(mpfr_ptr value, const FloatFormat& format, std::uint64_t word) {
  const int ne = format.exponent_bits;
  const int nm = format.fraction_bits;
  const bool sign = ((word >> (ne + nm)) & 1) != 0;
  const auto exponent = static_cast<int>((word >> nm) & ((1U << ne) - 1));
  const std::uint64_t fraction = word & ((std::uint64_t{1} << nm) - 1);
  const int bias = (1 << (ne - 1)) - 1;
  const bool top = exponent == (1 << ne) - 1;
  if (format.has_infinity ? top && fraction != 0 : top && fraction + 1 == std::uint64_t{1} << nm) {
    mpfr_set_nan(value);
    return;
  }
  if (format.has_infinity && top) {
    mpfr_set_inf(value, 1);
  } else if (exponent == 0) {
    mpfr_set_ui_2exp(value, fraction, 1 - bias - nm, MPFR_RNDN);
  } else {
    mpfr_set_ui_2exp(value, fraction + (std::uint64_t{1} << nm), exponent - bias - nm, MPFR_RNDN);
  }
  mpfr_setsign(value, value, sign ? 1 : 0, MPFR_RNDN);
}

/// The word of a number the format holds exactly.
inline std::uint64_t encode(const FloatFormat& format, mpfr_srcptr value) {
  const int nm = format.fraction_bits;
  const int bias = (1 << (format.exponent_bits - 1)) - 1;
  const std::uint64_t top = (std::uint64_t{1} << format.exponent_bits) - 1;
  const std::uint64_t sign = mpfr_signbit(value) != 0 ? std::uint64_t{1} << (format.exponent_bits + nm) : 0;
  if (mpfr_nan_p(value))
    return format.has_infinity ? (top << nm) | (std::uint64_t{1} << (nm - 1)) : ((top + 1) << nm) - 1;
  if (mpfr_inf_p(value)) return sign | (top << nm);
  if (mpfr_zero_p(value)) return sign;
  const int exponent = static_cast<int>(mpfr_get_exp(value)) - 1;
  const int field = exponent + bias < 1 ? 0 : exponent + bias;
  Number fraction;
  mpfr_abs(fraction, value, MPFR_RNDN);
  mpfr_mul_2si(fraction, fraction, nm - (field == 0 ? 1 - bias : exponent), MPFR_RNDN);
  const std::uint64_t significand = mpfr_get_ui(fraction, MPFR_RNDN);
  return sign | (static_cast<std::uint64_t>(field) << nm) | (significand - (field == 0 ? 0 : std::uint64_t{1} << nm));
}

/// What `compute(target, rounding)` stands for (an MPFR function that rounds once and gives the ternary value), rounded
/// to odd: the last bit is 1 unless the value is exact. Rounded again, to two bits fewer or more than two, that gives
/// what the exact value does (Boldo, Melquiond, IEEE Transactions on Computers 2008).
template <class Compute>
void round_to_odd(mpfr_ptr to, const Compute& compute, spec::Rounding rounding) {
  // The direction counts for the sign of an exact zero alone.
  const int ternary = compute(to, rounding == spec::Rounding::toward_negative ? MPFR_RNDD : MPFR_RNDZ);
  if (ternary == 0 || mpfr_min_prec(to) == mpfr_get_prec(to)) return;
  ternary < 0 ? mpfr_nextabove(to) : mpfr_nextbelow(to);
}

/// `value` as an integer, which `to` has bits enough for. True if that changed it.
inline bool round_to_integer(mpfr_ptr to, mpfr_srcptr value, spec::Rounding rounding) {
  switch (rounding) {
    case spec::Rounding::nearest_even:
      return mpfr_roundeven(to, value) != 0;
    case spec::Rounding::nearest_away:
      return mpfr_round(to, value) != 0;
    case spec::Rounding::toward_zero:
      return mpfr_trunc(to, value) != 0;
    case spec::Rounding::toward_positive:
      return mpfr_ceil(to, value) != 0;
    case spec::Rounding::toward_negative:
      return mpfr_floor(to, value) != 0;
  }
  return false;
}

/// `value` as a multiple of 2^place. True if that changed it.
inline bool round_at(mpfr_ptr to, mpfr_srcptr value, mpfr_exp_t place, spec::Rounding rounding) {
  Number scaled(static_cast<int>(mpfr_get_prec(value)));
  mpfr_mul_2si(scaled, value, -place, MPFR_RNDN);
  const bool inexact = round_to_integer(to, scaled, rounding);
  mpfr_mul_2si(to, to, place, MPFR_RNDN);
  return inexact;
}

/// Infinity, or what a format without it has instead.
inline std::uint64_t infinite(const FloatFormat& format, const FloatOperation& operation, bool negative) {
  Number value;
  mpfr_set_inf(value, negative ? -1 : 1);
  if (format.has_infinity) return encode(format, value);
  mpfr_set_nan(value);
  const std::uint64_t nan = encode(format, value);
  return operation.saturate ? (nan - 1) | (negative ? nan + 1 : 0) : nan;
}

/// The result of what `compute` stands for.
template <class Compute>
refmodel::FloatResult rounded(const FloatFormat& format, const FloatOperation& operation, const Compute& compute) {
  const int precision = format.fraction_bits + 1;
  const int bias = (1 << (format.exponent_bits - 1)) - 1;
  Number exact(precision + 3);
  round_to_odd(exact, compute, operation.rounding);
  if (mpfr_nan_p(exact)) return {encode(format, exact), flag::invalid};
  if (mpfr_inf_p(exact) || mpfr_zero_p(exact)) return {encode(format, exact), 0};

  // MPFR's numbers are 0.1... x 2^exp.
  Number value(precision + 1);
  bool inexact = round_at(value, exact, mpfr_get_exp(exact) - precision, operation.rounding);
  const bool negative = mpfr_signbit(value) != 0;
  const bool tiny = mpfr_get_exp(value) - 1 < 1 - bias;
  if (tiny && operation.subnormals == spec::Subnormals::flush) {
    mpfr_set_zero(value, negative ? -1 : 1);
    return {encode(format, value), flag::underflow | flag::inexact};
  }
  if (tiny) inexact = round_at(value, exact, 1 - bias - format.fraction_bits, operation.rounding);

  // The greatest number by hand, since that of E4M3 is not a power of two less one place.
  Number largest(precision);
  decode(largest, format,
         format.has_infinity ? (((std::uint64_t{1} << format.exponent_bits) - 1) << format.fraction_bits) - 1
                             : (std::uint64_t{1} << (format.exponent_bits + format.fraction_bits)) - 2);
  if (mpfr_cmpabs(value, largest) > 0) {
    const auto away = negative ? spec::Rounding::toward_negative : spec::Rounding::toward_positive;
    const bool up = operation.rounding == spec::Rounding::nearest_even ||
                    operation.rounding == spec::Rounding::nearest_away || operation.rounding == away;
    mpfr_setsign(largest, largest, negative ? 1 : 0, MPFR_RNDN);
    return {up && !operation.saturate ? infinite(format, operation, negative) : encode(format, largest),
            flag::overflow | flag::inexact};
  }
  return {encode(format, value), (inexact ? flag::inexact : 0) | (tiny && inexact ? flag::underflow : 0)};
}

inline bool signalling(const FloatFormat& format, std::uint64_t word) {
  Number value;
  decode(value, format, word);
  return format.has_infinity && mpfr_nan_p(value) && ((word >> (format.fraction_bits - 1)) & 1) == 0;
}

inline refmodel::FloatResult to_integer(const FloatOperation& operation, mpfr_srcptr value) {
  Number least;
  Number greatest;
  const int bits = operation.integer_bits;
  mpfr_set_ui_2exp(greatest, 1, operation.integer_signed ? bits - 1 : bits, MPFR_RNDN);
  mpfr_neg(least, greatest, MPFR_RNDN);
  if (!operation.integer_signed) mpfr_set_zero(least, 1);
  mpfr_sub_ui(greatest, greatest, 1, MPFR_RNDN);

  Number whole;
  unsigned flags = 0;
  if (mpfr_nan_p(value)) {
    mpfr_set(whole, greatest, MPFR_RNDN);
    flags = flag::invalid;
  } else {
    if (round_to_integer(whole, value, operation.rounding)) flags = flag::inexact;
    if (mpfr_cmp(whole, greatest) > 0 || mpfr_cmp(whole, least) < 0) {
      flags = flag::invalid;
      mpfr_set(whole, mpfr_sgn(whole) > 0 ? greatest : least, MPFR_RNDN);
    }
  }
  const std::uint64_t mask = ~std::uint64_t{0} >> (64 - bits);
  const std::uint64_t word =
      mpfr_sgn(whole) < 0 ? static_cast<std::uint64_t>(mpfr_get_si(whole, MPFR_RNDN)) : mpfr_get_ui(whole, MPFR_RNDN);
  return {word & mask, flags};
}

inline refmodel::FloatResult evaluate(const FloatOperation& operation, std::uint64_t a, std::uint64_t b,
                                      std::uint64_t c) {
  const FloatFormat& format = operation.format;
  const std::uint64_t sign_bit = std::uint64_t{1} << (format.exponent_bits + format.fraction_bits);
  if (operation.kind == FloatKind::absolute) return {a & ~sign_bit, 0};
  if (operation.kind == FloatKind::negate) return {a ^ sign_bit, 0};
  if (operation.kind == FloatKind::from_integer) {
    const auto extended =
        static_cast<std::int64_t>(a << (64 - operation.integer_bits)) >> (64 - operation.integer_bits);
    Number value;
    if (operation.integer_signed) {
      mpfr_set_si(value, extended, MPFR_RNDN);
    } else {
      mpfr_set_ui(value, a, MPFR_RNDN);
    }
    return rounded(format, operation, [&](mpfr_ptr to, mpfr_rnd_t rounding) { return mpfr_set(to, value, rounding); });
  }

  if (operation.kind == FloatKind::multiply_constant) b = operation.constant;
  const bool two = operation.kind == FloatKind::multiply_constant || operation.operands() >= 2;
  const bool three = operation.operands() == 3;
  Number x;
  Number y;
  Number z;
  const auto read = [&](mpfr_ptr value, std::uint64_t& word) {
    decode(value, format, word);
    Number least_normal;
    mpfr_set_ui_2exp(least_normal, 1, 2 - (1 << (format.exponent_bits - 1)), MPFR_RNDN);
    if (operation.subnormals == spec::Subnormals::flush && !mpfr_nan_p(value) && mpfr_cmpabs(value, least_normal) < 0) {
      mpfr_set_zero(value, mpfr_signbit(value) != 0 ? -1 : 1);
      word &= sign_bit;
    }
  };
  read(x, a);
  if (two) read(y, b);
  if (three) read(z, c);
  const bool signals = signalling(format, a) || (two && signalling(format, b)) || (three && signalling(format, c));
  const unsigned invalid = signals ? flag::invalid : 0;
  const bool unordered = mpfr_nan_p(x) || (two && mpfr_nan_p(y)) || (three && mpfr_nan_p(z));
  switch (operation.kind) {
    case FloatKind::equal:
      return {mpfr_equal_p(x, y) != 0 ? 1U : 0U, invalid};
    case FloatKind::less:
      return {mpfr_less_p(x, y) != 0 ? 1U : 0U, unordered ? flag::invalid : 0};
    case FloatKind::less_equal:
      return {mpfr_lessequal_p(x, y) != 0 ? 1U : 0U, unordered ? flag::invalid : 0};
    case FloatKind::minimum:
    case FloatKind::maximum: {  // mpfr_min and mpfr_max: the number beside a NaN, -0 < +0
      Number value;
      (operation.kind == FloatKind::minimum ? mpfr_min : mpfr_max)(value, x, y, MPFR_RNDN);
      return {encode(format, value), invalid};
    }
    case FloatKind::to_integer:
      return to_integer(operation, x);
    case FloatKind::convert: {
      const FloatFormat& target = operation.target;
      Number value;
      mpfr_set(value, x, MPFR_RNDN);
      if (unordered) return {encode(target, value), invalid};
      if (mpfr_inf_p(x) && !target.has_infinity) {
        if (!operation.saturate) mpfr_set_nan(value);
        if (!operation.saturate) return {encode(target, value), 0};
        mpfr_set_ui_2exp(value, 1, 5000, MPFR_RNDN);  // beyond every format
        mpfr_setsign(value, value, mpfr_signbit(x), MPFR_RNDN);
      }
      return rounded(target, operation,
                     [&](mpfr_ptr to, mpfr_rnd_t rounding) { return mpfr_set(to, value, rounding); });
    }
    default:
      break;
  }

  if (unordered) {
    const bool no_product = three && ((mpfr_zero_p(x) && mpfr_inf_p(y)) || (mpfr_inf_p(x) && mpfr_zero_p(y)));
    return {encode(format, mpfr_nan_p(x) ? x : mpfr_nan_p(y) ? y : z), no_product ? flag::invalid : invalid};
  }
  if (operation.kind == FloatKind::divide && mpfr_zero_p(y) && mpfr_regular_p(x)) {
    return {infinite(format, operation, mpfr_signbit(x) != mpfr_signbit(y)), flag::infinite};
  }
  return rounded(format, operation, [&](mpfr_ptr to, mpfr_rnd_t rounding) {
    switch (operation.kind) {
      case FloatKind::add:
        return mpfr_add(to, x, y, rounding);
      case FloatKind::subtract:
        return mpfr_sub(to, x, y, rounding);
      case FloatKind::multiply_add:
        return mpfr_fma(to, x, y, z, rounding);
      case FloatKind::divide:
        return mpfr_div(to, x, y, rounding);
      case FloatKind::square_root:
        return mpfr_sqrt(to, x, rounding);
      default:
        return mpfr_mul(to, x, y, rounding);
    }
  });
}

}  // namespace spintile::oracle
