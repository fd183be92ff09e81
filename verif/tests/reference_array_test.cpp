// What cells read as whose reference devices are not all alike.
#include "refmodel/analog/reference_array.h"

#include <gtest/gtest.h>

#include "refmodel/numeric/normal.h"

namespace spintile::refmodel {
namespace {

using Weights = host::Matrix<float>;

TEST(ReferenceArray, ErrorsAreTheContractsDraws) {
  ReferenceArray reference(0.1, 3, 4, {7, 5});
  const Weights cells = reference.cells(Weights(3, 4, 0.25F), 0, 3);
  for (std::uint32_t row = 0; row < 3; ++row) {
    for (std::uint32_t column = 0; column < 4; ++column) {
      const std::uint32_t line = (row * 4 + column) * 2 + 1;  // g- of slice 0
      const float drawn = normal(host::philox({7, 5}, {0, 0, line, 1U << 24})[0]);
      EXPECT_EQ(cells(static_cast<int>(row), static_cast<int>(column)), 0.25F - 0.1F * drawn);
    }
  }
}

TEST(ReferenceArray, FollowsTheRowsThatChange) {
  ReferenceArray reference(0.1, 3, 4, {7, 5});
  const Weights before = reference.cells(Weights(3, 4), 0, 3);
  const Weights after = reference.cells(Weights(3, 4, 1.0F), 1, 2);
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 4; ++column) {
      EXPECT_EQ(after(row, column), row == 1 ? 1.0F + before(1, column) : before(row, column)) << row;
    }
  }
}

TEST(ReferenceArray, WithoutErrorCellsAreTheWeights) {
  ReferenceArray reference(0.0, 2, 2, {7, 5});
  const Weights weights(2, 2, 0.3F);
  EXPECT_EQ(&reference.cells(weights, 0, 2), &weights);
}

}  // namespace
}  // namespace spintile::refmodel
