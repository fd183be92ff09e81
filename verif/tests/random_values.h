// Matrices of random numbers for tests.
#pragma once

#include <cstdint>

#include "host/matrix.h"
#include "host/philox.h"
#include "verif/host_draws.h"

namespace spintile::verif {

/// Evenly from [-1, 1).
inline host::Matrix<float> random_values(std::uint32_t seed, int rows, int columns, std::uint32_t purpose) {
  host::PhiloxSequence random({seed, host_draws::stimulus}, purpose);
  host::Matrix<float> values(rows, columns);
  for (float& value : values.values()) value = 2.0F * random.uniform() - 1.0F;
  return values;
}

}  // namespace spintile::verif
