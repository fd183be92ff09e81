// What a floating-point operation gives, by MPFR: exact values, and one rounding by MPFR to the format's precision and
// exponent range. Nothing here is taken from refmodel.
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

/// Rounds what `compute(target, rounding)` stands for (an MPFR function that rounds once and gives the ternary value).
template <class Compute>
refmodel::FloatResult rounded(const FloatFormat& format, const FloatOperation& operation, const Compute& compute) {
  const int precision = format.fraction_bits + 1;
  const int bias = (1 << (format.exponent_bits - 1)) - 1;
  const mpfr_rnd_t rounding = operation.rounding == spec::Rounding::nearest_even ? MPFR_RNDN : MPFR_RNDZ;

  Number unbounded(precision);
  int ternary = compute(unbounded, rounding);
  if (mpfr_nan_p(unbounded)) return {encode(format, unbounded), flag::invalid};
  if (mpfr_inf_p(unbounded)) return {encode(format, unbounded), 0};
  const bool tiny = !mpfr_zero_p(unbounded) && mpfr_get_exp(unbounded) - 1 < 1 - bias;
  if (tiny && operation.subnormals == spec::Subnormals::flush) {
    mpfr_set_zero(unbounded, mpfr_signbit(unbounded) != 0 ? -1 : 1);
    return {encode(format, unbounded), flag::underflow | flag::inexact};
  }

  // The greatest number by hand, since that of E4M3 is not a power of two less one place.
  Number largest(precision);
  decode(largest, format,
         format.has_infinity ? (((std::uint64_t{1} << format.exponent_bits) - 1) << format.fraction_bits) - 1
                             : (std::uint64_t{1} << (format.exponent_bits + format.fraction_bits)) - 2);
  if (mpfr_cmpabs(unbounded, largest) > 0) {
    const bool negative = mpfr_signbit(unbounded) != 0;
    if (operation.saturate || rounding == MPFR_RNDZ) {
      mpfr_setsign(largest, largest, negative ? 1 : 0, MPFR_RNDN);
    } else if (format.has_infinity) {
      mpfr_set_inf(largest, negative ? -1 : 1);
    } else {
      mpfr_set_nan(largest);
    }
    return {encode(format, largest), flag::overflow | flag::inexact};
  }

  // MPFR's numbers are 0.1... x 2^exp: its least positive one, 2^(emin - 1), is to be the least subnormal.
  const mpfr_exp_t emin = mpfr_get_emin();
  mpfr_set_emin(1 - bias - format.fraction_bits + 1);
  ternary = mpfr_check_range(unbounded, ternary, rounding);
  ternary = mpfr_subnormalize(unbounded, ternary, rounding);
  mpfr_set_emin(emin);
  unsigned flags = ternary != 0 ? flag::inexact : 0;
  if (tiny && ternary != 0) flags |= flag::underflow;
  return {encode(format, unbounded), flags};
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
  const bool nearest = operation.rounding == spec::Rounding::nearest_even;
  unsigned flags = 0;
  if (mpfr_nan_p(value)) {
    mpfr_set(whole, greatest, MPFR_RNDN);
    flags = flag::invalid;
  } else {
    if (mpfr_rint(whole, value, nearest ? MPFR_RNDN : MPFR_RNDZ) != 0) flags = flag::inexact;
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

inline refmodel::FloatResult evaluate(const FloatOperation& operation, std::uint64_t a, std::uint64_t b) {
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
  const bool two = operation.kind == FloatKind::multiply_constant || operation.operands() == 2;
  Number x;
  Number y;
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
  const unsigned invalid = signalling(format, a) || (two && signalling(format, b)) ? flag::invalid : 0;
  const bool unordered = mpfr_nan_p(x) || (two && mpfr_nan_p(y));
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

  if (unordered) return {encode(format, mpfr_nan_p(x) ? x : y), invalid};
  return rounded(format, operation, [&](mpfr_ptr to, mpfr_rnd_t rounding) {
    if (operation.kind == FloatKind::add) return mpfr_add(to, x, y, rounding);
    if (operation.kind == FloatKind::subtract) return mpfr_sub(to, x, y, rounding);
    return mpfr_mul(to, x, y, rounding);
  });
}

}  // namespace spintile::oracle
