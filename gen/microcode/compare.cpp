// Comparisons, minimum and maximum.
//
// Two words are compared from the most significant row down. The mask holds the lanes where all rows so far agree; a
// lane leaves it at the first row that differs, with the bit of b there in `greater`. Three steps a row, the copy of a
// into the result included where one is wanted.
#include "gen/microcode/float_rows.h"
#include "gen/microcode/operations.h"

namespace spintile::gen::microcode {
namespace {

using spec::sot::Mask;

struct Comparison {
  Comparison(Assembler& program, const spec::FloatOperation& operation, const Options& options, bool swapped = false)
      : p(program),
        has_infinity(operation.format.has_infinity),
        full(operation.subnormals == spec::Subnormals::full),
        flags(options.flags),
        format(operation.format),
        words{p.rows(swapped ? region::b : region::a), p.rows(swapped ? region::a : region::b)},
        a(words[0], format),
        b(words[1], format),
        result(p.rows(region::result)) {
    if (!flags) return;
    p.clear(p.rows(region::flags));
    invalid = p.rows(region::flags)[4];
    p.name(p.rows(region::flags).part(4, 1), "invalid");
  }

  void equal();
  /// a < b, or where `complement` its opposite; with a NaN 0.
  void less(bool complement);
  void choose(bool least);

  /// One row's part of the comparison: `differs`, in the lanes of the mask, is what the rows differ in.
  void compare_row(Bit greater, Bit differs) { p.and_into(differs, greater).then(Mask::and_latch_complement); }

  /// integral[0], integral[1]: the fraction of a, of b, is 0. From a row that is 0.
  void find_integral(int operand, Bit zeroed);
  /// Two or three steps: the lanes where an operand is NaN.
  void mask_nan(int operand);
  void raise_signalling();

