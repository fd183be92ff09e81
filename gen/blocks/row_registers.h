// The registers ROW .. CARRIES in the front end of a tile with outer products: docs/contract.md, "PROGRAM, CARRY and
// CALIBRATE".
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "gen/blocks/field_registers.h"
#include "spec/variant.h"

namespace spintile::gen::blocks {

/// Those that are written, by offset.
inline constexpr std::array<std::string_view, 7> row_register_names = {
    "ROW", "TOLERANCE", "ATTEMPTS", "PROGRAM_SLOTS", "CARRY_THRESHOLD", "CARRY_FAST", "CARRY_WEIGHT"};

/// Clocks them, declares and drives the ports that say what they hold, takes what the row writer counted, and adds
/// what all of them read to `readable`.
void keep_row_registers(hdl::Module& module, const spec::Variant& variant, const std::vector<FieldRegister>& registers,
                        const std::vector<spec::Register>& map, const hdl::Expr& accept, const hdl::Expr& data,
                        std::vector<hdl::Labelled>& readable);

}  // namespace spintile::gen::blocks
