#include "gen/microcode/float_rows.h"

#include <array>
#include <utility>

namespace spintile::gen::microcode {

using spec::sot::Mask;

FloatRows::FloatRows(const Bits& word, const spec::FloatFormat& format)
    : fraction(word.part(0, format.fraction_bits)),
      exponent(word.part(format.fraction_bits, format.exponent_bits)),
      magnitude(word.part(0, format.fraction_bits + format.exponent_bits)),
      sign(word.back()) {}

std::vector<Source> Operand::significand() const {
  std::vector<Source> rows;
  for (int i = 0; i < fraction.size(); ++i) rows.emplace_back(fraction[i]);
  rows.push_back(hidden());
  return rows;
}

std::vector<Source> Operand::exponent_rows() const {
  std::vector<Source> rows;
  for (int i = 0; i < exponent.size(); ++i) rows.emplace_back(exponent_row(i));
  return rows;
}

std::vector<Operand> unpack(Assembler& p, const spec::FloatFormat& format, int operands, bool full) {
  constexpr std::array<std::pair<int, const char*>, 3> regions = {
      {{region::a, "a subnormal"}, {region::b, "b subnormal"}, {region::c, "c subnormal"}}};
  const Bits least = full ? p.scratch("exponent[0]", operands) : Bits();
  std::vector<Operand> unpacked;
  for (int i = 0; i < operands; ++i) {
    const auto& [base, name] = regions.at(static_cast<std::size_t>(i));
    Operand operand(p.rows(base), format);
    operand.subnormal = p.zeroed(name);
    operand.least = full ? least[i] : operand.exponent[0];
    if (full) p.store(operand.exponent[0], operand.least).everywhere();
    p.mask_zeros(operand.exponent);
    if (full) {
      p.store(one, operand.subnormal, operand.least);
    } else {
      p.store(one, operand.subnormal);
    }
    unpacked.push_back(operand);
  }
  p.unmask();
  return unpacked;
}

int bits_for(int value) {
  int bits = 0;
  while ((1 << bits) <= value) ++bits;
  return bits;
}

Packing::Packing(const spec::FloatOperation& operation, const spec::FloatFormat& result, bool with_flags)
    : format(result), rounding(operation.rounding), saturate(operation.saturate), flags(with_flags) {}

Exceptions make_exceptions(Assembler& p, const Packing& packing) {
  Exceptions rows;
  rows.nan = p.zeroed("nan");
  rows.infinite = packing.format.has_infinity ? p.zeroed("infinite") : rows.nan;
  rows.overflow = rows.infinite;
  if (packing.flags) {
    const Bits flags = p.rows(region::flags);
    p.name(flags.part(0, 1), "inexact");
    p.name(flags.part(1, 1), "underflow");
    p.name(flags.part(2, 1), "overflow");
    p.name(flags.part(3, 1), "by zero");
    p.name(flags.part(4, 1), "invalid");
    rows.inexact = flags[0];
    rows.underflow = flags[1];
    rows.overflow = flags[2];
    rows.by_zero = flags[3];
    rows.invalid = flags[4];
    p.clear(flags);
  } else if (packing.has_overflow_row()) {
    rows.overflow = p.zeroed("overflow");
  }
  return rows;
}

void find_special(Assembler& p, const FloatRows& operand, const spec::FloatFormat& format, Bit special, Bit nan) {
  if (!format.has_infinity) {
    p.mask_ones(operand.magnitude);
    p.store(one, nan);
    return;
  }
  p.mask_ones(operand.exponent);
  p.store(one, special, nan);
  p.search_zeros(operand.fraction).then(Mask::and_match);
  p.store(zero, nan);
}

void find_special(Assembler& p, const FloatRows& operand, const Packing& packing, const Exceptions& exceptions) {
  find_special(p, operand, packing.format, exceptions.infinite, exceptions.nan);
  if (packing.format.has_infinity && packing.flags) find_signalling(p, operand, exceptions.nan, exceptions);
}

void find_special_factors(Assembler& p, const Packing& packing, const Exceptions& exceptions) {
  const FloatRows a(p.rows(region::a), packing.format);
  const FloatRows b(p.rows(region::b), packing.format);
  find_special(p, a, packing, exceptions);
  if (!packing.format.has_infinity) {
    find_special(p, b, packing, exceptions);
    p.unmask();
    return;
  }
  const Bit nan = p.zeroed("b nan");
  find_special(p, b, packing.format, exceptions.infinite, nan);
  if (packing.flags) find_signalling(p, b, nan, exceptions);
  p.or_into(nan, exceptions.nan).everywhere();
  p.unmask();
}

void store_invalid(Assembler& p, const Packing& packing, const Exceptions& exceptions) {
  if (packing.flags) {
    p.store(one, exceptions.nan, exceptions.invalid);
  } else {
    p.store(one, exceptions.nan);
  }
}

void find_signalling(Assembler& p, const FloatRows& operand, Bit nan, const Exceptions& exceptions) {
  p.mask(nan);
  p.and_mask(~Source(operand.fraction.back()));
  p.store(one, exceptions.invalid);
}

void pack(Assembler& p, const FloatRows& result, const Packing& packing, const Exceptions& exceptions) {
  const bool has_infinity = packing.format.has_infinity;
  const Bit apart = has_infinity ? exceptions.infinite : exceptions.nan;
  if (packing.flags) {
    p.and_into(~Source(apart), exceptions.inexact).everywhere();
    p.and_into(~Source(apart), exceptions.underflow).everywhere();
  }
  const bool is_apart = packing.overflows && packing.has_overflow_row();
  if (is_apart) {
    p.mask_ones(has_infinity ? result.exponent : result.magnitude);
    p.store(one, exceptions.overflow);
    p.and_into(~Source(apart), exceptions.overflow).everywhere();
    if (packing.flags) p.or_into(exceptions.overflow, exceptions.inexact).everywhere();
    if (packing.to_largest() || packing.to_largest_by_sign()) {
      p.mask(exceptions.overflow);
      if (packing.to_largest_by_sign()) {
        const Source away = rounded_away(packing.rounding, result.sign);
        p.or_into(away, apart);
        p.and_mask(~away);
      }
      p.store_all(one, result.magnitude);
      p.store(zero, has_infinity ? result.exponent[0] : result.fraction[0]);
    } else {
      p.or_into(exceptions.overflow, apart).everywhere();
    }
  }
  // Rounding may have made an infinity, or E4M3's NaN, too.
  const bool is_made = packing.overflows && !is_apart;
  const Bits ones = has_infinity ? result.exponent : result.magnitude;
  p.or_all(apart, ones, Lanes::all);
  if (is_made) {
    p.mask_ones(ones);
  } else {
    p.mask(apart);
  }
  if (!has_infinity) {
    p.store(zero, result.sign);
  } else {
    p.clear(result.fraction);
    if (packing.has_nan) {
      p.or_into(exceptions.nan, result.fraction.back()).everywhere();
      p.and_into(~Source(exceptions.nan), result.sign).everywhere();
    }
  }
  p.unmask();
}

}  // namespace spintile::gen::microcode
