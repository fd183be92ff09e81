#include "gen/microcode/digit_recurrence.h"

#include <utility>

namespace spintile::gen::microcode {

using spec::sot::Mask;

DigitRecurrence::DigitRecurrence(Assembler& p, const Bits& remainder)
    : p_(p), remainder_(remainder), sum_(p.scratch("sum", remainder.size())) {}

void DigitRecurrence::clear_sum(int first, int last) { p_.clear(sum_.part(first, last + 1 - first)).everywhere(); }

void DigitRecurrence::add(int first, int shift, const std::vector<Source>& addend, Compare compare) {
  int place = first;
  for (const Source& bit : addend) {
    const Bit propagate = remainder_[place - shift];
    p_.xor_into(bit, propagate, sum_[place + 1]).everywhere();
    p_.xor_into(propagate, sum_[place]).everywhere().then(Mask::latch);
    p_.store(~Source(sum_[place]), sum_[place + 1]);
    // The adder has not come to this row of the remainder yet.
    if (compare == Compare::yes) p_.xor_into(remainder_[place], sum_[place]).everywhere();
    ++place;
  }
}

void DigitRecurrence::take_digit(int top, int shift, const Source& before, Bit digit) {
  // Above its places s is 1, and an addend 0: what the top place takes from s is the sign's old neighbour.
  p_.xor_into(remainder_[top - shift], sum_[top]).everywhere();
  p_.store(~Source(sum_[top]), digit).everywhere().then(Mask::latch);
  p_.xor_into(before, digit).everywhere();
}

void DigitRecurrence::next_turn(int places) {
  // Two rows a step: with an odd number the row of the sign, which is of no more use, goes along and spares a word.
  p_.xor_all(one, sum_.part(0, places + places % 2));
  std::swap(remainder_, sum_);
}

}  // namespace spintile::gen::microcode
