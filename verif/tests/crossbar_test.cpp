#include "refmodel/analog/crossbar.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "host/philox.h"
#include "refmodel/numeric/normal.h"
#include "spec/derive.h"

namespace spintile::refmodel {
namespace {

using Codes = host::Matrix<std::int32_t>;

Codes random_codes(int rows, int columns, std::int32_t limit, std::uint32_t purpose) {
  host::PhiloxSequence random({6, 0x80000000}, purpose);
  Codes codes(rows, columns);
  for (std::int32_t& code : codes.values()) {
    code = static_cast<std::int32_t>(random.below(static_cast<std::uint32_t>(2 * limit + 1))) - limit;
  }
  return codes;
}

spec::Variant two_slices() {
  spec::Variant variant;
  variant.crossbar = {.rows = 13, .columns = 37, .array_rows = 5, .weight_slices = 2, .slice_bits = 2};
  variant.input = {.streams = 1, .stream_bits = 3};
  return variant;
}

TEST(Crossbar, FreshCellsAreZero) {
  spec::Variant variant = two_slices();
  variant.device.programming_error = 0.1;
  const Crossbar crossbar(variant, 1, 0);
  const auto sums = crossbar.partial_sums(random_codes(3, 13, 7, 0), Simd::baseline);
  EXPECT_TRUE(std::all_of(sums.values().begin(), sums.values().end(), [](float sum) { return sum == 0.0F; }));
}

TEST(Crossbar, SlicesHoldTheDigitsOfTheMagnitude) {
  const spec::Variant variant = two_slices();
  Crossbar crossbar(variant, 1, 0);
  Codes codes(13, 37, 0);
  codes(0, 0) = 0b1101;     // digits 3 and 1
  codes(12, 36) = -0b0110;  // digits 1 and 2
  crossbar.program(codes);
  constexpr float rounding = 0x1p-22F;
  EXPECT_NEAR(crossbar.cell(0, 0, 0), 1.0F / 3.0F, rounding);
  EXPECT_NEAR(crossbar.cell(1, 0, 0), 1.0F, rounding);
  EXPECT_NEAR(crossbar.cell(0, 12, 36), -2.0F / 3.0F, rounding);
  EXPECT_NEAR(crossbar.cell(1, 12, 36), -1.0F / 3.0F, rounding);
  EXPECT_EQ(crossbar.cell(0, 0, 1), 0.0F);
}

// One cell by the words of the contract: its counters, the error on each of the two conductances, none below 0.
TEST(Crossbar, ErrorsComeFromTheContractsDraws) {
  spec::Variant variant = two_slices();
  variant.device.programming_error = 0.25;
  variant.device.on_off_ratio = 5.0;
  const Codes codes = random_codes(13, 37, 15, 1);
  Crossbar crossbar(variant, 77, 0);
  for (std::uint32_t programming = 0; programming < 2; ++programming) {
    crossbar.program(codes);
    for (const auto& [slice, row, column] : {std::array{0, 0, 0}, {1, 12, 36}, {0, 5, 20}, {1, 3, 1}}) {
      const std::int32_t code = codes(row, column);
      const float on = 0.25F + static_cast<float>((std::abs(code) >> (2 * slice)) % 4) / 3.0F;
      const auto line = static_cast<std::uint32_t>(2 * ((slice * 13 + row) * 37 + column));
      const auto conductance = [&](float target, std::uint32_t draw_line) {
        const auto words = host::philox({77, 0}, {programming, 0, draw_line, 1U << 24});
        return std::max(0.0F, target + 0.25F * normal(words[0]));
      };
      EXPECT_EQ(crossbar.cell(slice, row, column),
                conductance(code > 0 ? on : 0.25F, line) - conductance(code < 0 ? on : 0.25F, line + 1));
    }
  }
}

TEST(Crossbar, ErrorHasItsMeanAndVariance) {
  spec::Variant variant;
  variant.crossbar = {.rows = 200, .columns = 200, .array_rows = 200};
  variant.device.on_off_ratio = 2.0;  // off state at 1: no conductance comes near 0
  variant.device.programming_error = 0.1;
  Crossbar crossbar(variant, 3, 0);
  crossbar.program(Codes(200, 200, -1));
  double sum = 0.0;
  double squares = 0.0;
  constexpr double cells = 200 * 200;
  for (int row = 0; row < 200; ++row) {
    for (int column = 0; column < 200; ++column) {
      const double error = crossbar.cell(0, row, column) + 1.0;
      sum += error;
      squares += error * error;
    }
  }
  const double variance = 2 * 0.1 * 0.1;  // of the difference of two
  EXPECT_LT(std::fabs(sum / cells), 5 * std::sqrt(variance / cells));
  EXPECT_LT(std::fabs(squares / cells - variance), 5 * variance * std::sqrt(2 / cells));
}

TEST(Crossbar, PartialSumsInTheContractsOrder) {
  for (const auto& [rows, columns, array_rows, reads] :
       {std::array{13, 37, 5, 1}, {1, 1, 1, 3}, {64, 64, 64, 40}, {100, 33, 30, 17}, {9, 5, 1, 16}}) {
    spec::Variant variant = two_slices();
    variant.crossbar.rows = rows;
    variant.crossbar.columns = columns;
    variant.crossbar.array_rows = array_rows;
    variant.device.programming_error = 0.05;
    Crossbar crossbar(variant, 5, 0);
    crossbar.program(random_codes(rows, columns, 15, 2));
    const Codes drives = random_codes(reads, rows, 7, 3);
    const auto sums = crossbar.partial_sums(drives, Simd::baseline);
    for (int read = 0; read < reads; ++read) {
      for (int s = 0; s < spec::subarrays(variant); ++s) {
        for (int slice = 0; slice < 2; ++slice) {
          for (int column = 0; column < columns; ++column) {
            float sum = 0.0F;
            for (int row = spec::subarray_first_row(variant, s); row < spec::subarray_first_row(variant, s + 1);
                 ++row) {
              sum = sum + static_cast<float>(drives(read, row)) * crossbar.cell(slice, row, column);
            }
            ASSERT_EQ(sums(read, (s * 2 + slice) * columns + column), sum);
          }
        }
      }
    }
    if (best_simd() == Simd::avx2) {
      EXPECT_EQ(crossbar.partial_sums(drives, Simd::avx2), sums);
    }
  }
}

}  // namespace
}  // namespace spintile::refmodel
