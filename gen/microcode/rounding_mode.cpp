#include "gen/microcode/rounding_mode.h"

namespace spintile::gen::microcode {

bool is_nearest(spec::Rounding rounding) {
  return rounding == spec::Rounding::nearest_even || rounding == spec::Rounding::nearest_away;
}

bool is_directed(spec::Rounding rounding) {
  return rounding == spec::Rounding::toward_positive || rounding == spec::Rounding::toward_negative;
}

Source rounded_away(spec::Rounding rounding, Bit sign) {
  return rounding == spec::Rounding::toward_negative ? Source(sign) : ~Source(sign);
}

void store_sign_of_zero(Assembler& p, spec::Rounding rounding, Bit opposite, Bit sign) {
  if (rounding == spec::Rounding::toward_negative) {
    p.or_into(opposite, sign);
  } else {
    p.and_into(~Source(opposite), sign);
  }
}

void mask_rounded_up(Assembler& p, spec::Rounding rounding, const RoundedRows& rows, const Bit* always) {
  const auto mask_exact_below = [&] {
    if (rows.sticky.size() == 1) {
      p.mask(~Source(rows.sticky[0]));
    } else {
      p.mask_zeros(rows.sticky);
    }
  };
  switch (rounding) {
    case spec::Rounding::nearest_even:
      // A tie goes to even.
      mask_exact_below();
      p.and_into(rows.last, rows.guard);
      p.mask(rows.guard);
      break;
    case spec::Rounding::nearest_away:
      p.mask(rows.guard);
      break;
    case spec::Rounding::toward_zero:
      p.mask(*always);
      break;
    case spec::Rounding::toward_positive:
    case spec::Rounding::toward_negative: {
      const Bit up = p.scratch("round up");
      p.store(rounded_away(rounding, rows.sign), up);
      mask_exact_below();
      p.and_into(rows.guard, up);
      if (always != nullptr) p.or_into(*always, up).everywhere();
      p.mask(up);
      break;
    }
  }
}

}  // namespace spintile::gen::microcode
