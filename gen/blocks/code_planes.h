// How codes lie between packets and drivers: a plane of signs, and planes of magnitude digits, the least significant
// first.
#pragma once

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

}  // namespace spintile::gen::blocks
