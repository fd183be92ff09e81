// a x b + c, rounded once. The product of the significands is exact and stays where it is; the addend begins above it
// and is shifted down by what its exponent lacks. Places of the sum, with p = Nm + 1 the bits of a significand:
//
//   place  top      top-1 ..             2p of them      1 or 2       0
//          leading  the addend at first  the product     none         sticky: of the addend lies below
//
// Between the addend at first and the product are 2 places, so that an addend that should lie further up still, whose
// exponent is then the result's, has the product's rows below the guard. Such an addend is not shifted.
#include <algorithm>
#include <optional>
#include <vector>

#include "gen/microcode/operations.h"
#include "gen/microcode/product.h"
#include "gen/microcode/wide_significand.h"

namespace spintile::gen::microcode {
namespace {

using spec::sot::Mask;

/// Below the product, for the guard of a sum and the row below it. A subnormal factor may leave p bits of the product
/// alone, and a difference one less; else it has 2p - 1 of them.
int places_below(int significand_bits, bool has_subnormals) {
  if (has_subnormals) return 2;
  return significand_bits < 3 ? 1 : 0;
}

struct MultiplyAdd {
  MultiplyAdd(Assembler& program, const spec::FloatOperation& operation, const Options& options)
      : p(program),
        format(operation.format),
        full(operation.subnormals == spec::Subnormals::full),
        packing(operation, operation.format, options.flags),
        n(format.fraction_bits + 1),
        product_begin(1 + places_below(n, full)),
        product_end(product_begin + 2 * n),
        top(product_end + n + 2),
        c(p.rows(region::c), format),
        result(p.rows(region::result), format) {}

  void build();

  /// Row of the addend at a place: beside the product rows of their own.
  Bit addend(int place) const {
    const bool is_beside = place >= product_begin && place < product_end;
    return is_beside ? beside[place - product_begin] : sum[place];
  }
  /// Rows of the addend in places first .. last, and the sticky row is that of place 0.
  std::vector<Bits> runs(int first, int last) const;
  /// What the exponent of the product exceeds that of a sum with the leading bit below the top by.
  int raised_by() const { return n + 3; }

  void multiply();
  void find_special_addend();
  void add_exponents();
  void compare_exponents();
  void place_addend();
  void align();
  void add();
  void finish();

