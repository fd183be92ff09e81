// Quotient. The significand's digits come most significant first: 0 or 1 for the integer, then as many as the result
// has bits, and the guard. Where the first is 1 all go down by a row. Where the result is subnormal the exponents alone
// say how many rows down all go, at least one, whatever the first digit is.
//
// A quotient of n-bit significands never lies halfway between two numbers of n bits, nor between a power of two and the
// number of n bits below: ties come from subnormal results alone, and rounding to n bits never reaches a power of two,
// so that what is below the least normal number before rounding is tiny.
#include <algorithm>
#include <optional>
#include <vector>

#include "gen/microcode/digit_recurrence.h"
#include "gen/microcode/operations.h"
#include "gen/microcode/subnormals.h"

namespace spintile::gen::microcode {
namespace {

struct Quotient {
  Quotient(Assembler& program, const spec::FloatOperation& operation, const Options& options)
      : p(program),
        format(operation.format),
        full(operation.subnormals == spec::Subnormals::full),
        packing(operation, operation.format, options.flags),
        n(format.fraction_bits + 1),
        a(p.rows(region::a), format),
        b(p.rows(region::b), format),
        result(p.rows(region::result), format) {
    // Without ties it is the same, and looks at the guard alone.
    if (!full && packing.rounding == spec::Rounding::nearest_even) packing.rounding = spec::Rounding::nearest_away;
    keeps_guard = packing.flags || rounds_up(packing.rounding);
    keeps_sticky = packing.flags || needs_sticky(packing.rounding);
  }

  void build();

  /// E4M3's quotient by 0 is its largest number.
  bool has_largest_by_zero() const { return !format.has_infinity && packing.saturate; }
  /// Digit of 2^-i.
  Bit digit(int i) const {
    if (i == 0) return integer_digit;
    if (i == 1) return unrounded->leading();
    return i <= n ? result.fraction[n - i] : unrounded->guard;
  }

  void find_special_operands();
  void find_zeros();
  void subtract_exponents(const NormalOperand& dividend, const NormalOperand& divisor);
  void divide_significands(const Bits& dividend, const Bits& divisor);
  void shift();
  void store_largest_by_zero();

  Assembler& p;
  spec::FloatFormat format;
  bool full;
  Packing packing;
  int n;  // bits of a significand
  bool keeps_guard, keeps_sticky;
  FloatRows a, b, result;

