// Reference array, offset row and ramp converter together: what a read of the analog block gives before and after its
// calibration.
#include "refmodel/analog/corrected_ramp_array.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "host/philox.h"

namespace spintile::refmodel {
namespace {

constexpr int rows = 48;
constexpr int columns = 70;

spec::Variant ramp_variant() {
  spec::Variant variant;
  variant.crossbar.rows = rows;
  variant.crossbar.columns = columns;
  variant.crossbar.array_rows = rows;
  variant.input = {.coding = spec::InputCoding::time, .streams = 1, .stream_bits = 7};
  variant.readout.kind = spec::ReadoutKind::ramp;
  variant.readout.samples_max = 1;
  variant.device.on_off_ratio = 10.0;
  variant.device.column_gain = 8.0;
  return variant;
}

int not_zero(const RampCodes& read) {
  return static_cast<int>(read.codes.values().size()) - static_cast<int>(std::ranges::count(read.codes.values(), 0));
}

const host::Matrix<std::int32_t> zeros(1, rows);

TEST(CorrectedRampArray, CalibrationTakesTheOffsetsOfComparatorsAway) {
  spec::Variant variant = ramp_variant();
  variant.device.comparator_offset_spread = 2.0 / 127.0;  // 2 codes, of the 10 that the row can take away
  variant.device.programming_error = 0.05;
  CorrectedRampArray array(variant, 1, 0);
  EXPECT_GT(not_zero(array.codes(zeros)), columns / 2);
  const Calibration calibration = array.calibrate();
  EXPECT_EQ(calibration.failures, 0);
  EXPECT_EQ(not_zero(array.codes(zeros)), 0);
}

// With offsets taken away, codes of data are those of ideal comparators, but for what is left of an offset: less than a
// code, and a rounding of its own.
TEST(CorrectedRampArray, ReadsDataAsIdealComparatorsDo) {
  host::PhiloxSequence random({5, 0x80000000}, 0);
  host::Matrix<float> cells(rows, columns);
  for (float& cell : cells.values()) cell = 0.9F * (random.uniform() - 0.5F);
  host::Matrix<std::int32_t> counts(20, rows);
  for (std::int32_t& count : counts.values()) count = static_cast<std::int32_t>(random.below(255)) - 127;

  CorrectedRampArray ideal(ramp_variant(), 1, 0);
  ideal.program(cells);
  const RampCodes expected = ideal.codes(counts);
  // The same by plain sums: full scale is that of all rows and the offset row.
  for (int j = 0; j < columns; ++j) {
    double sum = 0.0;
    for (int k = 0; k < rows; ++k) sum += counts(0, k) * static_cast<double>(cells(k, j));
    const double code = sum * 8.0 / ((rows + 1) * 127.0) * 127.0;
    EXPECT_NEAR(expected.codes(0, j), std::clamp(code, -127.0, 127.0), 0.51) << j;
  }

  spec::Variant variant = ramp_variant();
  variant.device.comparator_offset_spread = 2.0 / 127.0;
  variant.device.programming_error = 0.01;
  CorrectedRampArray array(variant, 1, 0);
  array.program(cells);
  const auto worst = [&] {
    const RampCodes found = array.codes(counts);
    std::int32_t most = 0;
    for (std::size_t i = 0; i < found.codes.values().size(); ++i) {
      most = std::max(most, std::abs(found.codes.values()[i] - expected.codes.values()[i]));
    }
    return most;
  };
  EXPECT_GE(worst(), 4);
  EXPECT_EQ(array.calibrate().failures, 0);
  EXPECT_LE(worst(), 1);
}

TEST(CorrectedRampArray, CountsLinesOutOfReach) {
  spec::Variant variant = ramp_variant();
  variant.device.comparator_offset_spread = 10.0 / 127.0;
  CorrectedRampArray array(variant, 1, 0);
  const Calibration calibration = array.calibrate();
  // Cells of +-1/2 of 8 / 49 x 127 codes each reach 10.4, and a code is half a code wide on either side.
  const RampConverter converter(variant, {1, 0});
  const auto out_of_reach = [](float offset) { return std::abs(offset) * 127.0F > 10.37F + 0.5F; };
  EXPECT_NEAR(calibration.failures, static_cast<double>(std::ranges::count_if(converter.offsets(), out_of_reach)), 1.0);
  EXPECT_GT(calibration.failures, 5);
  EXPECT_EQ(calibration.failures, not_zero(array.codes(zeros)));
}

TEST(CorrectedRampArray, RefusesCellsOfAnotherSize) {
  CorrectedRampArray array(ramp_variant(), 1, 0);
  EXPECT_THROW(array.program(host::Matrix<float>(rows + 1, columns)), std::invalid_argument);
}

}  // namespace
}  // namespace spintile::refmodel
