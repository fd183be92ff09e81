#include "gen/microcode/pulse_count.h"

namespace spintile::gen::microcode {

using spec::sot::Mask;

void store_constant(Assembler& p, const Bits& rows, int value) {
  p.clear(rows);
  std::vector<Bit> ones;
  for (int i = 0; i < rows.size(); ++i) {
    if (((value >> i) & 1) != 0) ones.push_back(rows[i]);
  }
  p.store_all(one, ones);
}

void limit(Assembler& p, const Bits& rows, int most) {
  // A number is greater than `most` where from some bit on, 0 in `most`, it is 1 and before that the same.
  for (int i = rows.size() - 1; i >= 0; --i) {
    if (((most >> i) & 1) != 0) continue;
    p.search(rows.part(i, rows.size() - i), static_cast<std::uint16_t>((most >> i) | 1)).then(Mask::match);
    store_constant(p, rows.part(0, i + 1), most & ((1 << i) - 1));
  }
  p.unmask();
}

void store_thermometer(Assembler& p, const Bits& n, const Bits& thermometer) {
  // From the top bit of n on: a count of m becomes one of 2m, or 2m + 1 where the next bit is 1. T(i) is 1 where the
  // count is i or more; T(2i) and T(2i - 1) are the old T(i), but for T(2i - 1) with the bit the old T(i - 1).
  const int most = thermometer.size();
  const auto at_least = [&](int i) { return thermometer[i - 1]; };
  p.clear(thermometer);
  for (int bit = n.size() - 1; bit >= 0; --bit) {
    const int count = most >> bit;
    if (count == 0) continue;
    for (int i = count / 2; i >= 1; --i) p.store(at_least(i), at_least(2 * i), at_least(2 * i - 1));
    p.mask(n[bit]);
    p.store(one, at_least(1));
    for (int i = 3; i <= count; i += 2) p.store(at_least(i - 1), at_least(i));
    p.unmask();
  }
}

}  // namespace spintile::gen::microcode
