// The offset row and its calibration: lines with comparators that are off come to read zero, and who cannot is counted.
#include "refmodel/analog/offset_row.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "host/philox.h"
#include "refmodel/numeric/normal.h"

namespace spintile::refmodel {
namespace {

constexpr int lines = 200;

spec::Variant variant_of(double programming_error) {
  spec::Variant variant;
  variant.crossbar.rows = 32;
  variant.crossbar.columns = lines;
  variant.device.on_off_ratio = 10.0;
  variant.device.programming_error = programming_error;
  return variant;
}

/// Lines that convert `gain` times a cell plus an offset into a code, rounded, with noise (in codes) in each read.
struct Lines {
  std::vector<double> offsets;
  double gain = 20.0;
  double noise = 0.0;
  std::uint32_t reads = 0;

  std::vector<std::int32_t> operator()(std::span<const float> cells) {
    std::vector<std::int32_t> codes;
    for (std::size_t line = 0; line < cells.size(); ++line) {
      const auto block = host::philox({9, 0x80000000}, {reads, 0, static_cast<std::uint32_t>(line), 0});
      codes.push_back(static_cast<std::int32_t>(std::lround(gain * static_cast<double>(cells[line]) + offsets[line] +
                                                            noise * static_cast<double>(normal(block[0])))));
    }
    ++reads;
    return codes;
  }
};

Lines mismatched(double spread) {
  Lines result;
  for (std::uint32_t line = 0; line < lines; ++line) {
    result.offsets.push_back(spread * static_cast<double>(normal(host::philox({8, 0x80000000}, {0, 0, line, 0})[0])));
  }
  return result;
}

int not_zero(const std::vector<std::int32_t>& codes) {
  return static_cast<int>(codes.size()) - static_cast<int>(std::ranges::count(codes, 0));
}

TEST(OffsetRow, ConvergesWithMismatchedComparatorsAndAReferenceWithErrors) {
  Lines read = mismatched(2.0);  // of +-10 that a cell can take away
  OffsetRow row(variant_of(0.05), 1, 0);
  EXPECT_GT(not_zero(read(row.cells())), lines / 2);
  const Calibration calibration = row.calibrate(std::ref(read));
  EXPECT_EQ(calibration.failures, 0);
  EXPECT_EQ(calibration.codes, std::vector<std::int32_t>(lines, 0));
  EXPECT_EQ(not_zero(read(row.cells())), 0);
  // A line 8 codes off wants 0.4 of the range less half a code, 100 pulses of the mean step.
  EXPECT_GT(calibration.rounds, 30);
  EXPECT_LT(calibration.rounds, 130);
}

TEST(OffsetRow, LinesThatReadZeroGetNoPulse) {
  Lines read{.offsets = std::vector<double>(lines, 0.0)};
  read.offsets[3] = 5.0;
  OffsetRow row(variant_of(0.0), 1, 0);
  row.calibrate(std::ref(read));
  const std::vector<float> cells = row.cells();
  for (std::size_t line = 0; line < lines; ++line) {
    EXPECT_NEAR(cells[line], line == 3 ? -(5.0 - 0.5) / 20.0 : 0.0, 0.01) << line;
  }
}

TEST(OffsetRow, CountsLinesThatItsRangeDoesNotReach) {
  Lines read{.offsets = std::vector<double>(lines, 0.0)};
  read.offsets[5] = 11.0;
  read.offsets[6] = -11.0;
  read.offsets[7] = 9.0;
  OffsetRow row(variant_of(0.0), 1, 0);
  const Calibration calibration = row.calibrate(std::ref(read));
  EXPECT_EQ(calibration.failures, 2);
  EXPECT_EQ(calibration.rounds, CalibrationLimits{}.pulses);
  EXPECT_EQ(calibration.codes[5], 1);
  EXPECT_EQ(calibration.codes[6], -1);
  EXPECT_EQ(calibration.codes[7], 0);
}

TEST(OffsetRow, StopsAtTheLimit) {
  Lines read = mismatched(2.0);
  OffsetRow row(variant_of(0.0), 1, 0);
  const Calibration calibration = row.calibrate(std::ref(read), {.pulses = 10});
  EXPECT_EQ(calibration.rounds, 10);
  EXPECT_EQ(calibration.failures, not_zero(calibration.codes));
  EXPECT_GT(calibration.failures, 0);
  EXPECT_EQ(read.reads, 11U);
}

TEST(OffsetRow, MoreReadsSeeThroughNoise) {
  // With noise of half a code a third of all reads of a perfect line is not zero.
  Lines read = mismatched(2.0);
  read.noise = 0.5;
  OffsetRow row(variant_of(0.0), 1, 0);
  const Calibration calibration = row.calibrate(std::ref(read), {.pulses = 512, .reads = 64});
  EXPECT_EQ(calibration.failures, 0);
  read.noise = 0.0;
  const std::vector<float> cells = row.cells();
  for (std::size_t line = 0; line < lines; ++line) {
    EXPECT_LT(std::abs(20.0 * static_cast<double>(cells[line]) + read.offsets[line]), 0.75);
  }
}

TEST(OffsetRow, GoesOnFromItsState) {
  Lines read = mismatched(2.0);
  OffsetRow row(variant_of(0.05), 1, 0);
  row.calibrate(std::ref(read), {.pulses = 10});
  OffsetRow again(variant_of(0.05), 1, 0);
  again.set_state(row.state());
  row.calibrate(std::ref(read));
  again.calibrate(std::ref(read));
  EXPECT_EQ(again.state(), row.state());
}

TEST(OffsetRow, BackwardHasALineARowAndErrorsOfItsOwn) {
  const std::vector<float> forward = OffsetRow(variant_of(0.05), 1, 0).cells();
  const std::vector<float> backward = OffsetRow(variant_of(0.05), 1, 0, {}, host::Direction::backward).cells();
  EXPECT_EQ(forward.size(), 200U);
  EXPECT_EQ(backward.size(), 32U);
  EXPECT_NE(forward[0], backward[0]);
}

TEST(OffsetRow, RefusesWhatCannotBe) {
  EXPECT_THROW(OffsetRow(variant_of(0.0), 1, 0, {.step = 0.0}), std::invalid_argument);
  EXPECT_THROW(OffsetRow(variant_of(0.0), 1, 0, {.step = 0.1, .step_noise = -1.0}), std::invalid_argument);
  OffsetRow row(variant_of(0.0), 1, 0);
  Lines read = mismatched(1.0);
  EXPECT_THROW(row.calibrate(std::ref(read), {.pulses = -1}), std::invalid_argument);
  EXPECT_THROW(row.calibrate(std::ref(read), {.pulses = 1, .reads = 0}), std::invalid_argument);
  EXPECT_THROW(row.calibrate([](std::span<const float>) { return std::vector<std::int32_t>(3); }),
               std::invalid_argument);
}

}  // namespace
}  // namespace spintile::refmodel
