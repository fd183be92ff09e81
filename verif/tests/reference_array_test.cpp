// Weights as differences to a fixed array in the middle of the range.
#include "refmodel/analog/reference_array.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "host/philox.h"
#include "refmodel/numeric/normal.h"

namespace spintile::refmodel {
namespace {

spec::Variant variant_of(int rows, int columns, double error) {
  spec::Variant variant;
  variant.crossbar.rows = rows;
  variant.crossbar.columns = columns;
  variant.device.on_off_ratio = 10.0;
  variant.device.programming_error = error;
  return variant;
}

TEST(ReferenceArray, IsInTheMiddleOfTheRange) {
  const ReferenceArray reference(variant_of(3, 4, 0.0), 1, 0);
  EXPECT_FLOAT_EQ(reference.off(), 1.0F / 9.0F);
  for (const float conductance : reference.conductances().values()) EXPECT_FLOAT_EQ(conductance, 1.0F / 9.0F + 0.5F);
  for (const float level : {0.0F, 1.0F}) {
    const host::Matrix<float> cells = reference.cells(host::Matrix<float>(3, 4, 1.0F / 9.0F + level));
    for (const float cell : cells.values()) EXPECT_NEAR(cell, level - 0.5F, 1e-6F);
  }
}

// One draw by the words of the contract.
TEST(ReferenceArray, ErrorIsThatOfTheContractsDraw) {
  const ReferenceArray reference(variant_of(3, 4, 0.1), 7, 5);
  constexpr std::uint32_t line = ((2 * 4) + 1) * 2 + 1;  // row 2, column 1, g-
  const host::PhiloxBlock block = host::philox({7, 5}, {0, 0, line, 1U << 24});
  EXPECT_FLOAT_EQ(reference.conductances()(2, 1), 1.0F / 9.0F + 0.5F + 0.1F * normal(block[0]));
}

TEST(ReferenceArray, DevicesGiveTheCellsUpToTheEndsOfTheirRange) {
  const ReferenceArray reference(variant_of(30, 40, 0.1), 1, 0);
  host::Matrix<float> wanted(30, 40);
  float value = -0.5F;
  for (float& cell : wanted.values()) cell = value += 1.0F / 1201.0F;
  const host::Matrix<float> devices = reference.devices(wanted);
  const host::Matrix<float> cells = reference.cells(devices);
  int held = 0;
  for (std::size_t i = 0; i < cells.values().size(); ++i) {
    const float device = devices.values()[i];
    EXPECT_GE(device, reference.off());
    EXPECT_LE(device, reference.off() + 1.0F);
    const bool at_the_end = device == reference.off() || device == reference.off() + 1.0F;
    held += at_the_end ? 1 : 0;
    if (!at_the_end) {
      EXPECT_NEAR(cells.values()[i], wanted.values()[i], 1e-6F);
    }
  }
  EXPECT_GT(held, 0);
  EXPECT_LT(held, 200);
}

TEST(ReferenceArray, IsNeverBelowZero) {
  const ReferenceArray reference(variant_of(30, 40, 2.0), 1, 0);
  EXPECT_EQ(*std::ranges::min_element(reference.conductances().values()), 0.0F);
}

}  // namespace
}  // namespace spintile::refmodel
