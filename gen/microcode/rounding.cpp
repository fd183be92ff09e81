#include "gen/microcode/rounding.h"

#include <tuple>

namespace spintile::gen::microcode {

using spec::sot::Mask;

Unrounded::Unrounded(Assembler& p, const FloatRows& where, int bits, int passes) : result(where) {
  // The difference of bit i comes to lie where the borrow into it was, in shift[i - 1]; bits above the shift stay.
  const int rows = result.exponent.size();
  const Bits low = p.scratch("exponent", passes + 1);
  const Bits high = p.scratch("upper exponent", bits + 1);
  for (int i = 0; i < bits; ++i) exponent.push_back(i <= passes ? low[i] : i < rows ? result.exponent[i] : high[i]);
  for (int i = 1; i <= passes; ++i) shift.push_back(i < rows ? result.exponent[i] : high[i]);
}

namespace {

/// A step for each run of consecutive rows.
void clear_runs(Assembler& p, const std::vector<Bit>& rows) {
  for (std::size_t first = 0; first < rows.size();) {
    int size = 1;
    while (first + static_cast<std::size_t>(size) < rows.size() &&
           rows[first + static_cast<std::size_t>(size)] == Bit{rows[first].base, rows[first].index + size}) {
      ++size;
    }
    p.clear(Bits(rows[first].base, rows[first].index, size));
    first += static_cast<std::size_t>(size);
  }
}

}  // namespace

void Unrounded::clear_shift(Assembler& p, int first) const { clear_runs(p, {shift.begin() + first, shift.end()}); }

void Unrounded::clear_exponent(Assembler& p) const { clear_runs(p, exponent); }

std::vector<Bit> Unrounded::upper() const {
  std::vector<Bit> rows;
  for (std::size_t i = static_cast<std::size_t>(result.exponent.size()); i < exponent.size(); ++i) {
    rows.push_back(i <= shift.size() ? shift[i - 1] : exponent[i]);
  }
  return rows;
}

void subtract_shift(Assembler& p, const Unrounded& value) {
  const auto& [exponent, shift] = std::tie(value.exponent, value.shift);
  p.xor_into(shift[0], exponent[0]);
  p.and_into(exponent[0], shift[0]);
  for (std::size_t i = 1; i < shift.size(); ++i) {
    p.xor_into(shift[i], exponent[i]).everywhere();
    p.xor_into(exponent[i], shift[i - 1]).everywhere().then(Mask::latch_complement);
    p.store(shift[i - 1], shift[i]);
  }
  // From here on only the borrow goes on.
  const std::size_t first = shift.size();
  if (first < exponent.size()) {
    const Bit borrow = shift.back();
    p.mask(borrow);
    p.xor_into(exponent[first], borrow).everywhere().then(Mask::and_latch_complement);
    if (first + 1 < exponent.size())
      decrement(p, {exponent.begin() + static_cast<std::ptrdiff_t>(first) + 1, exponent.end()});
  }
  p.unmask();
}

void clear_zero_exponent(Assembler& p, const Unrounded& value) {
  const FloatRows& result = value.result;
  p.mask_zeros(result.magnitude.part(0, result.fraction.size() + 1));
  p.store(zero, value.exponent[0]);
  p.clear(result.exponent.part(1, result.exponent.size() - 1));
  clear_runs(p, value.upper());
}

namespace {

void find_inexact(Assembler& p, const Unrounded& value, const Exceptions& exceptions, const Bit* negative) {
  p.store(one, exceptions.inexact).everywhere();
  p.mask_zeros(value.sticky);
  p.and_mask(~Source(value.guard));
  p.store(zero, exceptions.inexact);
  if (negative != nullptr) {
    p.mask(*negative);
    p.store(zero, exceptions.inexact);
  }
  p.unmask();
}

/// Exponents below 1 are tiny, as rounding has seen to what lies just below 1.
void flush_tiny(Assembler& p, const Unrounded& value, const RoundingRule& rule, const Exceptions& exceptions,
                const Bit* exact_zero) {
  std::vector<Bit> upper = value.upper();
  const Bit tiny = upper.back();  // the sign of the exponent
  upper.pop_back();
  if (exact_zero != nullptr) p.or_into(*exact_zero, tiny).everywhere();
  p.mask_zeros(value.result.exponent);
  for (const Bit row : upper) p.and_mask(~Source(row));
  p.store(one, tiny);
  for (const Bit row : upper) {
    p.and_into(~Source(tiny), row).everywhere();
    p.or_into(row, exceptions.overflow).everywhere();
  }
  p.mask(tiny);
  p.clear(value.result.magnitude);
  if (rule.packing.flags) {
    p.store(one, exceptions.inexact, exceptions.underflow);
    p.mask(*exact_zero);
    p.store(zero, exceptions.inexact, exceptions.underflow);
  }
}

}  // namespace

void round(Assembler& p, const Unrounded& value, const RoundingRule& rule, const Exceptions& exceptions,
           const Bit* negative, const Bit* exact_zero) {
  const FloatRows& result = value.result;
  const Bit leading = value.leading();
  if (rule.packing.flags) find_inexact(p, value, exceptions, negative);
  const spec::Rounding rounding = rule.packing.rounding;
  const bool rounds = rounds_up(rounding) || negative != nullptr;
  if (rounds) {
    mask_rounded_up(p, rounding, {result.fraction[0], value.guard, value.sticky, result.sign}, negative);
    increment(p, result.magnitude.part(0, result.fraction.size() + 1));
    p.and_mask(~Source(leading));
  }
  // The significand added to the exponent: its leading bit, or 2 where rounding carried out of it. Where subnormals are
  // kept the exponent is 0 without a leading bit, so that its bit 0 is the carry out of bit 0 as it stands.
  const Bit carry = value.exponent[0];
  p.xor_into(carry, leading).everywhere();
  if (!rule.full) p.and_into(~Source(leading), carry).everywhere();
  if (rounds) p.store(one, carry);
  p.mask(carry);
  std::vector<Bit> rows = result.exponent.part(1, result.exponent.size() - 1);
  const std::vector<Bit> upper = value.upper();
  rows.insert(rows.end(), upper.begin(), upper.end());
  increment(p, rows);
  if (!rule.full) {
    flush_tiny(p, value, rule, exceptions, exact_zero);
  } else if (upper.empty()) {
    // A sum of numbers with the greatest exponent of all has one more, that of infinity, and does not round up then.
    if (!rule.packing.format.has_infinity) p.or_into(~Source(rows.back()), exceptions.overflow);
  } else {
    for (const Bit row : upper) p.or_into(row, exceptions.overflow).everywhere();
  }
  p.unmask();
}

}  // namespace spintile::gen::microcode
