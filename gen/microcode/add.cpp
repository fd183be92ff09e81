// Sum and difference. The operand with the greater exponent is the big one, the other is shifted into place, with a
// guard row, a round row and sticky rows below. The sum is formed in the rows of the result, so that nothing is moved
// there in the end:
//
//   sum row  p+2       p+1 .. 3     2      1      0
//            leading   fraction     guard  round  low      and the sticky rows, below in value
//            result e0 result f     aligned[1] aligned[0] low
//
// with p = Nm + 1 the bits of a significand. Rounding and the leading bit are added to the exponent together.
#include <algorithm>
#include <optional>
#include <vector>

#include "gen/microcode/operations.h"
#include "gen/microcode/rounding.h"
#include "gen/microcode/shift_limit.h"

namespace spintile::gen::microcode {
namespace {

using spec::sot::Mask;

struct Sum {
  Sum(Assembler& program, const spec::FloatOperation& operation, const Options& options)
      : p(program),
        format(operation.format),
        full(operation.subnormals == spec::Subnormals::full),
        subtract(operation.kind == spec::FloatKind::subtract),
        packing(operation, operation.format, options.flags),
        significand_bits(format.fraction_bits + 1),
        passes(std::min(bits_for(significand_bits + 1), format.exponent_bits)),
        a(p.rows(region::a), format),
        b(p.rows(region::b), format),
        result(p.rows(region::result), format) {}

  void build() {
    exceptions = make_exceptions(p, packing);
    find_special_operands();
    subtract_exponents();
    swap();
    align();
    add_significands();
    normalise();
    subtract_shift(p, *unrounded);
    if (packing.flags && !full) {
      exact_zero = p.zeroed("exact zero");
    }
    find_zero();
    unrounded->guard = sum(2);
    unrounded->sticky = low.part(low.size() - 4, 3);
    round(p, *unrounded, {packing, full}, exceptions, &negative, packing.flags && !full ? &exact_zero : nullptr);
    pack(p, result, packing, exceptions);
  }

  /// Row i of the aligned significand: 0 round, 1 guard, 2 .. p+1 the significand.
  Bit aligned(int i) const { return i < 2 ? low[low.size() - 2 + i] : result_row(i - 2); }
  Bit result_row(int i) const { return p.rows(region::result)[i]; }
  /// Row i of the sum, as drawn above.
  Bit sum(int i) const { return i == 0 ? low[low.size() - 3] : aligned(i - 1); }
  Bit leading() const { return result.exponent[0]; }
  Bit exponent_row(int i) const { return unrounded->exponent[static_cast<std::size_t>(i)]; }
  /// Bit i of the distance of the normalising shift.
  Bit shift(int i) const { return unrounded->shift[static_cast<std::size_t>(i)]; }
  Bit sticky() const { return low[low.size() - 4]; }

  void find_special_operands();
  void subtract_exponents();
  void swap();
  void align();
  void add_significands();
  void normalise();
  void find_zero();

  Assembler& p;
  spec::FloatFormat format;
  bool full, subtract;
  Packing packing;
  int significand_bits;
  int passes;  // of the aligning and of the normalising shift
  Operand a, b;
  FloatRows result;
  Exceptions exceptions;

