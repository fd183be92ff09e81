// The STATUS register, as every unit has it: docs/contract.md, "Registers".
#pragma once

#include <optional>

#include "gen/hdl/module.h"

namespace spintile::gen::blocks {

struct Status {
  hdl::Target busy, done, error, code;
};

/// Of a unit with a command queue.
struct WaitingCommands {
  hdl::Expr count;
  hdl::Expr occupied;  // one runs or waits
  hdl::Expr follows;   // one waits or is about to: the end of a command is not the end of all
};

/// What changes it, all of one cycle.
struct StatusEvents {
  hdl::Expr launch;         // a command starts
  hdl::Expr ended;          // one ends
  hdl::Expr command_error;  // with this code, 8 bits, 0 for none
  hdl::Expr clear;          // the register is written to clear error and code
  hdl::Expr refused;        // a write is refused
  hdl::Expr refusal;        // with this code, 8 bits
  std::optional<WaitingCommands> waiting = {};
};

Status status_registers(hdl::Module& module);
/// Clocks them, and gives the value that STATUS reads.
hdl::Expr keep_status(hdl::Module& module, const Status& status, const StatusEvents& events);

}  // namespace spintile::gen::blocks
