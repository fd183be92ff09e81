// Integer to floating point.
//
// A negative integer i is taken as its complement -i - 1: the shift that normalises it draws ones in from below, so
// that the significand is 1 short in its last row, however far that has moved. Rounding adds it, or where all rows fit
// in the result, one increment.
//
// With n the place of the leading one the exponent field is bias + n = 2^(Ne-1) + (n - 1), and where rounding carries
// out of the significand one more, 2^(Ne-1) + n: the bits of n are decremented in place or not.
#include <algorithm>
#include <vector>

#include "gen/microcode/float_rows.h"
#include "gen/microcode/operations.h"

namespace spintile::gen::microcode {
namespace {

using spec::sot::Mask;

struct FromInteger {
  FromInteger(Assembler& program, const spec::FloatOperation& operation, const Options& options)
      : p(program),
        format(operation.format),
        negates(operation.integer_signed),
        packing(operation, operation.format, options.flags),
        magnitude_bits(operation.integer_bits - (negates ? 1 : 0)),
        a(p.rows(region::a)),
        word(p.rows(region::result)),
        result(word, format) {
    while ((1 << passes) < magnitude_bits) ++passes;
    rows = 1 << passes;
    below = rows - format.fraction_bits - 1;
    exact = magnitude_bits <= format.fraction_bits + 1;
  }

  void build() {
    make_rows();
    first_pass();
    for (int pass = passes - 2; pass >= 0; --pass) normalise(1 << pass, position[static_cast<std::size_t>(pass)]);
    p.unmask();
    // 1 but for a zero.
    p.store(leading(), top());
    if (negates) p.or_into(negative(), top());
    if (packing.flags && !exact) find_inexact();
    round();
    make_exponent();
    const int unused = format.fraction_bits + 1 - magnitude_bits;
    if (unused > 0) p.clear(result.fraction.part(0, unused));
    if (may_overflow()) pack(p, result, packing, exceptions);
  }

  /// Row i of the integer while it moves up: the upper ones are those of the result's significand. Row -1 goes on
  /// below.
  Bit moved(int i) const { return i < below ? low[i + 1] : word[i - below]; }
  /// Those rows in consecutive runs.
  std::vector<Bits> runs(int first, int size) const;
  Bit leading() const { return result.exponent[0]; }
  Bit top() const { return result.exponent.back(); }
  Bit guard() const { return moved(below - 1); }
  Bit negative() const { return a.back(); }
  /// Below the guard.
  Bits sticky() const { return negates ? low.part(0, below) : low.part(1, below - 1); }
  Source operand(int i) const {
    if (i < a.size()) return a[i];
    return negates ? Source(negative()) : Source(zero);
  }
  /// n has too many bits, or with the 1 that is added it may; then infinity comes out by itself where it is wanted.
  bool may_overflow() const {
    if (passes != format.exponent_bits - 1) return passes >= format.exponent_bits;
    return format.has_infinity && (negates || !exact) && packing.has_overflow_row();
  }

  void make_rows();
  void first_pass();
  void normalise(int distance, Bit place);
  void find_inexact();
  void mask_rounded_up();
  void round();
  void make_exponent();