  Assembler& p;
  spec::FloatFormat format;
  bool full;
  Packing packing;
  int n;  // bits of a significand
  int product_begin, product_end, top;
  Operand c;
  FloatRows result;
  Exceptions exceptions;
  std::vector<Operand> operands;
  std::optional<Unrounded> unrounded;
  std::vector<Bit> exponent;  // of the product, then of the sum; may have a sign row on top
  bool is_signed = false;     // it has
  Bits sum, beside;
  Bits shift;  // distance of the aligning shift
  int passes = 0;
  Bit opposite;      // the signs of product and addend differ
  Bit product_zero;  // the product is 0
  Bit special;       // c is infinite or NaN
  Bit top_product;   // the product's top bit, then the carry out of its places
};

void MultiplyAdd::build() {
  exceptions = make_exceptions(p, packing);
  find_special_factors(p, packing, exceptions);
  operands = unpack(p, format, 3, full);
  c = operands[2];
  multiply();
  find_special_addend();
  add_exponents();
  compare_exponents();
  place_addend();
  align();
  add();
  finish();
}

std::vector<Bits> MultiplyAdd::runs(int first, int last) const {
  std::vector<Bits> found;
  const auto run = [&](const Bits& rows, int offset, int begin, int end) {
    const int from = std::max(first, begin);
    const int to = std::min(last + 1, end);
    if (from < to) found.push_back(rows.part(from - offset, to - from));
  };
  run(sum, 0, 0, product_begin);
  run(beside, product_begin, product_begin, product_end);
  run(sum, 0, product_end, top + 1);
  return found;
}

void MultiplyAdd::multiply() {
  const Operand& a = operands[0];
  const Operand& b = operands[1];
  p.store(a.sign, result.sign);
  p.xor_into(b.sign, result.sign);
  opposite = p.scratch("opposite signs");
  p.store(result.sign, opposite);
  p.xor_into(c.sign, opposite);
  // While it is added the product lies one row above its places: a sum comes to lie where the carry into it was.
  sum = multiply_significands(p, a.significand(), b.significand(), top + 2, product_begin + 1);
  const Bits product = sum.part(product_begin + 1, 2 * n);
  if (full) {
    product_zero = p.zeroed("zero product");
    p.mask_zeros(product);
    p.store(one, product_zero);
  } else {
    product_zero = p.scratch("zero product");
    p.store(a.subnormal, product_zero);
    p.or_into(b.subnormal, product_zero);
    p.mask(product_zero);
    p.clear(product);
  }
  p.unmask();
}

void MultiplyAdd::find_special_addend() {
  if (!format.has_infinity) {
    find_special(p, c, packing, exceptions);
    p.unmask();
    return;
  }
  // Infinity times zero is invalid whatever is added.
  p.mask(exceptions.infinite);
  if (packing.flags) p.and_mask(~Source(exceptions.nan));
  p.and_mask(product_zero);
  store_invalid(p, packing, exceptions);
  special = p.zeroed("c special");
  const Bit nan = p.zeroed("c nan");
  find_special(p, c, format, special, nan);
  // Where c is infinite: infinity less infinity.
  p.and_mask(opposite);
  p.and_mask(exceptions.infinite);
  if (packing.flags) p.and_mask(~Source(exceptions.nan));
  store_invalid(p, packing, exceptions);
  if (packing.flags) find_signalling(p, c, nan, exceptions);
  p.or_into(nan, exceptions.nan).everywhere();
  p.or_into(special, exceptions.infinite).everywhere();
  p.unmask();
}

void MultiplyAdd::add_exponents() {
  const int most = 2 * format.exponent_max() - format.bias() + raised_by();
  const int bits = bits_for(std::max(most, top));
  const int normalising = bits_for(top - 1);
  unrounded.emplace(p, result, full ? bits : bits + 1, full ? std::min(normalising, bits) : normalising);
  exponent = unrounded->exponent;
  is_signed = !full || 2 + raised_by() < format.bias();
  if (full && is_signed) exponent.push_back(p.scratch("exponent sign"));

  const int rows = static_cast<int>(exponent.size());
  const int constant = raised_by() - format.bias();
  const bool carry_in = steps_of_constant(rows, constant - 1) < steps_of_constant(rows, constant);
  add_rows(p, operands[0].exponent_rows(), operands[1].exponent_rows(), carry_in, exponent);
  p.unmask();
  if (rows > format.exponent_bits + 1) p.store_all(zero, {exponent.begin() + format.exponent_bits + 1, exponent.end()});
  add_constant(p, exponent, carry_in ? constant - 1 : constant);
}

void MultiplyAdd::compare_exponents() {
  // exponent + ~c + 1.
  std::vector<Source> rows(exponent.begin(), exponent.end());
  std::vector<Source> complement(rows.size(), one);
  for (int i = 0; i < format.exponent_bits; ++i) complement[static_cast<std::size_t>(i)] = ~Source(c.exponent_row(i));
  const int size = static_cast<int>(rows.size());
  const Bits difference = p.scratch("difference", size + 1);
  add_rows(p, rows, complement, true, difference);
  p.unmask();
  shift = difference.part(0, is_signed ? size - 1 : size);
  const Bit stays = p.scratch("addend stays");
  p.store(is_signed ? Source(difference[size - 1]) : ~Source(difference[size]), stays);
  p.or_into(product_zero, stays);
  p.mask(stays);
  for (int i = 0; i < format.exponent_bits; ++i) p.store(c.exponent_row(i), exponent[static_cast<std::size_t>(i)]);
  p.store_all(zero, {exponent.begin() + format.exponent_bits, exponent.end()});
  p.clear(shift);
  // Too far is as far as the passes go.
  passes = std::min(bits_for(top - 1), shift.size());
  if (passes < shift.size()) {
    for (int i = passes + 1; i < shift.size(); ++i) p.or_into(shift[i], shift[passes]).everywhere();
    p.mask(shift[passes]);
    p.store_all(one, shift.part(0, passes));
  }
  p.unmask();
}

void MultiplyAdd::place_addend() {
  beside = p.scratch("addend", 2 * n);
  p.clear(beside);
  top_product = p.scratch("top of product");
  p.store(sum[product_end], top_product);
  p.store(zero, sum[product_end]);
  const std::vector<Source> significand = c.significand();
  for (int i = 0; i < n; ++i) p.store(significand[static_cast<std::size_t>(i)], addend(top - n + i));
  if (full) return;
  p.mask(c.subnormal);
  p.clear(sum.part(top - n, n));
  p.unmask();
}

void MultiplyAdd::align() {
  const Bit sticky = sum[0];
  int lowest = top - n;  // place of the addend that may be 1
  for (int pass = 0; pass < passes; ++pass) {
    const int distance = 1 << pass;
    if (lowest - distance < 1) {
      const std::vector<Bits> lost = runs(0, distance);
      p.mask_zeros(lost.front());
      for (std::size_t i = 1; i < lost.size(); ++i) p.and_mask_zeros(lost[i]);
      p.or_into(shift[pass], sticky).everywhere();
      p.store(zero, sticky);
    }
    p.mask(shift[pass]);
    for (int i = std::max(1, lowest - distance); i < top - distance; ++i) p.store(addend(i + distance), addend(i));
    for (const Bits& run : runs(std::max(lowest, top - distance), top - 1)) p.clear(run);
    lowest = std::max(1, lowest - distance);
  }
  p.unmask();
}

void MultiplyAdd::add() {
  // Where the signs differ product + ~addend is the difference less 1 if the product is greater, which is what it is
  // when some of the addend is lost; else its complement is the difference the other way round.
  std::vector<Bit> places;
  for (int i = 1; i < top; ++i) places.push_back(sum[i]);
  std::vector<Bit> rows;
  for (int i = 1; i < top; ++i) rows.push_back(addend(i));
  p.xor_all(opposite, rows);
  for (int i = product_begin; i < product_end; ++i) {
    const Bit propagate = addend(i);
    const Bit product = i + 1 < product_end ? sum[i + 1] : top_product;
    p.xor_into(product, propagate).everywhere();
    p.xor_into(propagate, sum[i]).everywhere().then(Mask::latch);
    p.store(~Source(sum[i]), product);
  }
  const Bit carry = top_product;
  p.mask(carry);
  increment(p, sum.part(product_end, top - product_end));
  p.and_mask(~Source(sum[top - 1]));
  // The carry out, where the signs differ: the product is greater.
  const Bit greater = p.zeroed("product greater");
  p.store(one, greater);
  p.and_mask(~Source(sum[0]));
  increment(p, places);
  if (format.has_infinity) {
    p.mask(exceptions.infinite);
    p.store(~Source(special), greater);
  }
  p.unmask();
  const Bit less = p.scratch("product less");
  p.store(opposite, less);
  p.and_into(~Source(greater), less);
  p.xor_into(less, result.sign);
  p.xor_all(less, places);
}

void MultiplyAdd::finish() {
  const WideSignificand wide{sum, top, n, 1};
  unrounded->clear_shift(p, 0);
  normalise(p, wide, *unrounded, packing, full, top - 1);
  take_upper_rows(p, wide, *unrounded);
  subtract_shift(p, *unrounded);
  clear_zero_exponent(p, *unrounded);
  if (full) p.and_mask_zeros(sum.part(0, top - n + 1));
  const bool has_exact_zero = packing.flags && !full;
  const Bit exact_zero = has_exact_zero ? p.zeroed("exact zero") : Bit{};
  if (has_exact_zero) p.store(one, exact_zero);
  if (format.has_infinity) p.and_mask(~Source(exceptions.infinite));
  store_sign_of_zero(p, packing.rounding, opposite, result.sign);
  p.unmask();
  if (full && packing.flags) find_tiny(p, wide, *unrounded, packing, exceptions);
  round(p, *unrounded, {packing, full}, exceptions, nullptr, has_exact_zero ? &exact_zero : nullptr);
  if (full && packing.flags) p.and_into(exceptions.inexact, exceptions.underflow);
  pack(p, result, packing, exceptions);
}

}  // namespace

void multiply_add(Assembler& p, const spec::FloatOperation& operation, const Options& options) {
  MultiplyAdd(p, operation, options).build();
}

}  // namespace spintile::gen::microcode
