// Regions that move on with each operation.
#include "host/region_rotation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace spintile::host {
namespace {

spec::sot::Program program_of(std::vector<int> lengths) {
  spec::sot::Program program;
  for (const int rows : lengths) program.regions.push_back({"region", rows});
  return program;
}

TEST(RegionRotation, WrapsWholeRegions) {
  RegionRotation rotation(program_of({2, 3, 0, 4}), 12, 5);
  const auto first = [&](std::size_t region) { return rotation.bases()[region]; };
  EXPECT_EQ(first(0), 0);
  EXPECT_EQ(first(1), 2);
  EXPECT_EQ(first(3), 5);
  rotation.advance();
  EXPECT_EQ(first(0), 5);
  EXPECT_EQ(first(1), 7);
  EXPECT_EQ(first(3), 0);  // rows 10 .. 13 do not exist
  rotation.advance();
  EXPECT_EQ(first(0), 10);
  EXPECT_EQ(first(1), 0);
  EXPECT_EQ(first(3), 3);
}

TEST(RegionRotation, NeverOverlapsAndUsesEveryRow) {
  const std::vector<int> lengths = {5, 5, 5, 0, 11};
  RegionRotation rotation(program_of(lengths), 36, 1);
  std::vector<int> used(36);
  for (int i = 0; i < 36; ++i, rotation.advance()) {
    std::vector<int> now(36);
    for (std::size_t region = 0; region < lengths.size(); ++region) {
      for (int row = 0; row < lengths[region]; ++row)
        ++now.at(static_cast<std::size_t>(rotation.bases()[region] + row));
    }
    for (std::size_t row = 0; row < now.size(); ++row) {
      EXPECT_LE(now[row], 1) << "operation " << i << ", row " << row;
      used[row] += now[row];
    }
  }
  EXPECT_GT(*std::ranges::min_element(used), 0);
}

TEST(RegionRotation, RefusesAnArrayWithoutRoom) {
  EXPECT_THROW(RegionRotation(program_of({2, 3, 4}), 11, 1), std::invalid_argument);
  EXPECT_NO_THROW(RegionRotation(program_of({2, 3, 4}), 12, 1));
  EXPECT_NO_THROW(RegionRotation(program_of({2, 3, 4}), 9, 0));
  EXPECT_THROW(RegionRotation(program_of({2, 3, 4}), 8, 0), std::invalid_argument);
  EXPECT_THROW(RegionRotation(program_of({2}), 8, -1), std::invalid_argument);
}

}  // namespace
}  // namespace spintile::host
