#include "gen/microcode/addition.h"

namespace spintile::gen::microcode {

using spec::sot::Mask;

void increment(Assembler& p, const std::vector<Bit>& rows) {
  p.xor_into(one, rows.at(0));
  // In the lanes of the mask a row has just been inverted: its complement is its old value, the carry out of it.
  for (std::size_t i = 0; i + 1 < rows.size(); ++i) p.xor_into(~Source(rows[i]), rows[i + 1]).then(Mask::and_latch);
}

void decrement(Assembler& p, const std::vector<Bit>& rows) {
  p.xor_into(one, rows.at(0));
  for (std::size_t i = 0; i + 1 < rows.size(); ++i) p.xor_into(rows[i], rows[i + 1]).then(Mask::and_latch);
}

namespace {

/// Places `first` and up. Bit i of the sum comes to lie where the carry into it was.
void add_places(Assembler& p, const std::vector<Source>& a, const std::vector<Source>& b, const std::vector<Bit>& sum,
                std::size_t first) {
  const Bit propagate = p.scratch("propagate");
  for (std::size_t i = first; i < a.size(); ++i) {
    p.store(a[i], propagate, sum[i + 1]).everywhere();
    p.xor_into(b[i], propagate).everywhere();
    p.xor_into(propagate, sum[i]).everywhere().then(Mask::latch);
    p.store(~Source(sum[i]), sum[i + 1]);
  }
}

}  // namespace

void add_rows(Assembler& p, const std::vector<Source>& a, const std::vector<Source>& b, bool carry_in,
              const std::vector<Bit>& sum) {
  p.store(a[0], sum[0], sum[1]);
  p.xor_into(carry_in ? ~b[0] : b[0], sum[0]);
  if (carry_in) {
    p.or_into(b[0], sum[1]);
  } else {
    p.and_into(b[0], sum[1]);
  }
  add_places(p, a, b, sum, 1);
}

void add_rows(Assembler& p, const std::vector<Source>& a, const std::vector<Source>& b, const std::vector<Bit>& sum) {
  add_places(p, a, b, sum, 0);
}

void subtract_rows(Assembler& p, const std::vector<Source>& a, const std::vector<Source>& b,
                   const std::vector<Bit>& difference, const std::vector<Bit>& propagate) {
  p.store(b[0], difference[0], difference[1]);
  p.xor_into(a[0], difference[0]);
  p.and_into(~a[0], difference[1]);
  for (std::size_t i = 1; i < a.size(); ++i) {
    // Where the bits are the same the borrow in goes on, else it is b's.
    p.store(b[i], propagate[i], difference[i + 1]).everywhere();
    p.xor_into(a[i], propagate[i]).everywhere();
    p.xor_into(propagate[i], difference[i]).everywhere().then(Mask::latch_complement);
    p.store(difference[i], difference[i + 1]);
  }
}

namespace {

/// value, modulo 2^rows, as a sum of signed powers of two, no two of them neighbours (non-adjacent form).
struct SignedPower {
  int exponent;
  bool is_negative;
};

std::vector<SignedPower> signed_powers(int value, int rows) {
  std::vector<SignedPower> powers;
  for (int exponent = 0; value != 0 && exponent < rows; ++exponent, value /= 2) {
    if (value % 2 == 0) continue;
    const bool is_negative = (value & 3) == 3;
    powers.push_back({exponent, is_negative});
    value -= is_negative ? -1 : 1;
  }
  return powers;
}

}  // namespace

void add_constant(Assembler& p, const std::vector<Bit>& rows, int constant) {
  for (const SignedPower& power : signed_powers(constant, static_cast<int>(rows.size()))) {
    const std::vector<Bit> above(rows.begin() + power.exponent, rows.end());
    p.unmask();
    if (power.is_negative) {
      decrement(p, above);
    } else {
      increment(p, above);
    }
  }
  p.unmask();
}

int steps_of_constant(int rows, int constant) {
  int steps = 0;
  for (const SignedPower& power : signed_powers(constant, rows)) steps += rows - power.exponent;
  return steps;
}

}  // namespace spintile::gen::microcode
