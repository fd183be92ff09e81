// What the programs of the operations share: where a word's fields lie, and the ends that every result has.
#pragma once

#include <vector>

#include "gen/microcode/addition.h"
#include "gen/microcode/assembler.h"
#include "gen/microcode/microcode.h"
#include "gen/microcode/rounding_mode.h"

namespace spintile::gen::microcode {

/// The rows of a word of a format.
struct FloatRows {
  FloatRows(const Bits& word, const spec::FloatFormat& format);

  Bits fraction;
  Bits exponent;
  Bits magnitude;  // both
  Bit sign;
};

/// An operand of an arithmetic operation.
struct Operand : FloatRows {
  using FloatRows::FloatRows;

  Bit subnormal;  // its exponent field is 0
  Bit least;      // its exponent's bit 0, where a subnormal has the exponent of the least normal number

  /// The hidden bit of its significand.
  Source hidden() const { return ~Source(subnormal); }
  /// The fraction and the hidden bit.
  std::vector<Source> significand() const;
  Bit exponent_row(int i) const { return i == 0 ? least : exponent[i]; }
  std::vector<Source> exponent_rows() const;
};

/// Operands a, b and c, or the first of them. Where subnormals are flushed `least` is the operand's own row.
std::vector<Operand> unpack(Assembler& p, const spec::FloatFormat& format, int operands, bool full);

/// Least n with 2^n > value >= 0.
int bits_for(int value);

/// Rows of lanes whose result is not the rounded number. All are 0 to begin with.
struct Exceptions {
  Bit infinite;  // the result is an infinity or NaN whatever is computed; E4M3 has no such lanes
  Bit nan;       // the result is NaN
  /// The exponent field overflowed its rows. Where every overflow becomes infinity (E4M3: NaN) and there are no flags
  /// this is the row `infinite` (E4M3: `nan`) itself.
  Bit overflow;
  Bit inexact, underflow, by_zero, invalid;  // with flags
};

/// How a result is finished.
struct Packing {
  Packing(const spec::FloatOperation& operation, const spec::FloatFormat& result, bool with_flags);

  spec::FloatFormat format;
  spec::Rounding rounding;
  bool saturate;
  bool flags;
  bool overflows = true;  // the rounded result may
  bool has_nan = true;    // a result may be NaN without an overflow

  /// An overflow gives the greatest finite number: wherever it is, or where a directed mode rounds towards zero.
  bool to_largest() const { return saturate || rounding == spec::Rounding::toward_zero; }
  bool to_largest_by_sign() const { return !saturate && is_directed(rounding); }
  /// The overflow has a row of its own.
  bool has_overflow_row() const { return to_largest() || to_largest_by_sign() || flags; }
};

Exceptions make_exceptions(Assembler& p, const Packing& packing);

/// Marks the lanes where an operand is infinite or NaN in `special` (not for E4M3, which has no infinity), and those
/// where it is NaN in `nan`, both 0 before. The mask becomes the lanes where it is infinite (E4M3: NaN).
void find_special(Assembler& p, const FloatRows& operand, const spec::FloatFormat& format, Bit special, Bit nan);

/// The same for the only operand or the first one, signalling NaN included; changes the mask.
void find_special(Assembler& p, const FloatRows& operand, const Packing& packing, const Exceptions& exceptions);

/// The same for operands a and b, the factors of a product: marked where either is.
void find_special_factors(Assembler& p, const Packing& packing, const Exceptions& exceptions);

/// The result is NaN, and the operation invalid, in the lanes of the mask.
void store_invalid(Assembler& p, const Packing& packing, const Exceptions& exceptions);

/// Raises invalid where `nan` says that the operand is NaN and it is a signalling one. Changes the mask.
void find_signalling(Assembler& p, const FloatRows& operand, Bit nan, const Exceptions& exceptions);

/// The end of a rounded result: overflow, infinities, NaN, flags.
void pack(Assembler& p, const FloatRows& result, const Packing& packing, const Exceptions& exceptions);

}  // namespace spintile::gen::microcode
