// What the host makes of an update by x and d for an outer product: for how many slots each row is active, and at which
// voltage each column stands. docs/contract.md, "Outer product" (Marinella et al., JETCAS 2018).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "spec/pulsed_update.h"

namespace spintile::host {

/// As a tile's spaces `input` and `column_voltage` take them.
struct OuterProductCodes {
  std::vector<std::int32_t> rows;     // +-(2^row_bits - 1)
  std::vector<std::int32_t> columns;  // +-(2^(voltage_bits - 1) - 1)

  friend bool operator==(const OuterProductCodes&, const OuterProductCodes&) = default;
};

/// Descends an array of granularity g (its mean step of one unit, above 0) along x (R) and d (C): a product of codes is
/// rate x_k d_j / g, but for rounding. Of the range of their codes rows and columns use about as much; the largest row
/// code is exact, and where the range is not enough the columns clip. A negative rate ascends. Where x, d or rate are 0
/// all codes are. std::invalid_argument for numbers that are not finite.
OuterProductCodes outer_product_codes(std::span<const float> x, std::span<const float> d, double rate,
                                      double granularity, const spec::PulsedUpdate& update);

}  // namespace spintile::host
