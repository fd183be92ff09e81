// Product. The exact product of the significands lies in consecutive rows, least significant first, with `offset` rows
// of 0 above it: a left shift by as many leading zeros as the exponent, raised by the same offset, allows then serves
// subnormal operands and subnormal results alike. Where subnormals are flushed no offset is needed.
#include <algorithm>
#include <limits>
#include <optional>
#include <vector>

#include "gen/microcode/multiply_special.h"
#include "gen/microcode/operations.h"
#include "gen/microcode/product.h"
#include "gen/microcode/rounding.h"
#include "gen/microcode/wide_significand.h"

namespace spintile::gen::microcode {
namespace {

/// About what it takes to make a negative exponent 0.
constexpr int clamp_steps = 4;

/// A finite multiplier other than 0 that all lanes share: significand x 2^(exponent - bias - (bits - 1)).
struct Constant {
  std::uint64_t significand;  // its highest bit is 1
  int bits;
  int exponent;
  bool is_negative;
};

struct Product {
  Product(Assembler& program, const spec::FloatOperation& operation, const Options& options,
          const std::optional<Constant>& shared_by_all)
      : p(program),
        constant(shared_by_all),
        format(operation.format),
        full(operation.subnormals == spec::Subnormals::full),
        packing(operation, operation.format, options.flags),
        n(format.fraction_bits + 1),
        multiplier_bits(constant ? constant->bits : n),
        result(p.rows(region::result), format) {
    choose_offset();
  }

  void build();

  /// Row i of the product with its offset; the window of the result is top() .. top() - n.
  Bit row(int i) const { return product[i]; }
  int top() const { return n + multiplier_bits - 1 + offset; }

  /// Constant by which the exponents' sum is raised.
  int exponent_constant(int raised_by, bool with_carry) const {
    return raised_by - format.bias() + (constant ? constant->exponent : 0) - (with_carry ? 1 : 0);
  }
  /// The sum of the exponents, so raised, can be below 0.
  bool may_be_negative(int raised_by) const {
    return 1 + (constant ? constant->exponent : 1) + raised_by < format.bias();
  }

  void choose_offset();
  void find_special_operand();
  void find_infinity_times_zero();
  void multiply_signs();
  void add_exponents();
  void shift_by_one();

  Assembler& p;
  std::optional<Constant> constant;
  spec::FloatFormat format;
  bool full;
  Packing packing;
  int n;  // bits of a significand
  int multiplier_bits;
  FloatRows result;
  int offset = 0;
  bool carry_in = false;  // the exponents are added with a carry in
  int exponent_bits = 0;
  int passes = 1;

