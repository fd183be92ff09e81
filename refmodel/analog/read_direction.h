// What arrays check of the two directions of their reads.
#pragma once

#include <cstddef>
#include <span>

#include "host/array.h"
#include "spec/variant.h"

namespace spintile::refmodel {

/// 0 forward, 1 backward; std::invalid_argument for a direction that the variant does not have.
std::size_t direction_index(const spec::Variant& variant, host::Direction direction);

/// std::invalid_argument unless there is a positive, finite gain for each of the outputs: columns forward, rows
/// backward.
void require_gains(std::span<const float> gains, int outputs, host::Direction direction);

}  // namespace spintile::refmodel
