// What the five rounding modes ask of the rows of a number.
#pragma once

#include "gen/microcode/assembler.h"
#include "spec/float_operation.h"

namespace spintile::gen::microcode {

/// nearest_even and nearest_away: nothing is rounded up where the guard is 0.
bool is_nearest(spec::Rounding rounding);

/// toward_positive and toward_negative: what is inexact is rounded up where the sign says so.
bool is_directed(spec::Rounding rounding);

/// 1 in the lanes whose magnitude a directed mode rounds up; their sign is in row `sign`.
Source rounded_away(spec::Rounding rounding, Bit sign);

/// In the lanes of the mask, whose sum is an exact zero: `sign`, that of one operand, where the operands' signs are
/// equal, else that of the mode.
void store_sign_of_zero(Assembler& p, spec::Rounding rounding, Bit opposite, Bit sign);

/// The magnitude of some lane may be rounded up.
inline bool rounds_up(spec::Rounding rounding) { return rounding != spec::Rounding::toward_zero; }

/// What lies below the guard counts.
inline bool needs_sticky(spec::Rounding rounding) {
  return rounding == spec::Rounding::nearest_even || is_directed(rounding);
}

/// Rows that rounding looks at.
struct RoundedRows {
  Bit last;     // the lowest that stays
  Bit guard;    // the one below
  Bits sticky;  // those below the guard, or flags of them; none: an exact number but for the guard
  Bit sign;
};

/// Lanes whose magnitude is to be 1 greater become the mask, which is all ones before. Overwrites the guard. `always`:
/// lanes rounded up in every mode, whose guard is 1 and whose sticky rows are not all 0; toward_zero rounds up no
/// others, and needs it.
void mask_rounded_up(Assembler& p, spec::Rounding rounding, const RoundedRows& rows, const Bit* always = nullptr);

}  // namespace spintile::gen::microcode
