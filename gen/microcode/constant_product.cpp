// Shift and add, least significant digit first; the adder is that of product.cpp.
#include <bit>
#include <map>

#include "gen/microcode/product.h"

namespace spintile::gen::microcode {
namespace {

using spec::sot::Mask;

struct Digit {
  int place;
  bool is_triple;  // 3, else 1
};

/// The ones of a number, or its digits 1 and 3.
std::vector<Digit> digits(std::uint64_t number, bool with_triples) {
  std::vector<Digit> found;
  for (int place = 0; number != 0; ++place, number >>= 1) {
    if ((number & 1) == 0) continue;
    const bool is_triple = with_triples && (number & 2) != 0;
    found.push_back({place, is_triple});
    number &= is_triple ? ~std::uint64_t{3} : ~std::uint64_t{1};
  }
  return found;
}

/// Sums of shifted numbers; the row of each place moves with every addition.
struct Sum {
  explicit Sum(Assembler& program) : p(program) {}

  void add(const std::vector<Source>& addend, int shift);
  const std::map<int, Bit>& places() const { return sum; }
  /// Moves the places below `end`, which no later addition changes.
  void move_below(int end, const Bits& product);

  Assembler& p;
  std::map<int, Bit> sum;
};

void Sum::add(const std::vector<Source>& addend, int shift) {
  const int bits = static_cast<int>(addend.size());
  const Bits rows = p.scratch("partial product", bits + 1);
  p.clear(rows);
  const Bit* carry = nullptr;
  Bit carry_row;
  for (int i = 0; i < bits || (carry != nullptr && sum.contains(shift + i)); ++i) {
    const int place = shift + i;
    const bool has_sum = sum.contains(place);
    if (i >= bits) {
      // The carry alone.
      const Bit here = sum[place];
      p.xor_into(here, carry_row);
      p.and_into(~Source(carry_row), here);
      sum[place] = carry_row;
      carry_row = here;
      continue;
    }
    const Source& bit = addend[static_cast<std::size_t>(i)];
    if (!has_sum && carry == nullptr) {
      p.store(bit, rows[i]);
      sum[place] = rows[i];
      continue;
    }
    if (!has_sum) {
      p.xor_into(bit, carry_row);
      p.store(bit, rows[i]);
      p.and_into(~Source(carry_row), rows[i]);
      sum[place] = carry_row;
    } else {
      const Bit propagate = sum[place];
      p.xor_into(bit, propagate, rows[i]);
      if (carry == nullptr) {
        p.and_into(~Source(propagate), rows[i]);
      } else {
        p.xor_into(propagate, carry_row).then(Mask::latch);
        p.store(~Source(carry_row), rows[i]);
        p.unmask();
        sum[place] = carry_row;
      }
    }
    carry_row = rows[i];
    carry = &carry_row;
  }
  if (carry != nullptr) {
    int top = shift + bits;
    while (sum.contains(top)) ++top;
    sum[top] = carry_row;
  }
}

void Sum::move_below(int end, const Bits& product) {
  while (!sum.empty() && sum.begin()->first < end) {
    const auto [place, row] = *sum.begin();
    if (place < product.size() - 1) p.store(row, product[place]);
    sum.erase(sum.begin());
  }
}

}  // namespace

Bits multiply_by_constant(Assembler& p, const std::vector<Source>& multiplicand, std::uint64_t multiplier, int rows) {
  const std::vector<Digit> pairs = digits(multiplier, true);
  const bool with_triples = pairs.size() + 1 < static_cast<std::size_t>(std::popcount(multiplier));
  std::vector<Source> triple;
  if (with_triples) {
    Sum sum(p);
    sum.add(multiplicand, 0);
    sum.add(multiplicand, 1);
    for (const auto& [place, row] : sum.places()) triple.emplace_back(row);
  }
  const Bits product = p.scratch("product", rows);
  p.clear(product);
  Sum sum(p);
  for (const Digit& digit : with_triples ? pairs : digits(multiplier, false)) {
    sum.move_below(digit.place, product);
    sum.add(digit.is_triple ? triple : multiplicand, digit.place);
  }
  sum.move_below(rows, product);
  return product;
}

}  // namespace spintile::gen::microcode
