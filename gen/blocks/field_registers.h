// Registers of the map in a front end, a register for each field.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gen/hdl/module.h"
#include "spec/register_map.h"

namespace spintile::gen::blocks {

/// A register of the map: a register for each of its fields, no wider than it.
struct FieldRegister {
  spec::Register entry;
  hdl::Expr addressed;  // one bit: a write goes to it
  hdl::Expr bad_value;  // one bit: and must not
  std::vector<hdl::Target> fields;
};

/// The field of a register of that name; throws std::out_of_range for one that the variant has not.
const hdl::Target& field_of(const std::vector<FieldRegister>& registers, std::string_view name, std::size_t field = 0);

/// "CHOP_PHASE" -> "chop_phase"
std::string lower(std::string_view name);

/// "chop_phase"; of one of several fields "carry_fast_slots".
std::string signal_name(const spec::Register& entry, const spec::RegisterField& field);

/// The ranges of bits that belong to no field must be 0: one bit a range.
std::vector<hdl::Expr> reserved_bits(const spec::Register& entry, const hdl::Expr& data);

/// What a read of the register gives, 32 bits, of the values of its fields.
hdl::Expr word_of(const spec::Register& entry, const std::vector<hdl::Expr>& values);

}  // namespace spintile::gen::blocks
