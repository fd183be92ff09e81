// Expressions as Verilog text: parentheses by precedence, and where mixed logic would leave a reader in doubt.
#pragma once

#include <string>

#include "gen/hdl/expression.h"

namespace spintile::gen::hdl {

std::string text(const Expr& expression);

}  // namespace spintile::gen::hdl