  Assembler& p;
  spec::FloatFormat format;
  bool negates;
  Packing packing;
  int magnitude_bits;
  Bits a, word;
  FloatRows result;
  int passes = 1;
  int rows = 0;   // of the moving integer, 2^passes
  int below = 0;  // of them, those below the significand; negative where there are fewer
  bool exact = false;
  Bits low;
  std::vector<Bit> position;  // the bits of n
  Exceptions exceptions;
};

std::vector<Bits> FromInteger::runs(int first, int size) const {
  std::vector<Bits> found;
  const int split = std::clamp(below, first, first + size);
  if (split > first) found.push_back(low.part(first + 1, split - first));
  if (split < first + size) found.push_back(word.part(split - below, first + size - split));
  return found;
}

void FromInteger::make_rows() {
  packing.has_nan = false;
  low = p.scratch("low", std::max(0, below) + 1);
  p.name(low.part(0, 1), "negative");
  const Bit units = p.scratch("position[0]");
  const Bits upper = p.scratch("upper position", passes);
  for (int i = 0; i < passes; ++i) {
    position.push_back(i == 0 ? units : i < format.exponent_bits - 1 ? result.exponent[i] : upper[i]);
  }
  if (packing.flags || may_overflow()) exceptions = make_exceptions(p, packing);
  p.store_all(one, position);
  if (!negates) {
    p.store(zero, result.sign);
  } else if (exact) {
    p.store(negative(), result.sign);
  } else {
    p.store(negative(), result.sign, low[0]);
  }
}

void FromInteger::first_pass() {
  // The longest shift, and the copy of the operand with it: stored in both places, and then over what is in the way.
  const int half = rows / 2;
  const Bit stays = position.back();
  for (int i = 0; i < half; ++i) p.store(operand(i), moved(i + half), moved(i));
  if (magnitude_bits > half) {
    p.mask_zeros(a.part(half, a.size() - half));
    p.store(zero, stays);
    if (negates) {
      p.mask_ones(a.part(half, a.size() - half));
      p.store(zero, stays);
      p.mask(~Source(stays));
    }
  } else {
    p.store(zero, stays);
  }
  for (const Bits& run : runs(0, half)) p.clear(run);
  if (magnitude_bits > half) {
    p.mask(stays);
    for (int i = half; i < magnitude_bits; ++i) p.store(a[i], moved(i));
    std::vector<Bit> extension;
    for (int i = magnitude_bits; i < rows; ++i) extension.push_back(moved(i));
    p.store_all(operand(magnitude_bits), extension);
    p.unmask();
  }
  if (!negates) return;
  std::vector<Bit> all;
  for (int i = 0; i < rows; ++i) all.push_back(moved(i));
  p.xor_all(negative(), all);
}

void FromInteger::normalise(int distance, Bit place) {
  Mask update = Mask::match;
  for (const Bits& run : runs(rows - distance, distance)) {
    p.search_zeros(run).then(update);
    update = Mask::and_match;
  }
  p.store(zero, place);
  // Rows that no later pass lifts into the significand stay: an exact result has nothing in them. Otherwise they are
  // only searched for what is left below the guard, and one that does not get so far may stand there twice.
  const int lowest = exact ? rows - magnitude_bits - (distance - 1) : below - 2 * distance;
  std::vector<Bit> empty;
  for (int i = rows - 1; i >= std::max(0, lowest); --i) {
    if (i >= distance) {
      p.store(moved(i - distance), moved(i));
    } else {
      empty.push_back(moved(i));
    }
  }
  if (empty.empty()) return;
  if (negates) {
    p.store_all(negative(), empty);
  } else {
    const int first = std::max(0, lowest);
    for (const Bits& run : runs(first, distance - first)) p.clear(run);
  }
}

void FromInteger::find_inexact() {
  // A negative one is exact where 1 is missing from ones alone.
  const int first = negates ? 0 : 1;
  const Bits lost = low.part(first, below + 1 - first);
  p.store(one, exceptions.inexact);
  p.mask_zeros(lost);
  p.store(zero, exceptions.inexact);
  if (negates) {
    p.mask_ones(lost);
    p.store(zero, exceptions.inexact);
  }
  p.unmask();
}

void FromInteger::mask_rounded_up() {
  const spec::Rounding rounding = packing.rounding;
  if (negates && is_nearest(rounding)) {
    // Where ones alone lie below a guard of 0 the missing 1 makes a tie of them. Below a guard of 1 they round up.
    p.mask_ones(sticky());
    p.and_mask(~Source(guard()));
    p.store(one, guard());
    p.clear(sticky());
    p.unmask();
  } else if (negates) {
    // Cut off, a negative one is 1 too small where ones alone lie below: it is exact. Elsewhere it is rounded.
    switch (rounding) {
      case spec::Rounding::toward_negative:
        p.mask(negative());
        return;
      case spec::Rounding::toward_positive: {
        const Bit up = p.scratch("round up");
        p.store(~Source(negative()), up);
        p.mask_zeros(low);
        p.store(zero, up);
        p.mask_ones(low);
        p.store(one, up);
        p.mask(up);
        return;
      }
      default:
        p.mask_ones(low);
        return;
    }
  }
  microcode::mask_rounded_up(p, rounding, {result.fraction[0], guard(), sticky(), result.sign});
}

void FromInteger::round() {
  if (exact) {
    if (!negates) return;
    p.mask(negative());
    increment(p, word.part(format.fraction_bits + 1 - magnitude_bits, magnitude_bits));
  } else {
    if (!negates && !rounds_up(packing.rounding)) return;
    mask_rounded_up();
    increment(p, word.part(0, format.fraction_bits + 1));
  }
  p.unmask();
}

void FromInteger::make_exponent() {
  // IEEE formats overflow with n = 2^(Ne-1), whatever becomes of it; in E4M3 that is the greatest exponent.
  const int field_bits = format.exponent_bits - 1;
  const std::vector<Bit> upper(position.begin() + std::min(passes, field_bits), position.end());
  const auto raise_overflow = [&] {
    for (const Bit row : upper) p.or_into(row, exceptions.overflow).everywhere();
  };
  if (format.has_infinity) raise_overflow();

  // The leading bit is 1 where rounding did not carry out of it.
  std::vector<Bit> borrow = {leading()};
  const int chained = format.has_infinity ? std::min(passes, field_bits) : passes;
  borrow.insert(borrow.end(), position.begin() + 1, position.begin() + chained);
  const Bits rest = result.exponent.part(std::min(passes, field_bits), std::max(0, field_bits - passes));
  if (rest.size() > 0) {
    p.clear(rest);
    borrow.push_back(rest[0]);
  }
  p.xor_into(position[0], leading()).then(Mask::latch_complement);
  for (std::size_t i = 0; i + 1 < borrow.size(); ++i) p.xor_into(borrow[i], borrow[i + 1]).then(Mask::and_latch);
  if (!format.has_infinity) raise_overflow();
  if (rest.size() == 0) p.and_mask(borrow.back());
  if (rest.size() > 1) p.store_all(one, rest.part(1, rest.size() - 1));
  // bias = 2^(Ne-1) - 1: n was 0.
  if (!format.has_infinity && !upper.empty()) {
    p.store(zero, top(), exceptions.overflow);
  } else {
    p.store(zero, top());
  }
  p.unmask();
}

}  // namespace

void from_integer(Assembler& p, const spec::FloatOperation& operation, const Options& options) {
  FromInteger(p, operation, options).build();
}

}  // namespace spintile::gen::microcode
