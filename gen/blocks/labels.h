// The codes of spec/interface.h as named constants of an emitted module.
#pragma once

#include "gen/hdl/module.h"
#include "spec/interface.h"
#include "spec/register_map.h"

namespace spintile::gen::blocks {

// 8 bits wide; declared at the first call for a module, found again at later ones.
hdl::Expr command_label(hdl::Module& module, spec::Command command);
hdl::Expr error_label(hdl::Module& module, spec::Error error);
hdl::Expr space_label(hdl::Module& module, spec::Space space);
/// Its address, register_address_bits wide.
hdl::Expr address_label(hdl::Module& module, const spec::Register& entry);

}  // namespace spintile::gen::blocks
