#include "gen/microcode/fixed_point.h"

#include <algorithm>

#include "gen/microcode/addition.h"

namespace spintile::gen::microcode {
namespace {

using spec::sot::Mask;

/// Turn i adds the multiplicand at place i where bit i of the multiplier is 1, as "gen/microcode/product.cpp" adds: its
/// bits are XORed into the sum so far, s, and into cleared rows t above the carries; then place by place the sum comes
/// to lie in t, where the carry into the place was. So the rows of s and t change their parts from turn to turn. Row i
/// of either is place i of the product; what leaves the window at its lower end is collected in `product`.
struct IntegerProduct {
  IntegerProduct(Assembler& program, const Bits& multiplicand, const Bits& multiplier)
      : p(program),
        a(multiplicand),
        b(multiplier),
        n(a.size()),
        turns(b.size()),
        all(p.scratch("product", 2 * (n + turns))),
        product(all.part(0, n + turns)),
        other(all.part(n + turns, n + turns)) {
    p.name(other, "odd turn");
  }

  /// The last turn's sum lies in `product`.
  const Bits& sum_rows(int turn) const { return (turn + turns) % 2 == 0 ? product : other; }
  const Bits& carry_rows(int turn) const { return sum_rows(turn + 1); }

  void first_turn() {
    p.clear(all);
    p.mask(b[0]);
    p.store(a[0], product[0]);
    for (int i = 1; i < n; ++i) p.store(a[i], carry_rows(0)[i]);
    p.store(hold, carry_rows(0)[n]);
    p.unmask();
  }

  void add_turn(int turn, bool subtracts) {
    const Bits s = sum_rows(turn).part(turn, n);
    const Bits t = carry_rows(turn).part(turn, n + 1);  // t[i]: carry into place i of the window
    p.clear(t.part(1, n));
    if (subtracts) p.store(b[turn], t[0]);
    p.mask(b[turn]);
    for (int i = 0; i < n; ++i) p.xor_into(subtracts ? ~Source(a[i]) : Source(a[i]), s[i], t[i + 1]);
    if (subtracts) {
      add_place(s[0], t[0], t[1]);
    } else {
      p.and_into(~Source(s[0]), t[1]).everywhere();
      if (sum_rows(turn)[turn] != product[turn]) p.store(s[0], product[turn]).everywhere();
    }
    for (int i = 1; i < n; ++i) add_place(s[i], t[i], t[i + 1]);
    // Above the top place both are as at it.
    p.xor_into(s[n - 1], t[n]).everywhere();
    p.unmask();
  }

  void add_place(Bit propagate, Bit carry_in, Bit carry_out) {
    p.xor_into(propagate, carry_in).everywhere().then(Mask::latch);
    p.store(~Source(carry_in), carry_out);
  }

  Assembler& p;
  Bits a, b;
  int n;
  int turns;
  Bits all, product, other;
};

/// In the lanes of the mask: the greatest number, or the least where the sign is 1.
void store_limit(Assembler& p, const Bits& number, Bit sign) {
  p.store_all(~Source(sign), number.part(0, number.size() - 1));
  p.store(sign, number.back());
}

}  // namespace

std::vector<Source> sign_extended(const Bits& rows, int size) {
  std::vector<Source> extended;
  for (int i = 0; i < size; ++i) extended.emplace_back(rows[std::min(i, rows.size() - 1)]);
  return extended;
}

Bits multiply_integers(Assembler& p, const Bits& multiplicand, const Bits& multiplier, bool is_signed) {
  IntegerProduct product(p, multiplicand, multiplier);
  product.first_turn();
  for (int turn = 1; turn < multiplier.size(); ++turn) {
    product.add_turn(turn, is_signed && turn == multiplier.size() - 1);
  }
  return product.product;
}

Bits round_shifted(Assembler& p, const Bits& number, int shift, int bits) {
  if (shift > 0) {
    const Bit guard = number[shift - 1];
    // A tie goes up if that makes it even.
    if (shift > 1) p.mask_zeros(number.part(0, shift - 1));
    p.and_into(number[shift], guard);
    p.mask(guard);
    increment(p, number.part(shift, number.size() - shift));
    p.unmask();
  }
  const int rest = number.size() - shift;
  if (rest <= bits) return number.part(shift, rest);
  const Bits upper = number.part(shift + bits - 1, rest - bits + 1);
  const Bit too_large = p.scratch("too large");
  p.store(one, too_large);
  p.mask_zeros(upper);
  p.store(zero, too_large);
  p.mask_ones(upper);
  p.store(zero, too_large);
  p.mask(too_large);
  store_limit(p, number.part(shift, bits), number.back());
  p.unmask();
  return number.part(shift, bits);
}

void add_saturated(Assembler& p, const std::vector<Source>& a, const std::vector<Source>& b, const Bits& sum) {
  const Bits above = p.scratch("above", 2);
  const auto extended = [](std::vector<Source> rows) {
    rows.push_back(rows.back());
    return rows;
  };
  std::vector<Bit> rows = sum;
  rows.insert(rows.end(), {above[0], above[1]});
  add_rows(p, extended(a), extended(b), rows);
  // The row above has the true sign.
  const Bit too_large = above[1];
  p.unmask();
  p.store(above[0], too_large);
  p.xor_into(sum.back(), too_large);
  p.mask(too_large);
  store_limit(p, sum, above[0]);
  p.unmask();
}

}  // namespace spintile::gen::microcode