  std::optional<Unrounded> unrounded;
  Bits difference;  // of the exponents; after swap() the distance, less 1 where b's is greater; on top: b's is greater
  Bits big;         // significand of the operand with the greater exponent
  Bit opposite;     // the signs differ
  Bits low;         // lanes' sticky flags of the long shifts, sticky, low, round, guard
  Bit negative;     // the difference of the significands is
  Bit exact_zero;
};

void Sum::find_special_operands() {
  opposite = p.scratch("opposite signs");
  p.store(a.sign, opposite);
  p.xor_into(subtract ? ~Source(b.sign) : Source(b.sign), opposite);
  find_special(p, a, packing, exceptions);
  if (!format.has_infinity) {
    find_special(p, b, packing, exceptions);
    p.unmask();
    return;
  }
  const Bit special = p.zeroed("b special");
  const Bit nan = p.zeroed("b nan");
  find_special(p, b, format, special, nan);
  // Where b is infinite: infinity less infinity is NaN.
  p.and_mask(opposite);
  if (packing.flags) {
    p.and_mask(exceptions.infinite);
    p.and_mask(~Source(exceptions.nan));
    p.store(one, exceptions.invalid, exceptions.nan);
    find_signalling(p, b, nan, exceptions);
  } else {
    p.or_into(exceptions.infinite, exceptions.nan);
  }
  p.or_into(nan, exceptions.nan).everywhere();
  p.or_into(special, exceptions.infinite).everywhere();
  p.unmask();
}

void Sum::subtract_exponents() {
  const std::vector<Operand> operands = unpack(p, format, 2, full);
  a = operands[0];
  b = operands[1];

  // When subnormals are flushed the exponent may turn negative, and overflow before that is known.
  unrounded.emplace(p, result, format.exponent_bits + (full ? 0 : 2), passes);
  difference = p.scratch("difference", format.exponent_bits + 1);
  subtract_rows(p, a.exponent_rows(), b.exponent_rows(), difference, unrounded->exponent);
  p.store(difference[0], exponent_row(0)).everywhere();
  if (!full) p.store(zero, exponent_row(format.exponent_bits), exponent_row(format.exponent_bits + 1)).everywhere();
  p.store(a.sign, result.sign).everywhere();
  // Where b's exponent is greater: ~difference = distance - 1, and a is stored one row down to make up for it.
  p.xor_all(difference.back(), difference.part(0, format.exponent_bits), Lanes::all);
  p.then(Mask::latch);
  p.store(subtract ? ~Source(b.sign) : Source(b.sign), result.sign);
  // b ^ (a ^ b or 0) is the greater of both.
  unrounded->clear_exponent(p);
  for (int i = 0; i < format.exponent_bits; ++i) p.xor_into(b.exponent_row(i), exponent_row(i)).everywhere();
}

void Sum::swap() {
  // The mask holds the lanes where b's exponent is greater.
  const int top = significand_bits - 1;
  big = p.scratch("big", significand_bits);
  const int long_shifts = std::max(0, passes - 3);
  low = p.zeroed("sticky", long_shifts + 4);
  p.name(low.part(long_shifts + 1, 1), "low");
  p.name(low.part(long_shifts + 2, 1), "round");
  p.name(low.part(long_shifts + 3, 1), "guard");
  for (int i = 0; i < top; ++i) p.store(a.fraction[i], big[i], aligned(i + 1)).everywhere();
  p.store(a.hidden(), big[top], aligned(top + 1)).everywhere();
  p.store(zero, aligned(top + 2)).everywhere();
  for (int i = 0; i < top; ++i) p.store(b.fraction[i], big[i]);
  p.store(b.hidden(), big[top]);
  p.mask(~Source(difference.back()));
  p.store(zero, aligned(1));
  for (int i = 0; i < top; ++i) p.store(b.fraction[i], aligned(i + 2));
  p.store(b.hidden(), aligned(top + 2));
}

void Sum::align() {
  const int top = significand_bits + 1;  // of the aligned rows
  // Distances beyond all passes.
  const bool needs_sticky = !is_nearest(packing.rounding) || packing.flags;
  const int far = format.exponent_bits - passes;
  if (far > 0 || !full) {
    const bool is_empty = far == 0;
    const Bit too_far = is_empty ? p.scratch("too far") : difference[passes];
    for (int i = passes + 1; i < format.exponent_bits; ++i) p.or_into(difference[i], too_far).everywhere();
    if (needs_sticky && !is_empty) {
      // Of the lanes too far those whose significand is 0 leave nothing behind.
      p.mask(too_far);
      p.store(one, sticky());
      p.search_zeros(p.rows(region::result).part(0, significand_bits)).then(Mask::and_match);
      p.and_mask(~Source(aligned(1)));
      p.store(zero, sticky());
    }
    if (!full) {
      // The small operand is 0 where either is.
      if (is_empty) {
        p.store(a.subnormal, too_far).everywhere();
      } else {
        p.or_into(a.subnormal, too_far).everywhere();
      }
      p.or_into(b.subnormal, too_far).everywhere();
      if (needs_sticky) {
        p.mask(a.subnormal);
        p.store(zero, sticky());
        p.mask(b.subnormal);
        p.store(zero, sticky());
      }
      p.mask(~Source(big.back()));
      p.clear(big);
    }
    p.mask(too_far);
    p.store(zero, aligned(1));
    p.clear(p.rows(region::result).part(0, significand_bits));
  }

  for (int pass = passes - 1; pass >= 0; --pass) {
    const int distance = 1 << pass;
    const bool is_long = pass >= 3;
    if (is_long) {
      // What is shifted out: the flag stays where any of it is 1.
      const Bit flag = low[pass - 3];
      p.store(difference[pass], flag).everywhere().then(Mask::latch);
      p.or_into(aligned(1), sticky());
      if (pass != passes - 1) p.or_into(aligned(0), sticky());
      p.search_zeros(p.rows(region::result).part(0, std::min(distance - 2, significand_bits)));
    } else {
      p.mask(difference[pass]);
      for (int i = 0; i < std::min(distance, top + 1); ++i) p.or_into(aligned(i), sticky());
    }
    for (int i = 0; i + distance <= top; ++i) p.store(aligned(i + distance), aligned(i));
    const int first_empty = std::max(0, top + 1 - distance);
    for (int i = first_empty; i < 2; ++i) p.store(zero, aligned(i));
    const int first_row = std::max(first_empty, 2) - 2;
    p.clear(p.rows(region::result).part(first_row, significand_bits - first_row));
    if (is_long) {
      p.mask_match();
      p.store(zero, low[pass - 3]);
    }
  }
}

void Sum::add_significands() {
  // Where the signs differ big + ~aligned + 1 is the difference, and its complement the negative one less 1. Where
  // something is sticky no 1 is carried in, so that the sum is rounded down.
  for (int i = 0; i < passes - 3; ++i) p.or_into(low[i], sticky()).everywhere();
  p.unmask();
  std::vector<Bit> rows;
  for (int i = 0; i < significand_bits + 2; ++i) rows.push_back(aligned(i));
  p.xor_all(opposite, rows);
  p.store(opposite, sum(0));
  p.and_into(~Source(sticky()), sum(0));
  for (int i = 0; i < 2; ++i) {  // below big
    p.xor_into(aligned(i), sum(i));
    p.and_into(~Source(sum(i)), aligned(i));
  }
  for (int i = 2; i < significand_bits + 2; ++i) {
    const Bit propagate = big[i - 2];
    p.xor_into(aligned(i), propagate).everywhere();
    p.xor_into(propagate, sum(i)).everywhere().then(Mask::latch);
    p.store(~Source(sum(i)), aligned(i));
  }
  p.unmask();
  negative = p.scratch("negative");
  p.store(opposite, negative);
  p.and_into(~Source(leading()), negative);
  p.and_into(~Source(opposite), leading());
  p.xor_into(negative, result.sign);
  // So that a negative difference, which may be 0 while it is one short, is no exact zero.
  p.xor_into(negative, opposite);
  rows.clear();
  for (int i = 0; i < significand_bits + 2; ++i) rows.push_back(sum(i));
  p.xor_all(negative, rows);
}

void Sum::normalise() {
  // A left shift by the least of the leading zeros and the exponent, longest distance first.
  const int rows = significand_bits + 3;
  std::optional<ShiftLimit> limit;
  if (full) limit.emplace(p, result.exponent[1], *unrounded);
  unrounded->clear_shift(p, full ? 1 : 0);
  for (int pass = passes - 1; pass >= 0; --pass) {
    const int distance = 1 << pass;
    if (limit) limit->begin_pass(pass);
    const int searched = std::min(distance, significand_bits);
    p.search_zeros(p.rows(region::result).part(significand_bits - searched, searched + (full ? 1 : 0)))
        .then(Mask::match);
    if (distance > searched) p.and_mask(~Source(sum(2)));
    if (full && pass == 0) p.store(zero, shift(0)).everywhere();
    p.store(one, shift(pass));
    if (limit) limit->shifted(pass);
    // A negative difference is one short: ones moved in, and rounding, make up for it. More than two leading zeros
    // are there only when the lowest row holds nothing else.
    const bool is_from_lowest = pass > 1;
    for (int i = rows - 1; i >= distance + (is_from_lowest ? 1 : 0); --i) p.store(sum(i - distance), sum(i));
    if (pass == 1) p.store(negative, sum(1), sum(0));
    if (is_from_lowest) {
      std::vector<Bit> filled;
      for (int i = 1; i <= distance; ++i) filled.push_back(sum(i));
      p.store_all(sum(0), filled);
    }
  }
  p.unmask();
}

void Sum::find_zero() {
  clear_zero_exponent(p, *unrounded);
  if (packing.flags && !full) p.store(one, exact_zero);
  store_sign_of_zero(p, packing.rounding, opposite, result.sign);
  p.unmask();
}

}  // namespace

void add(Assembler& p, const spec::FloatOperation& operation, const Options& options) {
  Sum(p, operation, options).build();
}

}  // namespace spintile::gen::microcode
