// Words a name may not be: the keywords of Verilog-2005 and those SystemVerilog added.
#pragma once

#include <string_view>

namespace spintile::gen::hdl {

bool is_keyword(std::string_view name);

}  // namespace spintile::gen::hdl
