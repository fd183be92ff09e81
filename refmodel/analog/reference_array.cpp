#include "refmodel/analog/reference_array.h"

#include <cstdint>
#include <span>

#include "refmodel/analog/randomness.h"
#include "refmodel/numeric/normal.h"

namespace spintile::refmodel {

ReferenceArray::ReferenceArray(double error, int rows, int columns, host::PhiloxKey key) {
  if (error == 0.0) return;
  errors_ = cells_ = host::Matrix<float>(rows, columns);
  std::uint32_t line = 1;  // g- of the cell
  for (float& of_cell : errors_.values()) {
    const host::PhiloxBlock block = host::philox(key, draw_counter(Purpose::programming_error, 0, line, 0));
    of_cell = static_cast<float>(error) * normal(block[0]);
    line += 2;
  }
}

const host::Matrix<float>& ReferenceArray::cells(const host::Matrix<float>& weights, int first, int end) {
  if (errors_.values().empty()) return weights;
  for (int row = first; row < end; ++row) {
    const std::span<const float> weight = weights.row(row);
    const std::span<const float> error = errors_.row(row);
    const std::span<float> cell = cells_.row(row);
    for (std::size_t j = 0; j < cell.size(); ++j) cell[j] = weight[j] - error[j];
  }
  return cells_;
}

}  // namespace spintile::refmodel
