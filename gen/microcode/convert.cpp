// From one format to another.
//
// No exponent is computed: biases are 2^(Ne-1) - 1, so that the low bits of both fields agree and the top bit is the
// same; the bits between, in the wider field, are the complement of the top bit. A narrower exponent leaves subnormal
// lanes behind, whose significand goes down by 2 + (d - 1 - exponent) rows with d the difference of the biases; a wider
// one makes normal numbers of subnormal ones. Rounding carries from the fraction into the exponent field by itself.
#include <algorithm>
#include <vector>

#include "gen/microcode/float_rows.h"
#include "gen/microcode/operations.h"

namespace spintile::gen::microcode {
namespace {

using spec::sot::Mask;

struct Conversion {
  Conversion(Assembler& program, const spec::FloatOperation& operation, const Options& options)
      : p(program),
        from(operation.format),
        to(operation.target),
        full(operation.subnormals == spec::Subnormals::full),
        packing(operation, operation.target, options.flags),
        a(p.rows(region::a), from),
        result(p.rows(region::result), to),
        bias_step(from.bias() - to.bias()) {}

  void build();

  /// Row i of the significand in the place of the result: 0 .. Nm-1 the fraction, -1 the guard, Nm the leading bit.
  Bit row(int i) const {
    if (i < 0) return low[low.size() + i];
    return i < to.fraction_bits ? result.fraction[i] : result.exponent[0];
  }
  std::vector<Bits> runs(int first, int last) const;
  void clear_rows(int first, int last) {
    for (const Bits& run : runs(first, last)) p.clear(run);
  }
  bool rounds() const { return rounds_up(packing.rounding); }
  bool lost_matters() const { return rounds() || packing.flags; }
  /// The rows below the fraction that are places of it.
  Bits guards() const { return has_sticky ? low.part(1, low.size() - 1) : low; }

  void find_special();
  void plan();
  /// The fraction, `distance` rows down; the leading bit where there is a distance.
  void place(int distance, Source leading = zero);
  void narrow();
  void shift_down();
  void widen();
  void normalise();
  void finish();
  void find_inexact();

