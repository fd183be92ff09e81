// What the programs of the operations share: where a word's fields lie, and the ends that every result has.
#pragma once

#include <vector>

#include "gen/microcode/assembler.h"
#include "gen/microcode/microcode.h"

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
};

/// Operands a and b. Where subnormals are flushed `least` is the operand's own row.
std::vector<Operand> unpack(Assembler& p, const spec::FloatFormat& format, int operands, bool full);

/// Adds 1, in the lanes of the mask, to the number whose rows are given from the least significant on: a step a row.
/// The mask becomes the carry into the last row; and_mask(~rows.back()) makes it the carry out of it.
void increment(Assembler& p, const std::vector<Bit>& rows);

/// Subtracts 1 likewise; the mask becomes the borrow into the last row.
void decrement(Assembler& p, const std::vector<Bit>& rows);

/// Least n with 2^n > value >= 0.
int bits_for(int value);

/// Rows of lanes whose result is not the rounded number. All are 0 to begin with.
struct Exceptions {
  Bit infinite;  // the result is an infinity or NaN whatever is computed; E4M3 has no such lanes
  Bit nan;       // the result is NaN
  /// The exponent field overflowed its rows. Where an overflow becomes infinity (E4M3: NaN) and there are no flags this
  /// is the row `infinite` (E4M3: `nan`) itself.
  Bit overflow;
  Bit inexact, underflow, invalid;  // with flags
};

/// How a result is finished.
struct Packing {
  Packing(const spec::FloatOperation& operation, const spec::FloatFormat& result, bool with_flags);

  spec::FloatFormat format;
  bool to_largest;  // an overflow gives the greatest finite number
  bool flags;
  bool overflows = true;  // the rounded result may
  bool has_nan = true;    // a result may be NaN without an overflow

  /// The overflow has a row of its own.
  bool has_overflow_row() const { return to_largest || flags; }
};

Exceptions make_exceptions(Assembler& p, const Packing& packing);

/// The lanes where a single operand is infinite or NaN (E4M3: NaN), signalling NaN included; changes the mask.
void find_special(Assembler& p, const FloatRows& operand, const Packing& packing, const Exceptions& exceptions);

/// Raises invalid where `nan` says that the operand is NaN and it is a signalling one. Changes the mask.
void find_signalling(Assembler& p, const FloatRows& operand, Bit nan, const Exceptions& exceptions);

/// The end of a rounded result: overflow, infinities, NaN, flags.
void pack(Assembler& p, const FloatRows& result, const Packing& packing, const Exceptions& exceptions);

}  // namespace spintile::gen::microcode