  Assembler& p;
  bool has_infinity, full, flags;
  spec::FloatFormat format;
  Bits words[2];
  FloatRows a, b;
  Bits result;
  Bit integral[2];
  Bit invalid;
};

void Comparison::find_integral(int operand, Bit zeroed) {
  integral[operand] = zeroed;
  p.mask_zeros((operand == 0 ? a : b).fraction);
  p.store(one, zeroed);
}

void Comparison::mask_nan(int operand) {
  const FloatRows& rows = operand == 0 ? a : b;
  if (!has_infinity) return p.mask_ones(rows.magnitude);
  p.mask_ones(rows.exponent);
  p.and_mask(~Source(integral[operand]));
}

void Comparison::raise_signalling() {
  for (int i = 0; i < 2; ++i) {
    // The top row of the fraction 0, those of the exponent 1.
    p.search(words[i].part(format.fraction_bits - 1, format.exponent_bits + 1), 0xFFFE).then(Mask::match);
    p.or_into(~Source(integral[i]), invalid);
  }
}

void Comparison::equal() {
  // The sign first, as it and the fraction are cleared together.
  const Bits differs = p.scratch("differs", format.total_bits());
  const Bit sign = differs[0];
  const auto row = [&](int i) { return i == format.total_bits() - 1 ? sign : differs[i + 1]; };
  for (int i = 0; i < format.total_bits(); ++i) {
    p.store(words[0][i], row(i));
    p.xor_into(words[1][i], row(i));
  }
  const Bit same = result[0];
  if (has_infinity) {
    const Bit integral_a = p.scratch("a integral");
    p.store(zero, same, integral_a);
    find_integral(0, integral_a);
    if (flags) {
      find_integral(1, p.zeroed("b integral"));
      raise_signalling();
    }
  } else {
    p.store(zero, same);
  }
  // Where a is 0, b is if their magnitudes agree.
  if (full) {
    p.mask_zeros(a.magnitude);
    p.store(zero, sign);
  } else {
    p.mask_zeros(a.exponent);
    p.clear(differs.part(0, 1 + format.fraction_bits));
  }
  p.mask_zeros(differs);
  p.store(one, same);
  if (has_infinity) {
    p.search_ones(a.exponent).then(Mask::and_match);
    p.and_into(integral[0], same);
  } else {
    p.search_ones(a.magnitude).then(Mask::and_match);
    p.store(zero, same);
  }
  p.unmask();
}

void Comparison::less(bool complement) {
  const Bit below = result[0];
  const Bit opposite = p.scratch("opposite signs");
  const Bit differs = p.scratch("differs");
  p.store(a.sign, opposite);
  p.xor_into(b.sign, opposite);
  for (int i = a.magnitude.size() - 1; i >= 0; --i) {
    if (i == a.magnitude.size() - 1) {
      p.store(b.magnitude[i], differs, below);
    } else {
      p.xor_into(b.magnitude[i], differs, below);
    }
    p.xor_into(a.magnitude[i], differs);
    compare_row(below, differs);
  }
  if (full) {
    p.search_zeros(a.magnitude).then(Mask::and_match);
    p.store(zero, opposite);
  }
  // Equal lanes have 0 everywhere. With opposite signs the negative one is less, with two negative signs the greater.
  p.or_into(opposite, differs, below).everywhere();
  p.mask(differs);
  p.xor_into(b.sign, below);
  if (complement) p.xor_into(one, below).everywhere();
  if (!full) {
    p.mask_zeros(a.exponent);
    p.search_zeros(b.exponent).then(Mask::and_match);
    p.store(complement ? one : zero, below);
  }

  if (has_infinity) {
    find_integral(0, p.zeroed("a integral"));
    find_integral(1, p.zeroed("b integral"));
  }
  for (int i = 0; i < 2; ++i) {
    const FloatRows& operand = i == 0 ? a : b;
    p.mask_ones(has_infinity ? operand.exponent : operand.magnitude);
    if (flags) {
      p.or_into(has_infinity ? ~Source(integral[i]) : Source(one), invalid);
    } else {
      p.and_into(has_infinity ? Source(integral[i]) : Source(zero), below);
    }
  }
  if (flags) p.and_into(~Source(invalid), below).everywhere();
  p.unmask();
}

void Comparison::choose(bool least) {
  const Bit differs = p.scratch("differs");
  const Bit takes_b = p.scratch("takes b");
  p.store(a.sign, differs, result.back());
  p.xor_into(b.sign, differs);
  p.store(differs, takes_b).then(Mask::latch_complement);
  for (int i = a.magnitude.size() - 1; i >= 0; --i) {
    p.store(a.magnitude[i], differs, result[i]).everywhere();
    p.xor_into(b.magnitude[i], differs, takes_b);
    compare_row(takes_b, differs);
  }
  p.xor_into(least ? ~Source(b.sign) : Source(b.sign), takes_b).everywhere();

  if (has_infinity) {
    find_integral(0, p.zeroed("a integral"));
    find_integral(1, p.zeroed("b integral"));
  }
  const Bit a_nan = p.zeroed("a nan");
  const bool signals = flags && has_infinity;
  mask_nan(0);
  p.store(one, takes_b, a_nan);
  if (signals) p.or_into(~Source(a.fraction.back()), invalid);
  mask_nan(1);
  p.store(zero, takes_b);
  if (signals) p.or_into(~Source(b.fraction.back()), invalid);
  p.and_mask(a_nan);
  p.store(zero, result.back());
  if (has_infinity) {
    p.store(one, result[format.fraction_bits - 1]);
    if (format.fraction_bits > 1) p.clear(result.part(0, format.fraction_bits - 1));
  }
  p.mask(takes_b);
  for (int i = 0; i < format.total_bits(); ++i) p.store(words[1][i], result[i]);
  if (!full) {
    const FloatRows chosen(result, format);
    p.mask_zeros(chosen.exponent);
    p.clear(chosen.fraction);
  }
  p.unmask();
}

}  // namespace

void equal(Assembler& p, const spec::FloatOperation& operation, const Options& options) {
  Comparison(p, operation, options).equal();
}

void less(Assembler& p, const spec::FloatOperation& operation, const Options& options) {
  // a <= b where not b < a.
  const bool or_equal = operation.kind == spec::FloatKind::less_equal;
  Comparison(p, operation, options, or_equal).less(or_equal);
}

void choose(Assembler& p, const spec::FloatOperation& operation, const Options& options) {
  Comparison(p, operation, options).choose(operation.kind == spec::FloatKind::minimum);
}

}  // namespace spintile::gen::microcode
