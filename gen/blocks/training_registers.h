// The registers SLOTS .. CHOP_PHASE in the front end of a tile with an update or a transfer: docs/contract.md, "UPDATE
// and TRANSFER".
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "gen/blocks/field_registers.h"

namespace spintile::gen::blocks {

/// All of them, by offset.
inline constexpr std::array<std::string_view, 8> training_register_names = {
    "SLOTS", "TRANSFER_SAMPLES", "TRANSFER_ROW", "SWEEPS", "WARM_UP", "CHOPPER", "CHOP_PERIOD", "CHOP_PHASE"};

/// Clocks them, with what a transfer changes at its end (`transfer_end`, one bit; of variants with a transfer),
/// declares and drives the ports that say what they mean, and adds what they read to `readable`.
void keep_training_registers(hdl::Module& module, const spec::Variant& variant,
                             const std::vector<FieldRegister>& registers, const hdl::Expr& accept,
                             const hdl::Expr& data, std::vector<hdl::Labelled>& readable);

}  // namespace spintile::gen::blocks
