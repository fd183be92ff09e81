// Floating point to integer.
//
// From 2 on the top bit of the exponent field is 1 and the others say how far the value lies above 2. The significand
// begins with its leading bit in row T = 2^passes of the integer and goes down by the complement of those bits,
// shortest distance first, as long as it is narrow. Lanes below 2, and those that are too large, are written over in
// the end.
#include <algorithm>
#include <vector>

#include "gen/microcode/float_rows.h"
#include "gen/microcode/operations.h"

namespace spintile::gen::microcode {
namespace {

using spec::sot::Mask;

struct ToInteger {
  ToInteger(Assembler& program, const spec::FloatOperation& operation, const Options& options)
      : p(program),
        format(operation.format),
        is_signed(operation.integer_signed),
        rounding(operation.rounding),
        full(operation.subnormals == spec::Subnormals::full),
        flags(options.flags),
        magnitude_bits(operation.integer_bits - (is_signed ? 1 : 0)),
        a(p.rows(region::a), format),
        word(p.rows(region::result)),
        passes(std::min(bits_for(std::max(0, magnitude_bits - 2)), format.exponent_bits - 1)),
        first_top(1 << passes) {}

  void build();

  /// What a shift does with the rows that go below the guard: moves them on, or if there are many raises a flag where
  /// any is 1. Where nothing depends on them they are dropped.
  struct Pass {
    int source = 0;  // lowest row before
    int lowest = 0;  // lowest row written
    int flag = -1;   // row of `low`
  };

  /// Row i of the integer; those below 0 are a fraction, -1 the guard.
  Bit row(int i) const {
    if (i < 0) return low[low.size() + i];
    return i < word.size() ? word[i] : high[i - word.size()];
  }
  /// Rows first .. last in consecutive runs.
  std::vector<Bits> runs(int first, int last) const;
  Bit above_2() const { return a.exponent.back(); }
  int below_2_exponent() const { return (1 << (format.exponent_bits - 1)) - 1; }  // of 1

  void plan_passes();
  void copy();
  void shift(int index);
  void round();
  void find_too_large();
  void replace();
  void below_2();
  void from_half_to_1();
  void keep_within_range();
  void finish_signed();
  void finish_unsigned();
  void find_exact_least();

