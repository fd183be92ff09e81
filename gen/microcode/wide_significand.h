// A significand with more rows than that of the result, whose rows are its upper end.
#pragma once

#include "gen/microcode/rounding.h"

namespace spintile::gen::microcode {

struct WideSignificand {
  Bits rows;       // least significant first; for a shift that the exponent limits one more above the top
  int top;         // where the leading bit comes to lie
  int bits;        // of the result's significand
  int lowest = 0;  // rows below hold no places: a 1 there says that something was lost

  Bit row(int i) const { return rows[i]; }
  Bit guard() const { return rows[top - bits]; }
  /// Those below the guard.
  Bits sticky() const { return rows.part(0, top - bits); }
};

/// The row below the guard is looked at by itself: find_tiny().
bool keeps_round_row(const Packing& packing);

/// A left shift by the leading zeros, with `is_limited` by no more than the exponent; of what is shifted into places
/// below the guard only whether it is 0 is sure, but for keeps_round_row(). `highest`: the rows above it are 0.
/// In all lanes.
void normalise(Assembler& p, const WideSignificand& value, const Unrounded& unrounded, const Packing& packing,
               bool is_limited, int highest);

/// The normalised significand goes to the rows of the result; guard and sticky rows stay.
void take_upper_rows(Assembler& p, const WideSignificand& value, Unrounded& unrounded);

/// Flags and subnormals full: `underflow` where a normalised significand is tiny once it is rounded; whether it is
/// inexact is not asked yet.
void find_tiny(Assembler& p, const WideSignificand& value, const Unrounded& unrounded, const Packing& packing,
               const Exceptions& exceptions);

}  // namespace spintile::gen::microcode
