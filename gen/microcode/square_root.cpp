// Square root. The radicand has an even exponent: 01.f or, where the exponent was odd, 1f.f; a turn takes two of its
// bits, and gives one of the root, as many as the result has and the guard. The addend of a turn is 4Q + 1 where the
// remainder is not negative and 4Q + 3 where it is, Q the digits so far: of its bits the last is 1, the one before the
// complement of the last digit, and above lie the digits.
//
// The root of an n-bit significand never lies halfway between two numbers of n bits, and overflows nowhere. It can be
// subnormal where the fraction has at least as many bits as the bias; the operand then is subnormal too, so that the
// root of its fewer bits does not round up to a power of two: what is below the least normal number is tiny.
#include <algorithm>
#include <optional>
#include <vector>

#include "gen/microcode/digit_recurrence.h"
#include "gen/microcode/operations.h"
#include "gen/microcode/subnormals.h"

namespace spintile::gen::microcode {
namespace {

using spec::sot::Mask;

struct Root {
  Root(Assembler& program, const spec::FloatOperation& operation, const Options& options)
      : p(program),
        format(operation.format),
        full(operation.subnormals == spec::Subnormals::full),
        packing(operation, operation.format, options.flags),
        n(format.fraction_bits + 1),
        least(exponent_of(least_exponent(n, full))),
        a(p.rows(region::a), format),
        result(p.rows(region::result), format) {
    packing.overflows = false;
    // Without ties it is the same, and looks at the guard alone.
    if (!shifts() && packing.rounding == spec::Rounding::nearest_even) packing.rounding = spec::Rounding::nearest_away;
    keeps_guard = packing.flags || rounds_up(packing.rounding);
    keeps_sticky = packing.flags || needs_sticky(packing.rounding);
  }

  void build();

  /// The exponent, less 1 for the leading one, of the root of a number with this exponent.
  int exponent_of(int exponent) const {
    const int sum = exponent + format.bias();
    return (sum - (sum & 1)) / 2 - 1;
  }
  /// The root may be subnormal.
  bool shifts() const { return least < 0; }
  /// Digit of 2^-i.
  Bit digit(int i) const {
    if (i == 0) return unrounded->leading();
    return i < n ? result.fraction[n - 1 - i] : unrounded->guard;
  }
  /// Digits `first` to `last` as places of an addend, last first.
  std::vector<Source> addend(int first, int last) const {
    std::vector<Source> rows;
    for (int i = last; i >= first; --i) rows.emplace_back(digit(i));
    return rows;
  }

  void find_special_operand();
  void halve_exponent(const NormalOperand& operand, const Bits& radicand);
  void extract(const Bits& radicand);
  void take_bits(DigitRecurrence& turn, int i, const Bits& radicand);
  void shift();

  Assembler& p;
  spec::FloatFormat format;
  bool full;
  Packing packing;
  int n;      // bits of a significand
  int least;  // exponent_of() the least operand
  bool keeps_guard, keeps_sticky;
  FloatRows a, result;

