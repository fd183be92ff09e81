// Array against arithmetic over many fp32 operands: what the tests do, further.
#pragma once

#include <cstdint>

#include "spec/float_operation.h"

namespace spintile::verif {

/// Seconds for `cases` weighted operands of an fp32 operation through arithmetic and array, flags included, on one
/// core. Throws std::runtime_error that shows the first case in which they differ.
double float_agreement(spec::FloatKind kind, std::uint64_t cases);

}  // namespace spintile::verif