  Assembler& p;
  spec::FloatFormat from, to;
  bool full;
  Packing packing;
  FloatRows a, result;
  int bias_step;
  Exceptions exceptions;
  int place_of_0 = 0;  // row of bit 0 of the operand's fraction
  int floor = 0;       // lowest row that is a place of the significand
  int first_kept = 0;  // bits of the operand's fraction below it are searched at once
  int passes = 0;
  bool has_sticky = false;
  Bits low;   // sticky and the rows below the fraction
  Bit below;  // narrower: the exponent is less than bias_step
  Bit near;   // of these, not too far to matter
};

void Conversion::build() {
  const bool loses_infinity = from.has_infinity && !to.has_infinity;
  packing.overflows = bias_step > 0 || loses_infinity ||
                      (bias_step == 0 && (from.fraction_bits > to.fraction_bits || !from.has_infinity));
  exceptions = make_exceptions(p, packing);
  find_special();
  plan();
  if (low.size() > 0) p.clear(low);
  if (place_of_0 > 0) p.clear(result.fraction.part(0, place_of_0));
  place(0);
  if (first_kept > 0 && has_sticky) {
    p.store(one, low[0]);
    p.mask_zeros(a.fraction.part(0, first_kept));
    p.store(zero, low[0]);
    p.unmask();
  }
  p.store(a.sign, result.sign);
  if (bias_step > 0) {
    narrow();
  } else if (bias_step < 0) {
    widen();
  } else {
    for (int i = 0; i < from.exponent_bits; ++i) p.store(a.exponent[i], result.exponent[i]);
  }
  if (!full && bias_step <= 0) {
    p.mask_zeros(a.exponent);
    p.clear(result.magnitude);
    if (low.size() > 0) p.clear(low);
    p.unmask();
  }
  finish();
}

std::vector<Bits> Conversion::runs(int first, int last) const {
  std::vector<Bits> found;
  const auto add = [&](const Bits& rows, int offset) {
    const int start = std::max(first, offset);
    const int end = std::min(last + 1, offset + rows.size());
    if (start < end) found.push_back(rows.part(start - offset, end - start));
  };
  add(low, -low.size());
  add(result.magnitude.part(0, to.fraction_bits + 1), 0);
  return found;
}

void Conversion::find_special() {
  if (from.has_infinity == to.has_infinity) {
    microcode::find_special(p, a, packing, exceptions);
  } else if (to.has_infinity) {
    p.mask_ones(a.magnitude);
    p.store(one, exceptions.infinite, exceptions.nan);
  } else {
    // An infinity becomes NaN, or saturates as an overflow.
    p.mask_ones(a.exponent);
    if (packing.saturate) {
      p.store(one, exceptions.nan, exceptions.overflow);
    } else {
      p.store(one, exceptions.nan);
    }
    if (packing.saturate || packing.flags) {
      p.search_zeros(a.fraction).then(Mask::and_match);
      p.store(zero, exceptions.nan);
      if (packing.flags) find_signalling(p, a, exceptions.nan, exceptions);
      if (!packing.saturate) {
        p.mask_ones(a.exponent);
        p.store(one, exceptions.nan);
      }
    }
  }
  p.unmask();
}

void Conversion::plan() {
  place_of_0 = to.fraction_bits - from.fraction_bits;
  if (bias_step < 0 && full) {
    floor = std::min(0, place_of_0);
  } else if (lost_matters()) {
    // With flags the row below the guard decides what is tiny.
    floor = packing.flags ? -2 : -1;
  }
  const bool moves_down = bias_step > 0 && full;
  if (moves_down) passes = std::min(bits_for(to.fraction_bits - 1), from.exponent_bits - 1);
  constexpr int steps_of_search = 4;
  if (floor - place_of_0 > steps_of_search) first_kept = floor - place_of_0;
  has_sticky = (needs_sticky(packing.rounding) || packing.flags) && (place_of_0 < floor || moves_down);
  const int lowest = moves_down ? floor : std::max(floor, place_of_0);
  low = p.scratch("low", std::max(0, -lowest) + (has_sticky ? 1 : 0));
  if (low.size() > 0) p.name(low.part(low.size() - 1, 1), "guard");
  if (has_sticky) p.name(low.part(0, 1), "sticky");
}

void Conversion::place(int distance, Source leading) {
  for (int i = first_kept; i < from.fraction_bits; ++i) {
    const int before = place_of_0 + i;
    if (before - distance >= floor) {
      p.store(a.fraction[i], row(before - distance));
    } else if (has_sticky && (distance == 0 || before >= floor)) {
      p.or_into(a.fraction[i], low[0]);
    }
  }
  if (distance > 0 && to.fraction_bits - distance >= floor) p.store(leading, row(to.fraction_bits - distance));
}

void Conversion::narrow() {
  const int kept = to.exponent_bits - 1;
  const Bits between = a.exponent.part(kept, from.exponent_bits - to.exponent_bits);
  for (int i = 0; i < kept; ++i) p.store(a.exponent[i], result.exponent[i]);
  p.store(a.exponent.back(), result.exponent.back()).then(Mask::latch);
  for (int i = 0; i < between.size(); ++i) p.or_into(between[i], exceptions.overflow);
  below = p.scratch("below");
  p.store(~Source(a.exponent.back()), below).everywhere();
  p.mask_ones(between);
  p.store(zero, below);
  p.mask(below);
  p.clear(result.magnitude);
  if (full) {
    if (low.size() > 0) p.clear(guards());
    shift_down();
  } else if (low.size() > 0) {
    p.clear(low);
  }
  p.unmask();
}

void Conversion::shift_down() {
  // The leading bit just below the least normal number's.
  p.search(a.exponent, static_cast<std::uint16_t>(bias_step)).then(Mask::match);
  place(1, one);
  p.unmask();

  // Subnormal operands count with exponent 1, where that is not too far.
  std::vector<Source> distance;
  Source leading = one;
  for (int i = 0; i < passes; ++i) distance.push_back(~Source(a.exponent[i]));
  if (bias_step - 1 < (1 << passes)) {
    const Operand operand = unpack(p, from, 1, true)[0];
    leading = operand.hidden();
    distance[0] = ~Source(operand.least);
  }
  near = p.zeroed("near");
  const int agreeing = to.exponent_bits - 1;
  if (passes <= agreeing) {
    p.search(a.exponent.part(passes, from.exponent_bits - passes),
             static_cast<std::uint16_t>((bias_step - 1) >> passes))
        .then(Mask::match);
  } else {
    // The bits between of bias_step - 1 - exponent: those of the exponent, complemented and less 1.
    const Bits upper = p.scratch("distance", from.exponent_bits - 1 - agreeing);
    for (int i = 0; i < upper.size(); ++i) p.store(~Source(a.exponent[agreeing + i]), upper[i]);
    p.mask(below);
    decrement(p, upper);
    p.mask(below);
    for (int i = passes - agreeing; i < upper.size(); ++i) p.and_mask(~Source(upper[i]));
    for (int i = agreeing; i < passes; ++i) distance[static_cast<std::size_t>(i)] = upper[i - agreeing];
  }
  p.store(one, near);
  place(2, leading);

  const int top = to.fraction_bits - 2;
  int lowest = std::max(floor, place_of_0 + first_kept - 2);
  for (int pass = 0; pass < passes; ++pass) {
    const int rows = 1 << pass;
    p.mask(distance[static_cast<std::size_t>(pass)]);
    p.and_mask(near);
    for (int i = lowest; i <= top; ++i) {
      if (i - rows >= floor) {
        p.store(row(i), row(i - rows));
      } else if (has_sticky) {
        p.or_into(row(i), low[0]);
      }
    }
    clear_rows(std::max(floor, top - rows + 1), top);
    lowest = std::max(floor, lowest - rows);
  }
  if (packing.flags || is_directed(packing.rounding)) {
    // What is too far is inexact, but for a zero.
    p.mask(below);
    p.and_mask(~Source(near));
    p.store(one, low[0]);
    p.search_zeros(a.magnitude).then(Mask::and_match);
    p.store(zero, low[0]);
  }
}

void Conversion::widen() {
  const int agreeing = from.exponent_bits - 1;
  for (int i = full ? 1 : 0; i < agreeing; ++i) p.store(a.exponent[i], result.exponent[i]);
  p.store(a.exponent.back(), result.exponent.back());
  const Bits between = result.exponent.part(agreeing, to.exponent_bits - from.exponent_bits);
  p.store_all(~Source(a.exponent.back()), between);
  if (full) normalise();
}

void Conversion::normalise() {
  // A left shift by the least of the leading zeros and what makes the exponent 1. The exponent's bits are the
  // complement of the distance; where the operand was subnormal it is 2 - 2^(Ne-1) and them, and 2^(Ne'-1).
  const int agreeing = from.exponent_bits - 1;
  const int longest = std::min(from.fraction_bits, -bias_step);
  const bool limited = from.fraction_bits > -bias_step;
  passes = bits_for(longest);
  const Bit leading = row(to.fraction_bits);
  const Bit units = p.scratch("exponent[0]");
  const Bit subnormal = p.zeroed("subnormal");
  const Bits between = result.exponent.part(agreeing, to.exponent_bits - from.exponent_bits);
  const auto exponent_row = [&](int i) { return i == 0 ? units : result.exponent[i]; };

  // Bit 0 of the field is where the leading bit is, for now.
  p.store(a.exponent[0], units);
  p.mask_zeros(a.exponent);
  p.store(one, subnormal);
  std::vector<Bit> ones = {units};
  for (int i = 1; i < std::max(agreeing, passes); ++i) ones.push_back(result.exponent[i]);
  p.store_all(one, ones);
  p.unmask();
  p.store(~Source(subnormal), leading);

  const Bit blocked = limited ? p.scratch("blocked") : Bit{};
  for (int pass = passes - 1; pass >= 0; --pass) {
    const int rows = 1 << pass;
    const bool may_be_blocked = limited && ((longest >> pass) & 1) == 0;
    if (may_be_blocked) {
      // Where the distance is already all that the bits above of the longest allow.
      p.store(zero, blocked).everywhere();
      p.search(result.exponent.part(pass + 1, passes - pass - 1), static_cast<std::uint16_t>(~(longest >> (pass + 1))))
          .then(Mask::match);
      p.store(one, blocked);
    }
    Mask update = Mask::match;
    for (const Bits& run : runs(to.fraction_bits + 1 - rows, to.fraction_bits)) {
      p.search_zeros(run).then(update);
      update = Mask::and_match;
    }
    if (may_be_blocked) p.and_mask(~Source(blocked));
    p.store(zero, exponent_row(pass));
    for (int i = to.fraction_bits; i - rows >= place_of_0; --i) p.store(row(i - rows), row(i));
    clear_rows(place_of_0, place_of_0 + rows - 1);
  }

  p.mask(subnormal);
  if (passes <= agreeing) {
    // The distance leaves the bits between alone: 2 - 2^(Ne-1) is felt in the lowest of them.
    p.store(zero, result.exponent[agreeing]);
    increment(p, result.exponent.part(1, agreeing));
  } else {
    increment(p, result.exponent.part(1, to.exponent_bits - 2));
    p.mask(subnormal);
    decrement(p, between);
  }
  p.mask(~Source(leading));
  p.store(zero, units);
  p.clear(result.exponent.part(1, to.exponent_bits - 1));
  p.store(units, leading).everywhere();
  p.unmask();
}

void Conversion::find_inexact() {
  if (low.size() > 0) {
    p.store(one, exceptions.inexact);
    p.mask_zeros(low);
    p.store(zero, exceptions.inexact);
  }
  if (!full) return p.unmask();
  // Tiny is what does not round to the least normal number with one bit more below.
  p.mask_zeros(result.exponent);
  p.store(one, exceptions.underflow);
  if (is_nearest(packing.rounding) && guards().size() > 1) {
    for (const Bits& run : runs(-2, to.fraction_bits - 1)) p.search_ones(run).then(Mask::and_match);
    p.store(zero, exceptions.underflow);
  } else if (is_directed(packing.rounding) && low.size() > 1) {
    for (const Bits& run : runs(-1, to.fraction_bits - 1)) p.search_ones(run).then(Mask::and_match);
    p.and_mask(rounded_away(packing.rounding, a.sign));
    p.store(zero, exceptions.underflow);
    p.and_mask_zeros(low.part(0, low.size() - 1));
    p.store(one, exceptions.underflow);
  }
  p.and_into(exceptions.inexact, exceptions.underflow).everywhere();
  p.unmask();
}

void Conversion::finish() {
  if (packing.flags) find_inexact();
  if (rounds() && low.size() > 0) {
    mask_rounded_up(p, packing.rounding, {result.fraction[0], row(-1), low.part(0, low.size() - 1), a.sign});
    increment(p, result.magnitude);
    if (bias_step >= 0) p.or_into(~Source(result.exponent.back()), exceptions.overflow);
  }
  if (!full && bias_step > 0) {
    p.mask_zeros(result.exponent);
    p.clear(result.fraction);
    if (packing.flags) {
      p.and_mask(~Source(a.exponent.back()));  // not where an overflow has made it 0
      p.store(one, exceptions.inexact, exceptions.underflow);
      p.search_zeros(a.exponent).then(Mask::and_match);
      p.store(zero, exceptions.inexact, exceptions.underflow);
    }
  }
  p.unmask();
  pack(p, result, packing, exceptions);
}

}  // namespace

void convert(Assembler& p, const spec::FloatOperation& operation, const Options& options) {
  Conversion(p, operation, options).build();
}

}  // namespace spintile::gen::microcode
