// What the drivers did during one outer product: the record that both engines give the devices.
#pragma once

#include <cstdint>
#include <vector>

namespace spintile::refmodel {

/// Cell (k, j) takes |rows_k columns_j| units: down where the signs are equal, else up.
struct OpuDrive {
  std::vector<std::int32_t> rows;     // R signed counts of active slots
  std::vector<std::int32_t> columns;  // C signed voltage codes

  friend bool operator==(const OpuDrive&, const OpuDrive&) = default;
};

}  // namespace spintile::refmodel
