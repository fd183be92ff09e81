// A random order, by Fisher and Yates.
#pragma once

#include <cstdint>
#include <span>
#include <utility>

#include "host/philox.h"

namespace spintile::host {

/// Every order is equally likely (but for the bias of PhiloxSequence::below). At most 2^32 - 1 values.
inline void shuffle(std::span<int> values, PhiloxSequence& draws) {
  for (std::size_t left = values.size(); left > 1; --left)
    std::swap(values[left - 1], values[draws.below(static_cast<std::uint32_t>(left))]);
}

}  // namespace spintile::host
