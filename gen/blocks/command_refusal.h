// What a write to COMMAND is refused for: docs/contract.md, "Registers".
#pragma once

#include <optional>

#include "gen/blocks/sot_registers.h"
#include "gen/hdl/module.h"
#include "spec/variant.h"

namespace spintile::gen::blocks {

/// The error code that a write to COMMAND earns, 0 for none; of 8 bits. `command`, `operand`, `reserved`: its fields;
/// `known`: the variant has the command; `of_array`: the registers of the SOT array, of a variant with a transfer.
hdl::Expr refusal_of_command(hdl::Module& module, const spec::Variant& variant, const hdl::Expr& command,
                             const hdl::Expr& operand, const hdl::Expr& reserved, const hdl::Expr& known,
                             const std::optional<SotRegisters>& of_array);

}  // namespace spintile::gen::blocks