  Assembler& p;
  spec::FloatFormat format;
  bool is_signed;
  spec::Rounding rounding;
  bool full, flags;
  int magnitude_bits;
  FloatRows a;
  Bits word;
  int passes;
  int first_top;           // T
  std::vector<Pass> plan;  // the copy, then the passes
  Bits low, high;          // rows below and above the integer; the lowest are flags of what is lost
  Bit up;                  // 1 is added
  Bit integral;            // the fraction is 0
  Bit too_large;           // or infinite or NaN
  Bit inexact, invalid;
};

void ToInteger::build() {
  if (flags) {
    const Bits rows = p.rows(region::flags);
    p.name(rows.part(0, 1), "inexact");
    p.name(rows.part(4, 1), "invalid");
    inexact = rows[0];
    invalid = rows[4];
    p.clear(rows);
  }
  plan_passes();
  if (magnitude_bits > 1) {
    copy();
    for (int i = 0; i < passes; ++i) shift(i);
    p.unmask();
    round();
  }
  find_too_large();
  replace();
  below_2();
  if (rounds_up(rounding) && format.fraction_bits >= magnitude_bits) keep_within_range();
  if (is_signed) {
    finish_signed();
  } else {
    finish_unsigned();
  }
  if (flags) p.and_into(~Source(invalid), inexact).everywhere();
}

std::vector<Bits> ToInteger::runs(int first, int last) const {
  std::vector<Bits> found;
  const auto add = [&](const Bits& rows, int offset) {
    const int from = std::max(first, offset);
    const int to = std::min(last + 1, offset + rows.size());
    if (from < to) found.push_back(rows.part(from - offset, to - from));
  };
  add(low, -low.size());
  add(word, 0);
  add(high, word.size());
  return found;
}

void ToInteger::plan_passes() {
  // A flag takes four steps over the operand and seven in a pass.
  const bool lost_matters = rounds_up(rounding) || flags;
  const bool sticky_matters = needs_sticky(rounding) || flags;
  const int floor = lost_matters ? -1 : 0;
  int flag_rows = 0;
  int lowest = first_top - format.fraction_bits;
  const auto limit = [&](int source, int steps_of_flag) {
    Pass pass{source, lowest, -1};
    if (lowest >= floor || (sticky_matters && floor - lowest <= steps_of_flag)) return pass;
    pass.lowest = floor;
    if (sticky_matters) pass.flag = flag_rows++;
    return pass;
  };
  if (magnitude_bits > 1) {
    plan.push_back(limit(lowest, 4));
    lowest = plan.back().lowest;
    for (int i = 0; i < passes; ++i) {
      const int source = lowest;
      lowest -= 1 << i;
      plan.push_back(limit(source, 7));
      lowest = std::min(source, plan.back().lowest);
    }
    low = p.scratch("fraction", flag_rows + std::max(0, -lowest));
    high = p.scratch("above", std::max(0, first_top + 1 - word.size()));
  }
  if (low.size() > 0) {
    p.name(low.part(low.size() - 1, 1), "guard");
  }
  if (is_nearest(rounding) && low.size() > 0) {
    up = row(-1);
  } else if (rounds_up(rounding) || is_signed) {
    up = p.zeroed("round up");
  }
}

void ToInteger::copy() {
  const Pass& pass = plan.front();
  if (low.size() > 0) p.clear(low);
  p.clear(word);
  if (high.size() > 0 && pass.lowest > word.size()) p.clear(high);
  for (int i = pass.lowest; i < first_top; ++i) p.store(a.fraction[i - pass.source], row(i));
  p.store(one, row(first_top));
  if (pass.flag < 0) return;
  p.store(one, low[pass.flag]);
  p.mask_zeros(a.fraction.part(0, pass.lowest - pass.source));
  p.store(zero, low[pass.flag]);
}

void ToInteger::shift(int index) {
  const Pass& pass = plan[static_cast<std::size_t>(index) + 1];
  const int distance = 1 << index;
  const Source shifts = ~Source(a.exponent[index]);
  p.mask(shifts);
  if (pass.flag >= 0) {
    p.store(one, low[pass.flag]);
    for (const Bits& run : runs(pass.source, pass.lowest + distance - 1)) p.search_zeros(run).then(Mask::and_match);
    p.store(zero, low[pass.flag]);
    p.mask(shifts);
  }
  for (int i = std::max(pass.lowest, pass.source - distance); i <= first_top - distance; ++i) {
    p.store(row(i + distance), row(i));
  }
  const bool is_last = index == passes - 1;
  for (const Bits& run : runs(first_top - distance + 1, is_last ? magnitude_bits - 1 : first_top)) p.clear(run);
}

void ToInteger::round() {
  if (low.size() == 0) return;
  if (flags) {
    p.store(one, inexact);
    p.mask_zeros(low);
    p.store(zero, inexact);
    p.unmask();
  }
  if (rounding == spec::Rounding::nearest_even) {
    // A tie goes to even.
    if (low.size() > 1) p.mask_zeros(low.part(0, low.size() - 1));
    p.and_into(word[0], up);
  } else if (is_directed(rounding)) {
    p.store(rounded_away(rounding, a.sign), up);
    p.mask_zeros(low);
    p.store(zero, up);
  }
  p.unmask();
}

void ToInteger::find_too_large() {
  // Here with the lanes below 2.
  too_large = p.scratch("too large");
  p.store(magnitude_bits > 1 ? ~Source(above_2()) : Source(one), too_large);
  if (magnitude_bits == 1) return;
  const int others = format.exponent_bits - 1;
  for (int i = passes; i < others; ++i) p.or_into(a.exponent[i], too_large);
  // The other bits are greater than `limit` where from some bit on, 0 in `limit`, they are 1 and before that the same.
  const int limit = magnitude_bits - 2;
  for (int i = 0; i < passes && limit < first_top; ++i) {
    if (((limit >> i) & 1) != 0) continue;
    p.search(a.exponent.part(i, passes - i), static_cast<std::uint16_t>((limit >> i) | 1)).then(Mask::match);
    p.store(one, too_large);
  }
  const int greatest = (1 << others) - 1;
  if (greatest <= limit) {
    p.mask_ones(format.has_infinity ? a.exponent : a.magnitude);
    p.store(one, too_large);
  }
  p.unmask();
}

void ToInteger::replace() {
  p.mask(too_large);
  p.clear(word);
  const bool adds = rounds_up(rounding) || is_signed;
  if (flags && adds) {
    p.store(zero, up, inexact);
  } else if (adds) {
    p.store(zero, up);
  } else if (flags) {
    p.store(zero, inexact);
  }
  p.and_into(above_2(), too_large).everywhere();
  integral = p.zeroed("integral");
  p.mask_zeros(a.fraction);
  p.store(one, integral);
}

void ToInteger::below_2() {
  if (flags) {
    p.mask(~Source(above_2()));
    p.store(one, inexact);
    p.search_zeros(full ? a.magnitude : a.exponent).then(Mask::and_match);
    p.store(zero, inexact);
  }
  if (is_directed(rounding)) {
    p.mask(~Source(above_2()));
    p.store(rounded_away(rounding, a.sign), up);
    p.search_zeros(full ? a.magnitude : a.exponent).then(Mask::and_match);
    p.store(zero, up);
  }
  // From 1 on.
  p.search(a.exponent, static_cast<std::uint16_t>(below_2_exponent())).then(Mask::match);
  p.store(one, word[0]);
  if (is_nearest(rounding)) p.store(a.fraction.back(), up);
  if (is_directed(rounding)) p.and_into(~Source(integral), up);
  if (flags) p.store(~Source(integral), inexact);
  if (is_nearest(rounding)) from_half_to_1();
  p.unmask();
}

void ToInteger::from_half_to_1() {
  const bool at_half = rounding == spec::Rounding::nearest_away;
  if (format.exponent_bits > 2) {
    p.search(a.exponent, static_cast<std::uint16_t>(below_2_exponent() - 1)).then(Mask::match);
    p.store(at_half ? Source(one) : ~Source(integral), up);
  } else if (full && (at_half || format.fraction_bits > 1)) {
    p.mask_zeros(a.exponent);
    p.store(a.fraction.back(), up);
    if (at_half) return;
    p.search_zeros(a.fraction.part(0, format.fraction_bits - 1)).then(Mask::and_match);
    p.store(zero, up);
  }
}

void ToInteger::keep_within_range() {
  p.mask_ones(word.part(0, magnitude_bits));
  p.and_mask(up);
  if (is_signed) p.and_mask(~Source(a.sign));
  p.store(zero, up);
  if (flags) p.store(one, invalid);
  p.unmask();
}

void ToInteger::finish_signed() {
  if (flags) {
    p.or_into(too_large, invalid);
    find_exact_least();
  }
  // What is too large is 0 in all rows now, and becomes the complement of its sign, the sign on top. NaN is positive.
  const Bit inverts = p.scratch("inverts");
  p.store(a.sign, inverts);
  p.xor_into(too_large, inverts);
  p.store(too_large, word.back());
  p.mask_ones(format.has_infinity ? a.exponent : a.magnitude);
  p.or_into(format.has_infinity ? ~Source(integral) : Source(one), inverts);
  p.xor_into(inverts, up).everywhere();
  p.and_into(~Source(too_large), up).everywhere();
  p.xor_all(inverts, word, Lanes::all);
  // The complement's 1, or that of rounding, or neither.
  p.mask(up);
  increment(p, word);
  p.unmask();
}

void ToInteger::finish_unsigned() {
  if (rounds_up(rounding)) {
    p.mask(up);
    increment(p, word.part(0, std::min(word.size(), format.fraction_bits + 1)));
  }
  const Bit negative = p.scratch("negative");
  p.store(a.sign, negative).everywhere();
  p.mask_ones(format.has_infinity ? a.exponent : a.magnitude);
  p.and_into(format.has_infinity ? Source(integral) : Source(zero), negative);
  p.mask(negative);
  if (flags) {
    p.store(one, invalid);
    p.search_zeros(word).then(Mask::and_match);
    p.store(zero, invalid);
    p.or_into(too_large, invalid).everywhere();
    p.mask(negative);
  }
  p.clear(word);
  p.store(zero, too_large);
  p.mask(too_large);
  p.store_all(one, word);
  p.unmask();
}

void ToInteger::find_exact_least() {
  // -2^(bits - 1), with a fraction that rounding takes away.
  const int exponent = format.bias() + magnitude_bits;
  if (exponent > format.exponent_max() - (format.has_infinity ? 1 : 0)) return;
  p.search(a.exponent, static_cast<std::uint16_t>(exponent)).then(Mask::match);
  const int integer_rows = std::min(format.fraction_bits, magnitude_bits);
  const int rest = format.fraction_bits - integer_rows;
  p.search_zeros(a.fraction.part(rest, integer_rows)).then(Mask::and_match);
  p.and_mask(a.sign);
  if (rest > 0) p.store(~Source(integral), inexact);
  // A negative number is rounded away from zero.
  if (rounding == spec::Rounding::toward_negative) {
    p.and_mask(integral);
  } else if (rounding == spec::Rounding::nearest_away && rest > 0) {
    p.and_mask(~Source(a.fraction[rest - 1]));
  } else if (rounding == spec::Rounding::nearest_even && rest > 1) {
    p.store(a.fraction[rest - 1], invalid);
    p.search_zeros(a.fraction.part(0, rest - 1)).then(Mask::and_match);
  }
  p.store(zero, invalid);
  p.unmask();
}

}  // namespace

void to_integer(Assembler& p, const spec::FloatOperation& operation, const Options& options) {
  ToInteger(p, operation, options).build();
}

}  // namespace spintile::gen::microcode