  Exceptions exceptions;
  std::vector<Operand> operands;
  std::optional<Unrounded> unrounded;
  Bits product;
  Bit exact_zero;
};

void Product::choose_offset() {
  if (!full) {
    exponent_bits = format.exponent_bits + 2;  // two's complement
    carry_in = !constant;
    return;
  }
  // Subnormal operands leave up to n leading zeros. The least offset that puts a result too small for any bit below the
  // guard is n + 1; a greater one may be a constant that is easier to add.
  int least = std::numeric_limits<int>::max();
  for (int candidate = n + 1; candidate <= 2 * n + 2; ++candidate) {
    const int most = 2 * format.exponent_max() - format.bias() + candidate + 2;
    const int rows = bits_for(most) + 1;
    for (const bool carry : {false, true}) {
      if (carry && constant) continue;
      const int steps = steps_of_constant(rows, exponent_constant(candidate, carry)) + candidate +
                        (may_be_negative(candidate) ? clamp_steps : 0);
      if (steps >= least) continue;
      least = steps;
      offset = candidate;
      carry_in = carry;
      exponent_bits = rows - 1;
    }
  }
  passes = std::min(bits_for(offset + 1 + n), exponent_bits);
}

void Product::build() {
  exceptions = make_exceptions(p, packing);
  if (constant) {
    find_special_operand();
  } else {
    find_special_factors(p, packing, exceptions);
  }
  operands = unpack(p, format, constant ? 1 : 2, full);
  if (!full) {
    exact_zero = p.scratch("exact zero");
    p.store(operands[0].subnormal, exact_zero);
    if (!constant) p.or_into(operands[1].subnormal, exact_zero);
  }
  add_exponents();
  multiply_signs();
  if (constant) {
    product = multiply_by_constant(p, operands[0].significand(), constant->significand, top() + 2);
  } else {
    product = multiply_significands(p, operands[0].significand(), operands[1].significand(), top() + 2);
  }

  if (format.has_infinity && !constant) find_infinity_times_zero();
  unrounded->clear_shift(p, 0);
  const WideSignificand wide{product, top(), n};
  if (full) {
    normalise(p, wide, *unrounded, packing, true, n + multiplier_bits - 1);
  } else {
    shift_by_one();
  }
  take_upper_rows(p, wide, *unrounded);
  subtract_shift(p, *unrounded);
  if (full) {
    clear_zero_exponent(p, *unrounded);
    p.unmask();
    if (packing.flags) find_tiny(p, wide, *unrounded, packing, exceptions);
  }
  round(p, *unrounded, {packing, full}, exceptions, nullptr, full ? nullptr : &exact_zero);
  if (full && packing.flags) p.and_into(exceptions.inexact, exceptions.underflow);
  pack(p, result, packing, exceptions);
}

void Product::find_special_operand() {
  find_special(p, FloatRows(p.rows(region::a), format), packing, exceptions);
  p.unmask();
}

void Product::multiply_signs() {
  const Source sign = operands[0].sign;
  if (constant) {
    p.store(constant->is_negative ? ~sign : sign, result.sign);
  } else {
    p.store(sign, result.sign);
    p.xor_into(operands[1].sign, result.sign);
  }
}

void Product::find_infinity_times_zero() {
  p.mask(exceptions.infinite);
  if (packing.flags) p.and_mask(~Source(exceptions.nan));
  if (full) {
    p.and_mask_zeros(product.part(0, 2 * n));
  } else {
    p.and_mask(exact_zero);
  }
  store_invalid(p, packing, exceptions);
  p.unmask();
}

void Product::add_exponents() {
  unrounded.emplace(p, result, exponent_bits, passes);
  std::vector<Bit> rows = unrounded->exponent;
  if (full && may_be_negative(offset)) rows.push_back(p.scratch("exponent sign"));
  const int bits = format.exponent_bits;
  if (constant) {
    for (int i = 0; i < bits; ++i) p.store(operands[0].exponent_row(i), rows[static_cast<std::size_t>(i)]);
    p.store_all(zero, {rows.begin() + bits, rows.end()});
  } else {
    add_rows(p, operands[0].exponent_rows(), operands[1].exponent_rows(), carry_in, rows);
    p.unmask();
    p.store_all(zero, {rows.begin() + bits + 1, rows.end()});
  }
  add_constant(p, rows, exponent_constant(offset, carry_in));
  if (!full || !may_be_negative(offset)) return;
  // Below 0: nothing of the product reaches the window, whatever the distance.
  p.mask(rows.back());
  unrounded->clear_exponent(p);
  p.unmask();
}

void Product::shift_by_one() {
  p.mask(~Source(row(top())));
  p.store(one, unrounded->shift[0]);
  for (int i = top(); i >= top() - n; --i) p.store(row(i - 1), row(i));
  p.store(zero, row(top() - n - 1));
  p.unmask();
}

}  // namespace

void multiply(Assembler& p, const spec::FloatOperation& operation, const Options& options) {
  Product(p, operation, options, {}).build();
}

void multiply_constant(Assembler& p, const spec::FloatOperation& operation, const Options& options) {
  const spec::FloatFormat& format = operation.format;
  std::uint64_t word = operation.constant & format.word_mask();
  const std::uint64_t magnitude = word & ~format.sign_bit();
  const auto exponent = static_cast<int>(magnitude >> format.fraction_bits);
  if (exponent == 0 && operation.subnormals == spec::Subnormals::flush) word &= format.sign_bit();
  const bool is_infinite = format.has_infinity && magnitude == format.infinity();
  if (format.is_nan(word) || is_infinite || (word & ~format.sign_bit()) == 0) {
    multiply_by_special(p, operation, word, options);
    return;
  }
  Constant constant{magnitude & format.fraction_mask(), format.fraction_bits + 1, std::max(exponent, 1),
                    (word & format.sign_bit()) != 0};
  if (exponent != 0) constant.significand |= format.fraction_mask() + 1;
  while ((constant.significand >> (constant.bits - 1)) == 0) {
    --constant.bits;
    --constant.exponent;
  }
  // Two bits at least, so that there always is a row below the guard.
  while (constant.bits > 2 && (constant.significand & 1) == 0) {
    constant.significand >>= 1;
    --constant.bits;
  }
  if (constant.bits == 1) {
    constant.significand <<= 1;
    ++constant.bits;
  }
  Product(p, operation, options, constant).build();
}

}  // namespace spintile::gen::microcode
