// How a turn adds (sot-floating-point.md has adders of 4 steps a bit; this one takes 2 and the selection of the
// addend): the addend's bit is XORed into the sum row s and into a cleared row t at once. Now s is the propagate bit;
//   read s: XOR c, mask <- s      c, the row of the carry in, becomes the bit of the sum
//   read ~c: STORE t              where s is 1 (there ~c is the carry in) t becomes it: the carry out; elsewhere t is
//                                 the addend's bit, which is the carry out there
// so the sum of each place comes to lie where the carry into it was. Rows t are chosen such that in the end place g of
// the product lies in product[g]: turns work in the product's rows and in others, in turn.
#include "gen/microcode/product.h"

#include <map>

namespace spintile::gen::microcode {
namespace {

using spec::sot::Mask;

class Product {
 public:
  Product(Assembler& program, const std::vector<Source>& multiplicand, const std::vector<Source>& multiplier, int rows)
      : p(program),
        a(multiplicand),
        b(multiplier),
        n(static_cast<int>(a.size())),
        turns((n + 1) / 2),
        all(p.scratch("product", rows + 2 * n + 2 + turns)),
        even(all.part(0, rows)),
        odd(all.part(rows, 2 * n + 2)),
        leaving(all.part(rows + 2 * n + 2, turns)) {
    p.name(odd, "odd turn");
    p.name(leaving, "leaving");
  }

  Bits build() {
    p.clear(all);
    carries_of_triple();
    for (int turn = turns - 1; turn >= 0; --turn) add_turn(turn);
    add_carries();
    return even;
  }

 private:
  const Source& a_bit(int i) const { return a[static_cast<std::size_t>(i)]; }
  const Source& b_bit(int i) const { return b[static_cast<std::size_t>(i)]; }
  const Bits& rows_of(int turn) const { return turn % 2 == 0 ? even : odd; }

  /// Where the sum of a place that the first turn on it begins comes to lie.
  Bit fresh(int turn, int i) const {
    const int place = 2 * turn + i;
    if (turn == 0) return even[place];
    if (i == 0) return rows_of(turn - 1)[place];
    if (i == n) return leaving[turn];
    if (i == n + 1) return even[place + 1];
    return rows_of(turn)[place];
  }

  /// Row t of window place i >= 2: the carry out of it, then the sum of the next place. What leaves the window, and the
  /// carry out of it, goes where the last addition wants it.
  Bit carry_row(int turn, int i) const {
    const int next = 2 * turn + i + 1;
    if (i == n + 1) return even[next + 1];
    if (turn == 0 || i < n - 1) return rows_of(turn)[next];
    return i == n ? even[next + 1] : leaving[turn];
  }

  void carries_of_triple();
  void clear_turn(int turn);
  void add_turn(int turn);
  void add_carries();

  Assembler& p;
  const std::vector<Source>& a;
  const std::vector<Source>& b;
  int n;      // bits of an operand
  int turns;  // turn j is that of multiplier bits 2j and 2j + 1
  Bits all, even, odd, leaving;
  std::map<int, Bit> triple;  // carry into place i of a + 2a, i = 2 .. n + 1
  std::map<int, Bit> sum;     // row of a place of the product so far
};

void Product::carries_of_triple() {
  const Bits rows = p.scratch("carry of 3a", n);
  for (int i = 2; i <= n + 1; ++i) triple[i] = rows[i - 2];
  const Bit propagate = p.scratch("propagate");
  p.store(a_bit(1), triple[2]);
  p.and_into(a_bit(0), triple[2]);
  for (int i = 2; i < n; ++i) {
    p.store(a_bit(i), propagate, triple[i + 1]).everywhere();
    p.xor_into(a_bit(i - 1), propagate).everywhere();
    p.mask(propagate);
    p.store(triple[i], triple[i + 1]);
  }
  p.unmask();
  p.store(a_bit(n - 1), triple[n + 1]);
  p.and_into(triple[n], triple[n + 1]);
}

void Product::clear_turn(int turn) {
  // The first turn that adds finds all rows clear.
  if (turn >= turns - 2) return;
  const int first = 2 * turn + 3;
  const int last = 2 * turn + n + 3;
  if (turn % 2 == 0) {
    p.clear(even.part(first, last - first + 1)).everywhere();
    return;
  }
  if (n > 3) p.clear(odd.part(first, n - 3)).everywhere();
  p.clear(even.part(last - 1, 2)).everywhere();
}

void Product::add_turn(int turn) {
  clear_turn(turn);
  const bool is_first = turn == turns - 1;
  const bool is_pair = 2 * turn + 1 < n;
  const int width = is_pair ? n + 2 : n;
  const auto place = [turn](int i) { return 2 * turn + i; };
  for (int i = 0; i < width; ++i) {
    if (!sum.contains(place(i))) sum[place(i)] = fresh(turn, i);
  }
  const auto add = [&](const Source& addend, int i) {
    if (is_first || i < 2) {
      p.xor_into(addend, sum[place(i)]);
    } else {
      p.xor_into(addend, sum[place(i)], carry_row(turn, i));
    }
  };
  p.mask(b_bit(2 * turn));
  for (int i = 0; i < n; ++i) add(a_bit(i), i);
  if (is_pair) {
    // 3a = a ^ 2a ^ the carries of their sum.
    p.mask(b_bit(2 * turn + 1));
    for (int i = 0; i < n; ++i) add(a_bit(i), i + 1);
    p.and_mask(b_bit(2 * turn));
    for (const auto& [i, carry] : triple) add(carry, i);
  }
  if (!is_first) {
    for (int i = 2; i < width; ++i) {
      const Bit propagate = sum[place(i)];
      if (i == 2) {
        p.and_into(~Source(propagate), carry_row(turn, i)).everywhere();
        continue;
      }
      const Bit carry_in = carry_row(turn, i - 1);
      p.xor_into(propagate, carry_in).everywhere().then(Mask::latch);
      p.store(~Source(carry_in), carry_row(turn, i));
      sum[place(i)] = carry_in;
    }
  }
  p.unmask();
}

void Product::add_carries() {
  // Turn j saved its carry, of place 2j + n + 2, one row above that place.
  for (int turn = 0; turn + 1 < turns; ++turn) {
    const int place = 2 * turn + n + 2;
    const Bit saved = carry_row(turn, n + 1);
    const Bit carry_in = even[place];
    if (place == 2 * n - 1) {
      p.xor_into(saved, carry_in);
      p.store(zero, saved);
      break;
    }
    const Bit here = sum[place];
    p.xor_into(saved, here);
    if (turn == 0) {
      p.and_into(~Source(here), saved);
      p.store(here, carry_in);
    } else {
      p.xor_into(here, carry_in).then(Mask::latch);
      p.store(~Source(carry_in), saved);
      p.unmask();
    }
    // The next place has no saved carry.
    const Bit next = sum[place + 1];
    p.xor_into(next, saved);
    if (place + 1 < 2 * n - 1) {
      p.and_into(~Source(saved), next);
    } else {
      p.store(zero, next);
    }
  }
}

}  // namespace

Bits multiply_significands(Assembler& p, const std::vector<Source>& multiplicand, const std::vector<Source>& multiplier,
                           int rows) {
  return Product(p, multiplicand, multiplier, rows).build();
}

}  // namespace spintile::gen::microcode
