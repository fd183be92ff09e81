// Which of a tile's arrays, and which way through it.
#pragma once

#include <cstdint>

namespace spintile::host {

/// W, and with crossbar.fast_array A beside it, which has conductances and MTJs of its own.
enum class Array : std::uint8_t { weight = 0, fast = 1 };

/// forward: rows are driven, columns read; backward: the other way round.
enum class Direction : std::uint8_t { forward = 0, backward = 1 };

}  // namespace spintile::host