  Exceptions exceptions;
  std::optional<Unrounded> unrounded;
  Bit zero_result;  // a is 0 or b infinite, where the result is not infinite or NaN
  Bit by_zero;      // with has_largest_by_zero()
  Bit integer_digit;
  Bits low;  // sticky rows and the guard
};

void Quotient::build() {
  exceptions = make_exceptions(p, packing);
  find_special_operands();
  find_zeros();
  p.store(a.sign, result.sign);
  p.xor_into(b.sign, result.sign);
  // A row more for the sign, and one below: the first remainder is half the dividend, moved up in its turn.
  const Bits dividend = p.scratch("remainder", n + 2);
  const NormalOperand normal_a = as_normal(p, a, full, dividend.part(0, n));
  const NormalOperand normal_b = as_normal(p, b, full, p.scratch("divisor", n));
  subtract_exponents(normal_a, normal_b);
  divide_significands(dividend, normal_b.significand);
  shift();
  if (full) clear_zeros(p, *unrounded, low, zero_result);
  if (full && packing.flags) p.store(~Source(unrounded->leading()), exceptions.underflow);
  round(p, *unrounded, {packing, full}, exceptions, nullptr, full ? nullptr : &zero_result);
  if (full && packing.flags) p.and_into(exceptions.inexact, exceptions.underflow);
  pack(p, result, packing, exceptions);
  if (has_largest_by_zero()) store_largest_by_zero();
}

void Quotient::find_special_operands() {
  zero_result = p.zeroed("zero");
  find_special(p, a, packing, exceptions);
  if (!format.has_infinity) {
    find_special(p, b, packing, exceptions);
    p.unmask();
    return;
  }
  const Bit nan = p.zeroed("b nan");
  find_special(p, b, format, zero_result, nan);
  // Where b is infinite: infinity by infinity is NaN, as NaN by infinity.
  p.and_mask(exceptions.infinite);
  if (packing.flags) p.and_mask(~Source(exceptions.nan));
  store_invalid(p, packing, exceptions);
  if (packing.flags) find_signalling(p, b, nan, exceptions);
  p.or_into(nan, exceptions.nan).everywhere();
  p.or_into(nan, exceptions.infinite).everywhere();
  p.unmask();
}

void Quotient::find_zeros() {
  const auto mask_zero = [&](const FloatRows& operand) { p.mask_zeros(full ? operand.magnitude : operand.exponent); };
  mask_zero(a);
  p.store(one, zero_result);
  mask_zero(b);
  // Not where a is infinite or NaN: E4M3's row `infinite` is that of NaN.
  if (packing.flags || has_largest_by_zero()) p.and_mask(~Source(exceptions.infinite));
  if (has_largest_by_zero()) {
    by_zero = p.zeroed("by zero");
    p.store(one, by_zero);
  } else {
    p.store(one, exceptions.infinite);
  }
  if (packing.flags) p.store(one, exceptions.by_zero);
  p.and_mask(zero_result);
  store_invalid(p, packing, exceptions);
  if (has_largest_by_zero()) p.store(zero, by_zero);
  if (packing.flags) p.store(zero, exceptions.by_zero);
  p.unmask();
}

void Quotient::subtract_exponents(const NormalOperand& dividend, const NormalOperand& divisor) {
  // Their difference + bias, less 1 as the first digit stands for 2^0 and the second is the leading one, less 1 for
  // that.
  const int apart = format.exponent_max() - least_exponent(n, full);
  const int most = apart + format.bias() - 2;
  constexpr int added_later = 3;  // the first digit, the leading one, what rounding carries
  const int bits = std::max(bits_for(most + added_later), bits_for(apart - format.bias() + 1)) + 1;
  unrounded.emplace(p, result, bits, 0);
  std::vector<Source> minuend;
  std::vector<Source> complement;
  for (int i = 0; i + 1 < bits; ++i) {
    minuend.push_back(dividend.exponent_bit(i));
    complement.push_back(~divisor.exponent_bit(i));
  }
  const std::vector<Bit>& rows = unrounded->exponent;
  add_rows(p, minuend, complement, false, rows);
  p.unmask();
  p.xor_into(dividend.exponent_bit(bits - 1), rows.back());
  p.xor_into(~divisor.exponent_bit(bits - 1), rows.back());
  add_constant(p, rows, format.bias() - 1);
}

void Quotient::divide_significands(const Bits& dividend, const Bits& divisor) {
  integer_digit = p.scratch("integer digit");
  low = make_low_rows(p, *unrounded, keeps_sticky ? RightShift::sticky_rows(n) : 0);

  p.xor_all(one, dividend.part(0, n));
  p.store(one, dividend[n]);
  DigitRecurrence turn(p, dividend.part(1, n + 1));
  const int last = keeps_guard ? n + 1 : n;
  std::vector<Source> addend;
  for (int i = 1; i < n; ++i) addend.emplace_back(divisor[i]);
  for (int i = 0; i <= last; ++i) {
    // An exact quotient has no more than n bits, and fewer where its first digit is 0, as b then is not a power of two.
    // So its last two digits are 0, and the remainder is -b before the last turn already. A turn, twice the remainder
    // plus b, leaves -b as it is, and nothing else.
    const bool compares = keeps_sticky && i == last;
    const Bit shifted_in = i == 0 ? dividend[0] : digit(i - 1);
    turn.clear_sum(2, n);
    p.store(divisor[0], turn.sum(0), turn.sum(1)).everywhere();
    p.xor_into(shifted_in, turn.sum(0)).everywhere();
    p.and_into(shifted_in, turn.sum(1)).everywhere();
    if (compares) p.xor_into(turn.remainder(0), turn.sum(0)).everywhere();
    turn.add(1, 1, addend, compares ? DigitRecurrence::Compare::yes : DigitRecurrence::Compare::no);
    turn.take_digit(n, 1, i == 0 ? Source(one) : Source(digit(i - 1)), digit(i));
    if (i < last) turn.next_turn(n);
  }
  p.unmask();
  if (keeps_sticky) find_sticky(p, *unrounded, turn.sum().part(0, n), false);
}

void Quotient::shift() {
  RightShift right(p, *unrounded, keeps_guard);
  if (full) {
    const Bit negative = unrounded->exponent.back();
    const Bit by_one = p.scratch("by one");
    p.store(integer_digit, by_one);
    p.or_into(negative, by_one);
    p.mask(by_one);
    right.by_one(integer_digit);
    p.unmask();
    right.by_exponent();
    p.store(zero, integer_digit);
    p.mask(integer_digit);
    increment(p, {unrounded->exponent.begin(), unrounded->exponent.end() - 1});
  } else {
    p.mask(integer_digit);
    right.by_one(one);
    increment(p, unrounded->exponent);
  }
  p.unmask();
}

void Quotient::store_largest_by_zero() {
  p.mask(by_zero);
  p.store_all(one, result.magnitude);
  p.store(zero, result.fraction[0]);
  if (packing.flags) {
    p.store(zero, exceptions.inexact, exceptions.underflow);
    p.store(zero, exceptions.overflow);
  }
  p.unmask();
}

}  // namespace

void divide(Assembler& p, const spec::FloatOperation& operation, const Options& options) {
  Quotient(p, operation, options).build();
}

}  // namespace spintile::gen::microcode
