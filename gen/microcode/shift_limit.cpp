#include "gen/microcode/shift_limit.h"

namespace spintile::gen::microcode {

ShiftLimit::ShiftLimit(Assembler& program, Bit limited, const Unrounded& value)
    : p_(program), value_(value), limited_(limited), before_(program.scratch("limited before")) {
  p_.name({limited.base, limited.index, 1}, "limited");
  p_.store(one, limited_, before_);
  for (std::size_t i = value_.shift.size(); i < value_.exponent.size(); ++i) {
    p_.and_into(~Source(value_.exponent[i]), limited_, before_);
  }
}

void ShiftLimit::begin_pass(int pass) {
  // The first pass has what was before from the constructor; after the last one nobody asks.
  const bool is_first = pass + 1 == static_cast<int>(value_.shift.size());
  if (!is_first && pass > 0) p_.store(limited_, before_).everywhere();
  p_.and_into(~Source(value_.exponent[static_cast<std::size_t>(pass)]), limited_).everywhere();
}

void ShiftLimit::shifted(int pass) {
  if (pass > 0) p_.store(before_, limited_);
}

}  // namespace spintile::gen::microcode
