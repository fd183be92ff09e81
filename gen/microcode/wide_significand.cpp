#include "gen/microcode/wide_significand.h"

#include <algorithm>
#include <optional>

#include "gen/microcode/shift_limit.h"

namespace spintile::gen::microcode {

bool keeps_round_row(const Packing& packing) { return packing.flags && is_nearest(packing.rounding); }

void normalise(Assembler& p, const WideSignificand& value, const Unrounded& unrounded, const Packing& packing,
               bool is_limited, int highest) {
  const int passes = static_cast<int>(unrounded.shift.size());
  std::optional<ShiftLimit> limit;
  if (is_limited) limit.emplace(p, value.row(value.top + 1), unrounded);
  for (int pass = passes - 1; pass >= 0; --pass) {
    const int distance = 1 << pass;
    if (limit) limit->begin_pass(pass);
    p.mask_zeros(value.rows.part(value.top + 1 - distance, distance + (limit ? 1 : 0)));
    p.store(one, unrounded.shift[static_cast<std::size_t>(pass)]);
    if (limit) limit->shifted(pass);
    // The rows that later passes can still bring into the window. Those further below only count as sticky: they stay,
    // and those that were moved up are cleared.
    const int window = value.top - value.bits - (keeps_round_row(packing) ? 1 : 0);
    const int lowest = std::max(value.lowest, window - (distance - 1));
    const int last = pass == passes - 1 ? std::min(value.top, highest + distance) : value.top;
    const int end = std::max(lowest, value.lowest + distance);
    for (int i = last; i >= end; --i) p.store(value.row(i - distance), value.row(i));
    const int first = std::max(value.lowest, lowest - distance);
    p.clear(value.rows.part(first, end - first));
  }
  p.unmask();
}

void take_upper_rows(Assembler& p, const WideSignificand& value, Unrounded& unrounded) {
  const Bits& fraction = unrounded.result.fraction;
  for (int i = 0; i < fraction.size(); ++i) p.store(value.row(value.top - value.bits + 1 + i), fraction[i]);
  p.store(value.row(value.top), unrounded.leading());
  unrounded.guard = value.guard();
  unrounded.sticky = value.sticky();
}

void find_tiny(Assembler& p, const WideSignificand& value, const Unrounded& unrounded, const Packing& packing,
               const Exceptions& exceptions) {
  // Without a leading bit, unless rounding to a longer significand too would reach the least normal number.
  const int guard = value.top - value.bits;
  p.store(one, exceptions.underflow);
  if (is_nearest(packing.rounding)) {
    p.mask_ones(value.rows.part(guard - 1, value.bits + 1));
    p.store(zero, exceptions.underflow);
  } else if (is_directed(packing.rounding)) {
    p.mask_ones(value.rows.part(guard, value.bits));
    p.and_mask(rounded_away(packing.rounding, unrounded.result.sign));
    p.store(zero, exceptions.underflow);
    p.and_mask_zeros(value.sticky());
    p.store(one, exceptions.underflow);
  }
  p.mask(unrounded.leading());
  p.store(zero, exceptions.underflow);
  p.unmask();
}

}  // namespace spintile::gen::microcode
