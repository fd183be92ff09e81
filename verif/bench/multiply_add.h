// What the speed of the SOT engines is measured with: a product, and the sum of it and a third operand.
#pragma once

#include "verif/float_program.h"

namespace spintile::verif {

/// c + a b in fp32, rounded twice; rows from 0 on, scratch shared.
struct MultiplyAdd {
  MultiplyAdd();

  FloatProgram product;  // operands in its regions a and b
  FloatProgram sum;      // c in its region b; the result in its region result
  int rows = 0;          // of both
};

}  // namespace spintile::verif
