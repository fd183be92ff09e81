#pragma once

#include <cstdint>

#include "host/matrix.h"
#include "host/philox.h"
#include "verif/host_draws.h"

namespace spintile::verif {

/// Integers of magnitude at most `limit`, the same for the same purpose.
inline host::Matrix<std::int32_t> random_codes(int rows, int columns, std::int32_t limit, std::uint32_t purpose) {
  host::PhiloxSequence random({1, host_draws::benchmark}, purpose);
  host::Matrix<std::int32_t> codes(rows, columns);
  for (std::int32_t& code : codes.values()) {
    code = static_cast<std::int32_t>(random.below(static_cast<std::uint32_t>(2 * limit + 1))) - limit;
  }
  return codes;
}

}  // namespace spintile::verif
