#include "gen/microcode/subnormals.h"

#include <algorithm>

namespace spintile::gen::microcode {

using spec::sot::Mask;

namespace {

/// From here on one search of what a pass shifts out takes fewer steps than looking at each row.
constexpr int first_long_pass = 3;

/// Of a right shift by up to all of `bits` rows.
int passes_of(int bits) { return bits_for(bits); }

}  // namespace

Source NormalOperand::exponent_bit(int i) const {
  if (i < exponent.size()) return exponent[i];
  return is_signed ? Source(exponent.back()) : Source(zero);
}

NormalOperand as_normal(Assembler& p, const FloatRows& operand, bool full, const Bits& significand) {
  const int bits = operand.fraction.size() + 1;
  for (int i = 0; i + 1 < bits; ++i) p.store(operand.fraction[i], significand[i]);
  p.store(one, significand[bits - 1]);
  if (!full) return {significand, operand.exponent, false};

  const int passes = bits_for(bits - 1);
  const int rows = std::max(operand.exponent.size(), passes) + 1;
  const Bits exponent = p.scratch("exponent of an operand", rows);
  for (int i = 0; i < operand.exponent.size(); ++i) p.store(operand.exponent[i], exponent[i]);
  p.store_all(zero, exponent.part(operand.exponent.size(), rows - operand.exponent.size()));
  // The complement of the distance, then 2 more: 1 - distance.
  p.mask_zeros(operand.exponent);
  p.store(zero, significand[bits - 1]);
  p.store_all(one, exponent);
  for (int pass = passes - 1; pass >= 0; --pass) {
    const int distance = 1 << pass;
    p.mask_zeros(significand.part(bits - distance, distance));
    p.store(zero, exponent[pass]);
    for (int i = bits - 1; i >= distance; --i) p.store(significand[i - distance], significand[i]);
    p.clear(significand.part(0, distance));
  }
  p.mask_zeros(operand.exponent);
  if (passes > 1) {
    // Bits beyond those of the distance are all 1: a carry into them makes them 0.
    increment(p, exponent.part(1, passes - 1));
    p.and_mask(~Source(exponent[passes - 1]));
  }
  p.clear(exponent.part(passes, rows - passes));
  p.unmask();
  return {significand, exponent, true};
}

int least_exponent(int bits, bool full) { return full ? 2 - bits : 1; }

Bits make_low_rows(Assembler& p, Unrounded& value, int sticky_rows) {
  const Bits low = p.scratch("sticky", sticky_rows + 1);
  p.name(low.part(sticky_rows, 1), "guard");
  value.guard = low.back();
  value.sticky = low.part(0, sticky_rows);
  return low;
}

void find_sticky(Assembler& p, const Unrounded& value, const Bits& rows, bool bit) {
  if (value.sticky.size() > 1) p.clear(value.sticky.part(1, value.sticky.size() - 1));
  p.store(one, value.sticky[0]);
  if (bit) {
    p.mask_ones(rows);
  } else {
    p.mask_zeros(rows);
  }
  p.store(zero, value.sticky[0]);
  p.unmask();
}

void clear_zeros(Assembler& p, const Unrounded& value, const Bits& low, Bit zeros) {
  p.mask(zeros);
  p.clear(value.result.magnitude.part(0, value.result.fraction.size() + 1));
  value.clear_exponent(p);
  p.clear(low);
  p.unmask();
}

RightShift::RightShift(Assembler& p, const Unrounded& value, bool keeps_guard)
    : p_(p),
      value_(value),
      significand_(value.result.magnitude.part(0, value.result.fraction.size() + 1)),
      passes_(std::min(passes_of(significand_.size()), static_cast<int>(value.exponent.size()) - 1)) {
  if (keeps_guard) rows_.push_back(value.guard);
  for (int i = 0; i < significand_.size(); ++i) rows_.push_back(significand_[i]);
}

int RightShift::sticky_rows(int bits) { return 1 + std::max(0, passes_of(bits) - first_long_pass); }

void RightShift::by_one(const Source& leading) {
  for (std::size_t i = 0; i + 1 < rows_.size(); ++i) p_.store(rows_[i + 1], rows_[i]);
  p_.store(leading, rows_.back());
}

void RightShift::by_exponent() {
  const Bit negative = value_.exponent.back();
  if (passes_ + 1 < static_cast<int>(value_.exponent.size())) all_out(negative);
  for (int i = passes_ - 1; i >= 0; --i) pass(i, negative);
  p_.mask(negative);
  value_.clear_exponent(p_);
}

void RightShift::all_out(Bit negative) {
  // Distances beyond all passes.
  const Bit near = p_.scratch("near");
  const auto beyond = value_.exponent.begin() + passes_;
  p_.store(*beyond, near);
  for (auto row = beyond + 1; row + 1 != value_.exponent.end(); ++row) p_.and_into(*row, near);
  p_.mask(negative);
  p_.and_mask(~Source(near));
  if (value_.sticky.size() > 0) p_.store(one, value_.sticky[0]);
  clear_from(0);
}

void RightShift::pass(int pass, Bit negative) {
  const int distance = 1 << pass;
  const int size = static_cast<int>(rows_.size());
  const Source shifts = ~Source(value_.exponent[static_cast<std::size_t>(pass)]);
  const bool has_sticky = value_.sticky.size() > 0;
  const bool is_long = has_sticky && pass >= first_long_pass;
  // What the first pass shifts out of the guard came from the fraction's last bit.
  const int first = pass + 1 == passes_ ? 1 : 0;
  p_.mask(negative);
  if (is_long) {
    // The flag stays where any of what is shifted out is 1.
    p_.store(shifts, value_.sticky[pass - first_long_pass + 1]).then(Mask::and_latch);
    if (first == 0) p_.or_into(rows_[0], value_.sticky[0]);
    p_.search_zeros(significand_.part(0, std::min(distance - 1, significand_.size())));
  } else {
    p_.and_mask(shifts);
    for (int i = first; has_sticky && i < std::min(distance, size); ++i) {
      p_.or_into(rows_[static_cast<std::size_t>(i)], value_.sticky[0]);
    }
  }
  for (int i = 0; i + distance < size; ++i) {
    p_.store(rows_[static_cast<std::size_t>(i + distance)], rows_[static_cast<std::size_t>(i)]);
  }
  clear_from(std::max(0, size - distance));
  if (is_long) {
    p_.mask_match();
    p_.store(zero, value_.sticky[pass - first_long_pass + 1]);
  }
}

void RightShift::clear_from(int first) {
  const int guards = static_cast<int>(rows_.size()) - significand_.size();
  if (first < guards) p_.store(zero, rows_[0]);
  const int kept = std::max(0, first - guards);
  p_.clear(significand_.part(kept, significand_.size() - kept));
}

}  // namespace spintile::gen::microcode
