#include "refmodel/periphery/shift_and_add.h"

#include <gtest/gtest.h>

#include <vector>

#include "host/philox.h"
#include "spec/derive.h"

namespace spintile::refmodel {
namespace {

TEST(ShiftAndAdd, WorkedByHand) {
  spec::Variant variant;
  variant.crossbar = {.rows = 6, .columns = 2, .array_rows = 2, .weight_slices = 2, .slice_bits = 2};
  variant.input = {.streams = 2, .stream_bits = 3};
  std::vector<std::int64_t> y = {5, -7};
  // n S = 4 x 3 = 12; slice 0: 2c - 12 = -12, 2; slice 1: 12, -10, at place value 4.
  const std::vector<std::int32_t> counts = {0, 7, 12, 1};
  shift_and_add(variant, 0, counts, std::vector<std::int32_t>(4, 12), y);
  EXPECT_EQ(y, (std::vector<std::int64_t>{40 - 12 + 48, -56 + 2 - 40}));
}

TEST(ShiftAndAdd, PhasesAndTotalsByHand) {
  spec::Variant variant;
  variant.crossbar = {.rows = 6, .columns = 5, .array_rows = 2, .weight_slices = 2, .slice_bits = 1};
  variant.input = {.streams = 2, .stream_bits = 1};
  variant.readout.column_mux = 2;  // columns 0, 2, 4 and then 1, 3 on lines 0, 1, 2
  std::vector<std::int64_t> y = {1, 2, 3, 4, 5};
  const std::vector<std::int32_t> counts = {1, 2, 3, 4, 5, 6};
  const std::vector<std::int32_t> totals = {2, 2, 9, 8, 8, 8};  // v: 0, 2, -3; 0, 2, 4
  shift_and_add(variant, 0, counts, totals, y);
  EXPECT_EQ(y, (std::vector<std::int64_t>{2 + 0, 2, 6 + 2 + 4, 4, 10 - 3 + 8}));
  shift_and_add(variant, 1, counts, totals, y);
  EXPECT_EQ(y, (std::vector<std::int64_t>{2, 4 + 0, 12, 8 + 2 + 4, 15})) << "line 2 has no column";
}

// The sum of the contract, term by term with powers of two by repeated multiplication, against Horner's rule.
TEST(ShiftAndAdd, SumOverSlicesAndStreams) {
  host::PhiloxSequence random({4, 0x80000000}, 0);
  for (int repeat = 0; repeat < 200; ++repeat) {
    spec::Variant variant;
    const int columns = 1 + static_cast<int>(random.below(5));
    const int array_rows = 1 + static_cast<int>(random.below(9));
    variant.crossbar = {.rows = 1 + static_cast<int>(random.below(40)),
                        .columns = columns,
                        .array_rows = array_rows,
                        .weight_slices = 1 + static_cast<int>(random.below(4)),
                        .slice_bits = 1 + static_cast<int>(random.below(3))};
    variant.input = {.streams = 1 + static_cast<int>(random.below(4)),
                     .stream_bits = 1 + static_cast<int>(random.below(3))};
    const int samples = 1 + static_cast<int>(random.below(8));
    const int most = samples * spec::subarrays(variant);

    std::vector<std::int64_t> y(static_cast<std::size_t>(columns), 0);
    std::vector<std::int64_t> expected = y;
    for (int stream = variant.input.streams - 1; stream >= 0; --stream) {
      std::vector<std::int32_t> counts(static_cast<std::size_t>(variant.crossbar.weight_slices * columns));
      for (std::size_t line = 0; line < counts.size(); ++line) {
        counts[line] = static_cast<std::int32_t>(random.below(static_cast<std::uint32_t>(most + 1)));
        std::int64_t term = counts[line] - (most - counts[line]);  // ones less zeros
        for (int bit = 0; bit < variant.input.stream_bits * stream; ++bit) term *= 2;
        for (std::size_t slice = 0; slice < line / y.size(); ++slice) {
          for (int bit = 0; bit < variant.crossbar.slice_bits; ++bit) term *= 2;
        }
        expected[line % y.size()] += term;
      }
      shift_and_add(variant, 0, counts, std::vector<std::int32_t>(counts.size(), most), y);
    }
    EXPECT_EQ(y, expected);
  }
}

TEST(ShiftAndAdd, ExtremesReachTheAccumulatorBounds) {
  spec::Variant variant;
  variant.crossbar = {.rows = 64, .columns = 1, .array_rows = 1, .weight_slices = 4, .slice_bits = 2};
  variant.input = {.streams = 4, .stream_bits = 2};
  const int samples = variant.readout.samples_max;
  for (const int count : {0, samples * 64}) {
    std::vector<std::int64_t> y = {0};
    const std::vector<std::int32_t> totals(4, samples * 64);
    for (int stream = 0; stream < 4; ++stream) {
      shift_and_add(variant, 0, std::vector<std::int32_t>(4, count), totals, y);
    }
    EXPECT_EQ(y[0], count == 0 ? -spec::accumulator_max(variant) : spec::accumulator_max(variant));
  }
}

}  // namespace
}  // namespace spintile::refmodel