  Exceptions exceptions;
  std::optional<Unrounded> unrounded;
  Bit zero_result;  // a is 0
  Bits low;         // sticky rows and the guard
};

void Root::build() {
  exceptions = make_exceptions(p, packing);
  find_special_operand();
  p.store(a.sign, result.sign);
  const Bits radicand = p.scratch("radicand", n + 1);
  halve_exponent(as_normal(p, a, full, radicand.part(0, n)), radicand);
  extract(radicand);
  if (shifts()) shift();
  if (full) clear_zeros(p, *unrounded, low, zero_result);
  const bool has_underflow = packing.flags && shifts();
  if (has_underflow) p.store(~Source(unrounded->leading()), exceptions.underflow);
  round(p, *unrounded, {packing, full}, exceptions, nullptr, full ? nullptr : &zero_result);
  if (has_underflow) p.and_into(exceptions.inexact, exceptions.underflow);
  pack(p, result, packing, exceptions);
}

void Root::find_special_operand() {
  find_special(p, a, packing, exceptions);
  zero_result = p.zeroed("zero");
  p.mask_zeros(full ? a.magnitude : a.exponent);
  p.store(one, zero_result);
  // Below 0, infinity too.
  p.mask(a.sign);
  p.and_mask(~Source(zero_result));
  if (packing.flags) p.and_mask(~Source(exceptions.nan));
  store_invalid(p, packing, exceptions);
  if (format.has_infinity) p.store(one, exceptions.infinite);
  p.unmask();
}

void Root::halve_exponent(const NormalOperand& operand, const Bits& radicand) {
  // Half of exponent + bias, less 1; the bias is odd.
  const int rows = format.exponent_bits;
  const int bits = shifts() ? std::max(rows, bits_for(-least - 1)) + 1 : full ? rows : rows + 1;
  unrounded.emplace(p, result, bits, 0);
  const std::vector<Bit>& exponent = unrounded->exponent;
  for (int i = 0; i < bits; ++i) p.store(operand.exponent_bit(i + 1), exponent[static_cast<std::size_t>(i)]);
  const Source odd = operand.exponent_bit(0);
  p.mask(odd);
  increment(p, exponent);
  add_constant(p, exponent, (format.bias() + 1) / 2 - 2);

  // The bias is odd: where the exponent is even it is odd without it.
  p.store(zero, radicand[n]);
  p.mask(~odd);
  for (int i = n; i > 0; --i) p.store(radicand[i - 1], radicand[i]);
  p.store(zero, radicand[0]);
  p.unmask();
}

void Root::extract(const Bits& radicand) {
  const int sticky_rows = !keeps_sticky ? 0 : shifts() ? RightShift::sticky_rows(n) : 1;
  low = make_low_rows(p, *unrounded, sticky_rows);

  // The first digit is 1, and leaves 0, 1 or 2 of the first two bits.
  const Bits remainder = p.scratch("remainder", n + 3);
  p.store(one, digit(0));
  p.store(radicand[n - 1], remainder[0]);
  p.store(~Source(radicand[n]), remainder[1]);
  p.or_into(~Source(radicand[n - 1]), remainder[1]);
  DigitRecurrence turn(p, remainder);
  const int last = keeps_guard ? n : n - 1;
  for (int i = 1; i <= last; ++i) {
    take_bits(turn, i, radicand);
    turn.take_digit(i + 2, 2, digit(i - 1), digit(i));
    if (i < last) turn.next_turn(i + 2);
  }
  p.unmask();
  if (!keeps_sticky) return;
  // An exact root has no more than half as many bits: its last two digits are 0, and the remainder is -(2Q + 1), the
  // complement of 2Q. Its lowest bit is the complement of the digit before, as no bits came in.
  for (int i = 1; i <= n; ++i) p.xor_into(digit(n - i), turn.sum(i + 1));
  find_sticky(p, *unrounded, turn.sum().part(0, n + 3), true);
}

void Root::take_bits(DigitRecurrence& turn, int i, const Bits& radicand) {
  const Source before = digit(i - 1);
  const int high = n - 2 * i;
  p.store(~before, turn.sum(0), turn.sum(1)).everywhere();
  if (high < 0) {
    // Two zeros: the carry of the two lowest places, and with it that of the third, is the digit.
    p.store(turn.remainder(0), turn.sum(2)).everywhere();
    p.store(before, turn.sum(3)).everywhere();
    if (i < 2) return;
    turn.clear_sum(4, i + 2);
    turn.add(3, 2, addend(0, i - 2));
    return;
  }
  p.store(before, turn.sum(2)).everywhere();
  p.xor_into(radicand[high], turn.sum(1), turn.sum(2)).everywhere();
  if (high > 0) {
    // The carry differs from the digit where either bit is 1.
    p.then(Mask::latch_complement);
    p.xor_into(radicand[high - 1], turn.sum(2));
    p.xor_into(radicand[high - 1], turn.sum(0), turn.sum(1)).everywhere();
  }
  turn.clear_sum(3, i + 2);
  turn.add(2, 2, addend(0, i - 1));
}

void Root::shift() {
  RightShift right(p, *unrounded, keeps_guard);
  p.mask(unrounded->exponent.back());
  right.by_one(zero);
  p.unmask();
  right.by_exponent();
  p.unmask();
}

}  // namespace

void square_root(Assembler& p, const spec::FloatOperation& operation, const Options& options) {
  Root(p, operation, options).build();
}

}  // namespace spintile::gen::microcode
