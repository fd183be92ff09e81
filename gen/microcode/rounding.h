// From a normalised significand and exponent to the fields of a result.
#pragma once

#include <vector>

#include "gen/microcode/float_rows.h"

namespace spintile::gen::microcode {

/// A result before rounding. Its significand is in the rows of the result: the bits below the leading one in the
/// fraction, the leading one (0 for a subnormal or zero) in exponent[0]. What rounding and the leading bit add to the
/// exponent is added at once.
struct Unrounded {
  /// Rows for an exponent of `bits` bits and for a normalising shift of up to 2^passes - 1, placed so that the
  /// difference of the two comes to lie in the exponent rows of the result.
  Unrounded(Assembler& p, const FloatRows& where, int bits, int passes);

  FloatRows result;
  std::vector<Bit> exponent;  // biased; less 1 where the leading bit is 1; two's complement when subnormals are flushed
  std::vector<Bit> shift;     // distance of the normalising shift; shift[0] only lives after its last search
  Bit guard;                  // the row below the fraction
  Bits sticky;                // those below the guard

  Bit leading() const { return result.exponent[0]; }
  /// Bits `first` and up of the shift become 0, in the lanes of the mask.
  void clear_shift(Assembler& p, int first) const;
  /// The exponent becomes 0, in the lanes of the mask.
  void clear_exponent(Assembler& p) const;
  /// Rows of the exponent beyond those of the result.
  std::vector<Bit> upper() const;
};

struct RoundingRule {
  const Packing& packing;
  bool full;  // subnormals are kept
};

/// exponent - shift, left in the rows where round() expects it.
void subtract_shift(Assembler& p, const Unrounded& value);

/// Lanes whose significand is 0 get exponent 0, and become the mask.
void clear_zero_exponent(Assembler& p, const Unrounded& value);

/// Rounds as rule.packing says, and adds what comes of it to the exponent; result.sign is there, as a directed mode
/// looks at it. `negative`: lanes where the significand is exact and 1 too small
/// in the row below the guard's. With flags, inexact, and underflow where subnormals are flushed.
/// `exact_zero`: lanes whose result is a true zero, where subnormals are flushed; needed for the flags, or when the
/// significand of these lanes is not 0.
void round(Assembler& p, const Unrounded& value, const RoundingRule& rule, const Exceptions& exceptions,
           const Bit* negative, const Bit* exact_zero);

}  // namespace spintile::gen::microcode
