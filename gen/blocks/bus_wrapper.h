// The outer module of a package: its core behind the buses.
#pragma once

#include <string>
#include <vector>

#include "gen/hdl/design.h"

namespace spintile::gen::blocks {

/// The module <prefix>_<name>, not yet added: `what`, the core, with an axi_lite_port before its registers, its streams
/// under the names of the bus, and `pins` of it under their own.
hdl::Module bus_wrapper(hdl::Design& design, const std::string& name, const std::string& what,
                        const hdl::ModulePointer& core, const std::vector<std::string>& pins);

}  // namespace spintile::gen::blocks
