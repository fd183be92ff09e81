// The registers SLOTS .. CHOP_PHASE in the front end of a tile with an update or a transfer: docs/contract.md, "UPDATE
// and TRANSFER".
#pragma once

#include <vector>

#include "gen/hdl/module.h"
#include "spec/register_map.h"

namespace spintile::gen::blocks {

/// A register of the map in a front end: a register for each of its fields.
struct FieldRegister {
  spec::Register entry;
  hdl::Expr addressed;  // one bit: a write goes to it
  hdl::Expr bad_value;  // one bit: and must not
  std::vector<hdl::Target> fields;
};

/// Those of the variant, by offset: none without an update.
std::vector<FieldRegister> training_registers(hdl::Module& module, const spec::Variant& variant,
                                              const std::vector<spec::Register>& map, const hdl::Expr& write_address,
                                              const hdl::Expr& data);

/// The field of a register of that name; throws std::out_of_range for one that the variant has not.
const hdl::Target& field_of(const std::vector<FieldRegister>& registers, std::string_view name, std::size_t field = 0);

/// Clocks them, with what a transfer changes at its end (`transfer_end`, one bit; of variants with a transfer),
/// declares and drives the ports that say what they mean, and adds what they read to `readable`.
void keep_training_registers(hdl::Module& module, const spec::Variant& variant,
                             const std::vector<FieldRegister>& registers, const hdl::Expr& accept,
                             const hdl::Expr& data, std::vector<hdl::Labelled>& readable);

}  // namespace spintile::gen::blocks
