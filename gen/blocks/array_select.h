// Which of two arrays a tile works on: docs/contract.md, pin array_sel_o.
#pragma once

#include "gen/hdl/module.h"
#include "spec/variant.h"

namespace spintile::gen::blocks {

/// What chooses, all of one cycle.
struct ArrayEvents {
  hdl::Expr chosen;           // a command starts whose operand is an array
  hdl::Expr array;            // that one
  hdl::Expr starts_transfer;  // of variants with a transfer
  hdl::Expr starts_carry;     // of variants with a CARRY
};

/// Clocks the register, and declares and drives array_sel_o.
void keep_array_select(hdl::Module& module, const spec::Variant& variant, const ArrayEvents& events);

}  // namespace spintile::gen::blocks
