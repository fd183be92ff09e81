// Modules as Verilog-2005 text: a plain recursion, the same bytes every time.
#pragma once

#include <string>

#include "gen/hdl/module.h"

namespace spintile::gen::hdl {

/// A whole file. Each line of `header` becomes a comment at its top. The module must have passed check().
std::string write(const Module& module, const std::string& header);

}  // namespace spintile::gen::hdl
