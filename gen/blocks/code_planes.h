// How codes lie between packets and drivers: a plane of signs, and planes of magnitude digits, the least significant
// first.
#pragma once

#include <functional>

#include "gen/hdl/module.h"
#include "spec/interface.h"
#include "spec/variant.h"

namespace spintile::gen::blocks {

struct CodePlanes {
  int digits;      // planes of them
  int digit_bits;  // of each code in such a plane
};

/// Of the spaces input, output_error and column_voltage. A stream is a digit; a time code is driven bit by bit, a
/// voltage whole.
CodePlanes code_planes(const spec::Variant& variant, spec::Space space);

/// Bits of the index of a digit plane of a line, 1 or more: which stream is driven, or which bit of a time code
/// decides.
int plane_index_bits(const spec::Variant& variant);

/// The lines that are active in a slot of a time code: those with a 1 in the plane that `chosen` names; none where
/// `drive` is low. `plane` gives a plane, one bit a line.
hdl::Expr active_lines(hdl::Module& module, const spec::Variant& variant, int lines, const hdl::Expr& drive,
                       const hdl::Expr& chosen, const std::function<hdl::Expr(int)>& plane);

}  // namespace spintile::gen::blocks
