// A normalising left shift that subnormal results end early.
#pragma once

#include "gen/microcode/rounding.h"

namespace spintile::gen::microcode {

/// Keeps the shift from being longer than the exponent, pass by pass, the longest distance first. The row it is given
/// lies above the leading one: it is 1 where what is left of the exponent is shorter than the distance of the pass, so
/// that one search sees it and the leading zeros. Three steps a pass; between begin_pass() and shifted() the caller
/// searches and loads the mask with the lanes that shift.
class ShiftLimit {
 public:
  /// In all lanes.
  ShiftLimit(Assembler& program, Bit limited, const Unrounded& value);

  void begin_pass(int pass);
  void shifted(int pass);

 private:
  Assembler& p_;
  const Unrounded& value_;
  Bit limited_;
  Bit before_;
};

}  // namespace spintile::gen::microcode
