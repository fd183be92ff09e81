// The ports between a bus wrapper and the core behind it, as every unit has them.
#pragma once

#include <vector>

#include "gen/hdl/module.h"

namespace spintile::gen::blocks {

/// One register access of each kind a cycle, answered in the same cycle.
struct RegisterBus {
  hdl::Expr write, write_address, write_data, write_full, write_refused;
  hdl::Expr read_address, read_data, read_refused;
};

/// As ports of a module that answers, the core or the front end inside it.
RegisterBus register_ports(hdl::Module& module);
/// To an instance of such a module.
std::vector<hdl::Connection> connections(const RegisterBus& registers);

/// Packets in and out.
struct StreamBus {
  hdl::Expr in_data, in_valid, in_last, in_ready;
  hdl::Expr out_data, out_valid, out_last, out_ready;
};

/// As ports of a core.
StreamBus stream_ports(hdl::Module& module);
/// To an instance that has them all.
std::vector<hdl::Connection> connections(const StreamBus& stream);

}  // namespace spintile::gen::blocks
