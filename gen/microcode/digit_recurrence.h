// The non-restoring digit recurrence of division and square root: a digit of the result a turn.
//
// The remainder r is kept as s, that one of r and ~r = -r - 1 that is negative. Then every turn is an addition,
//   s <- (s with digits shifted in below) + addend,
// and s is complemented where it has become 0 or more. A digit is 1 where r is not negative, and then s is ~r: it
// differs from the digit before where s has to be complemented. The adder takes 3 steps a place, as that of
// product.cpp, and the complement, two rows a step, half a step.
#pragma once

#include <vector>

#include "gen/microcode/assembler.h"

namespace spintile::gen::microcode {

class DigitRecurrence {
 public:
  /// `remainder`: rows of s, place 0 first; there is one more than s has places, for the sign of a sum.
  DigitRecurrence(Assembler& p, const Bits& remainder);

  Bit remainder(int place) const { return remainder_[place]; }
  /// Of the turn at hand; the carry into a place, until it is added.
  Bit sum(int place) const { return sum_[place]; }
  const Bits& sum() const { return sum_; }

  /// Sum rows `first` to `last` become 0, as add() wants those above the first place it adds.
  void clear_sum(int first, int last);

  enum class Compare { no, yes };
  /// The remainder, moved up by `shift`, plus addend, from place `first` on: the carry into it is there. All lanes;
  /// changes the mask. `compare`: a sum row then holds the difference from the remainder row of the same place.
  void add(int first, int shift, const std::vector<Source>& addend, Compare compare = Compare::no);

  /// The sign, in place `top` of the sum, and the digit that follows from it and from the one before. The lanes where
  /// the sum is not negative become the mask.
  void take_digit(int top, int shift, const Source& before, Bit digit);

  /// Complements `places` places of the sum in the lanes of the mask, and makes it the remainder.
  void next_turn(int places);

 private:
  Assembler& p_;
  Bits remainder_;
  Bits sum_;
};

}  // namespace spintile::gen::microcode
