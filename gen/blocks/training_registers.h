// The registers SLOTS .. CHOP_PHASE in the front end of a tile with an update or a transfer: docs/contract.md, "UPDATE
// and TRANSFER".
#pragma once

#include <vector>

#include "gen/blocks/field_registers.h"

namespace spintile::gen::blocks {

/// Those of the variant, by offset: none without an update.
std::vector<FieldRegister> training_registers(hdl::Module& module, const spec::Variant& variant,
                                              const std::vector<spec::Register>& map, const hdl::Expr& write_address,
                                              const hdl::Expr& data);

/// Clocks them, with what a transfer changes at its end (`transfer_end`, one bit; of variants with a transfer),
/// declares and drives the ports that say what they mean, and adds what they read to `readable`.
void keep_training_registers(hdl::Module& module, const spec::Variant& variant,
                             const std::vector<FieldRegister>& registers, const hdl::Expr& accept,
                             const hdl::Expr& data, std::vector<hdl::Labelled>& readable);

}  // namespace spintile::gen::blocks
