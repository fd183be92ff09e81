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

/// Up to here one bit of the multiplier a turn takes fewer steps than two: there is no 3a to prepare.
constexpr int longest_with_single_bits = 11;

struct Product {
  Product(Assembler& program, const std::vector<Source>& multiplicand, const std::vector<Source>& multiplier, int rows,
          int below)
      : p(program),
        a(multiplicand),
        b(multiplier),
        n(static_cast<int>(a.size())),
        radix_bits(n <= longest_with_single_bits ? 1 : 2),
        turns((n + radix_bits - 1) / radix_bits),
        last(radix_bits == 1 ? n - 1 : n + 1),
        all(p.scratch("product", rows + 2 * n + 2 + turns)),
        returned(all.part(0, rows)),
        even(all.part(below, rows - below)),
        odd(all.part(rows, 2 * n + 2)),
        leaving(all.part(rows + 2 * n + 2, turns)) {
    p.name(odd, "odd turn");
    p.name(leaving, "leaving");
  }

  Bits build() {
    p.clear(all);
    if (radix_bits == 2) carries_of_triple();
    for (int turn = turns - 1; turn >= 0; --turn) add_turn(turn);
    add_carries();
    return returned;
  }

  const Source& a_bit(int i) const { return a[static_cast<std::size_t>(i)]; }
  const Source& b_bit(int i) const { return b[static_cast<std::size_t>(i)]; }
  const Bits& rows_of(int turn) const { return turn % 2 == 0 ? even : odd; }
  int place(int turn, int i) const { return radix_bits * turn + i; }

  /// Where the sum of a place that the first turn on it begins comes to lie.
  Bit fresh(int turn, int i) const {
    if (turn == 0) return even[place(turn, i)];
    if (i == 0) return rows_of(turn - 1)[place(turn, i)];
    if (i == last + 1 - radix_bits) return leaving[turn];
    if (i == last) return even[place(turn, i) + 1];
    return rows_of(turn)[place(turn, i)];
  }

  /// Row t of window place i: the carry out of it, then the sum of the next place. What leaves the window, and the
  /// carry out of it, goes where the last addition wants it.
  Bit carry_row(int turn, int i) const {
    const int next = place(turn, i) + 1;
    if (i == last) return even[next + 1];
    if (turn == 0 || i < last - radix_bits) return rows_of(turn)[next];
    return i == last - radix_bits ? leaving[turn] : even[next + 1];
  }

  void carries_of_triple();
  void clear_turn(int turn);
  void add_turn(int turn);
  void add_carries();

  Assembler& p;
  const std::vector<Source>& a;
  const std::vector<Source>& b;
  int n;           // bits of an operand
  int radix_bits;  // bits of the multiplier that a turn takes: turn j those from radix_bits j on
  int turns;
  int last;  // place of the window that an addend reaches
  Bits all, returned, even, odd, leaving;
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
  const int first = place(turn, radix_bits) + 1;
  if (turn % 2 == 0) {
    // Up to the row of the carry out; those of the next turn, just below, are then clear too.
    p.clear(even.part(first, place(turn, last) + 3 - first)).everywhere();
  } else if (const int rows = place(turn, last) - radix_bits + 1 - first; rows > 0) {
    p.clear(odd.part(first, rows)).everywhere();
  }
}

void Product::add_turn(int turn) {
  clear_turn(turn);
  const bool is_first = turn == turns - 1;
  const bool is_pair = radix_bits == 2 && 2 * turn + 1 < n;
  const int width = is_pair ? n + 2 : n;
  for (int i = 0; i < width; ++i) {
    if (!sum.contains(place(turn, i))) sum[place(turn, i)] = fresh(turn, i);
  }
  const auto add = [&](const Source& addend, int i) {
    if (is_first || i < radix_bits) {
      p.xor_into(addend, sum[place(turn, i)]);
    } else {
      p.xor_into(addend, sum[place(turn, i)], carry_row(turn, i));
    }
  };
  p.mask(b_bit(radix_bits * turn));
  for (int i = 0; i < n; ++i) add(a_bit(i), i);
  if (is_pair) {
    // 3a = a ^ 2a ^ the carries of their sum.
    p.mask(b_bit(2 * turn + 1));
    for (int i = 0; i < n; ++i) add(a_bit(i), i + 1);
    p.and_mask(b_bit(2 * turn));
    for (const auto& [i, carry] : triple) add(carry, i);
  }
  if (!is_first) {
    for (int i = radix_bits; i < width; ++i) {
      const Bit propagate = sum[place(turn, i)];
      if (i == radix_bits) {
        p.and_into(~Source(propagate), carry_row(turn, i)).everywhere();
        continue;
      }
      const Bit carry_in = carry_row(turn, i - 1);
      p.xor_into(propagate, carry_in).everywhere().then(Mask::latch);
      p.store(~Source(carry_in), carry_row(turn, i));
      sum[place(turn, i)] = carry_in;
    }
  }
  p.unmask();
}

void Product::add_carries() {
  // Each turn but the first saved its carry one row above the place it belongs to; the carry into a place lies at it.
  for (int turn = 0; turn + 1 < turns; ++turn) {
    const int at = place(turn, last) + 1;
    const Bit saved = carry_row(turn, last);
    const Bit carry_in = even[at];
    if (at == 2 * n - 1) {
      p.xor_into(saved, carry_in);
      p.store(zero, saved);
      break;
    }
    const Bit here = sum[at];
    p.xor_into(saved, here);
    if (turn == 0) {
      p.and_into(~Source(here), saved);
      p.store(here, carry_in);
    } else {
      p.xor_into(here, carry_in).then(Mask::latch);
      p.store(~Source(carry_in), saved);
      p.unmask();
    }
    if (radix_bits == 1) continue;
    // The next place has no saved carry.
    const Bit next = sum[at + 1];
    p.xor_into(next, saved);
    if (at + 1 < 2 * n - 1) {
      p.and_into(~Source(saved), next);
    } else {
      p.store(zero, next);
    }
  }
}

}  // namespace

Bits multiply_significands(Assembler& p, const std::vector<Source>& multiplicand, const std::vector<Source>& multiplier,
                           int rows, int below) {
  return Product(p, multiplicand, multiplier, rows, below).build();
}

}  // namespace spintile::gen::microcode
