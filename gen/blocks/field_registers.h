// Registers of the map in a front end, a register for each field.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gen/hdl/module.h"
#include "spec/register_map.h"

namespace spintile::gen::blocks {

/// A register of the map: a register for each of its fields, as wide as the largest value of the field.
struct FieldRegister {
  spec::Register entry;
  hdl::Expr addressed;  // one bit: a write goes to it
  hdl::Expr bad_value;  // one bit: and must not
  std::vector<hdl::Target> fields;
};

/// Those of these names that the map has, in the order of the names. What they take is what the map says.
std::vector<FieldRegister> field_registers(hdl::Module& module, const std::vector<spec::Register>& map,
                                           std::span<const std::string_view> names, const hdl::Expr& write_address,
                                           const hdl::Expr& data);

/// The field of a register of that name; throws std::out_of_range for one that the variant has not.
const hdl::Target& field_of(const std::vector<FieldRegister>& registers, std::string_view name, std::size_t field = 0);

/// What a write does to the fields.
hdl::Block written(const FieldRegister& one, const hdl::Expr& data);

/// What a read of it gives, at its address.
hdl::Labelled as_readable(hdl::Module& module, const FieldRegister& one);

/// "CHOP_PHASE" -> "chop_phase"
std::string lower(std::string_view name);

/// "chop_phase"; of one of several fields "carry_fast_slots".
std::string signal_name(const spec::Register& entry, const spec::RegisterField& field);

/// Bits of the largest value of a field, 1 or more.
int bits_of(const spec::RegisterField& field);

/// What a read of a register gives, 32 bits, of the values of its fields.
hdl::Expr word_of(const spec::Register& entry, const std::vector<hdl::Expr>& values);

}  // namespace spintile::gen::blocks
