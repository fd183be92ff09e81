// Operations that touch the sign alone: a copy with another sign row.
#include "gen/microcode/float_rows.h"
#include "gen/microcode/operations.h"

namespace spintile::gen::microcode {

void change_sign(Assembler& p, const spec::FloatOperation& operation, const Options& options) {
  const FloatRows a(p.rows(region::a), operation.format);
  const FloatRows result(p.rows(region::result), operation.format);
  if (options.flags) p.clear(p.rows(region::flags));
  for (int i = 0; i < a.magnitude.size(); ++i) p.store(a.magnitude[i], result.magnitude[i]);
  if (operation.kind == spec::FloatKind::negate) {
    p.store(~Source(a.sign), result.sign);
  } else {
    p.store(zero, result.sign);
  }
}

}  // namespace spintile::gen::microcode
