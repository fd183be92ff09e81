#include "gen/microcode/multiply_special.h"

#include "gen/microcode/float_rows.h"

namespace spintile::gen::microcode {

void multiply_by_special(Assembler& p, const spec::FloatOperation& operation, std::uint64_t multiplier,
                         const Options& options) {
  const spec::FloatFormat& format = operation.format;
  const Packing packing(operation, format, options.flags);
  const FloatRows a(p.rows(region::a), format);
  const FloatRows result(p.rows(region::result), format);
  const Exceptions exceptions = make_exceptions(p, packing);
  find_special(p, a, packing, exceptions);
  p.unmask();
  if (format.is_nan(multiplier)) {
    if (format.is_signalling_nan(multiplier)) {
      store_invalid(p, packing, exceptions);
    } else {
      p.store(one, exceptions.nan);
    }
    if (format.has_infinity) p.store(one, exceptions.infinite);
  } else if ((multiplier & ~format.sign_bit()) == 0) {
    if (format.has_infinity) {
      // Zero times infinity.
      p.mask(exceptions.infinite);
      p.and_mask(~Source(exceptions.nan));
      store_invalid(p, packing, exceptions);
      p.unmask();
    }
  } else {
    p.mask_zeros(operation.subnormals == spec::Subnormals::full ? a.magnitude : a.exponent);
    store_invalid(p, packing, exceptions);
    p.unmask();
    p.store(one, exceptions.infinite);
  }
  p.clear(result.magnitude);
  const bool is_negative = (multiplier & format.sign_bit()) != 0;
  p.store(is_negative ? ~Source(a.sign) : Source(a.sign), result.sign);
  pack(p, result, packing, exceptions);
}

}  // namespace spintile::gen::microcode
