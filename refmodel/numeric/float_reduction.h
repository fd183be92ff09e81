// Reductions over lanes: docs/contract.md, "Reductions over lanes".
#pragma once

#include <cstdint>
#include <span>

#include "refmodel/numeric/float_value.h"
#include "spec/float_operation.h"

namespace spintile::refmodel {

/// What lane 0 gets of operation.lanes operands, lane 0 first; `b` counts for lane_dot alone. Throws
/// std::invalid_argument for an operation that reduces no lanes or another number of operands.
FloatResult reduce_lanes(const spec::FloatOperation& operation, std::span<const std::uint64_t> a,
                         std::span<const std::uint64_t> b = {});

}  // namespace spintile::refmodel
