// What division and square root share beside their recurrence: operands made normal, the rows below the fraction of an
// unrounded result, results made subnormal.
#pragma once

#include <vector>

#include "gen/microcode/rounding.h"

namespace spintile::gen::microcode {

/// An operand with a leading one, unless it is 0 or no number.
struct NormalOperand {
  Bits significand;
  Bits exponent;   // biased
  bool is_signed;  // the exponent: two's complement, as that of a subnormal number is below 1

  /// Bit i of the exponent, beyond its rows too.
  Source exponent_bit(int i) const;
};

/// The significand goes into the rows given. `full`: subnormal operands are shifted; else they count for nothing.
NormalOperand as_normal(Assembler& p, const FloatRows& operand, bool full, const Bits& significand);

/// The exponent of the least number that as_normal() makes normal, with significands of `bits` bits.
int least_exponent(int bits, bool full);

/// Gives `value` its guard and, consecutive below, as many sticky rows.
Bits make_low_rows(Assembler& p, Unrounded& value, int sticky_rows);

/// The first sticky row becomes 0 where all `rows` hold `bit`, 1 elsewhere, and the others 0.
void find_sticky(Assembler& p, const Unrounded& value, const Bits& rows, bool bit);

/// The value becomes 0 in the lanes of row `zeros`, its low rows given too.
void clear_zeros(Assembler& p, const Unrounded& value, const Bits& low, Bit zeros);

/// Right shift of an unrounded significand into the guard and the sticky rows. The first sticky row says whether what
/// lies below the guard is 0; where it is, the guard and the last bit of the fraction are 0 too, as in an exact
/// quotient or root, so that what leaves these two first need not be kept.
class RightShift {
 public:
  /// `keeps_guard`: it is shifted into; sticky rows are if there are any.
  RightShift(Assembler& p, const Unrounded& value, bool keeps_guard);

  /// Sticky rows that it needs for significands of `bits` bits: the first, and flags of its own, 0 before.
  static int sticky_rows(int bits);

  /// In the lanes of the mask; `leading` becomes the leading bit.
  void by_one(const Source& leading);
  /// By -1 - exponent where the exponent, two's complement, is negative: it becomes 0, and these lanes the mask.
  void by_exponent();

 private:
  void all_out(Bit negative);
  void pass(int pass, Bit negative);
  void clear_from(int first);

  Assembler& p_;
  const Unrounded& value_;
  std::vector<Bit> rows_;  // the guard if it is kept, the fraction, the leading bit
  Bits significand_;
  int passes_;
};

}  // namespace spintile::gen::microcode
