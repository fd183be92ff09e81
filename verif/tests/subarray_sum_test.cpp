#include "refmodel/periphery/subarray_sum.h"

#include <gtest/gtest.h>

#include "host/philox.h"
#include "spec/derive.h"

namespace spintile::refmodel {
namespace {

using Sums = std::vector<std::int32_t>;

TEST(SubarraySum, WorkedByHand) {
  spec::Variant variant;
  variant.crossbar = {.rows = 5, .columns = 2, .array_rows = 2, .weight_slices = 2};  // 3 sub-arrays of 4 converters
  const std::vector<std::uint64_t> bits = {0b1000'1100'1001};
  EXPECT_EQ(subarray_sum(variant, bits), (Sums{1, 0, 1, 3}));
}

TEST(SubarraySum, TakesThePairOfTheSample) {
  spec::Variant variant;
  variant.crossbar = {.rows = 4, .columns = 3, .array_rows = 2};
  variant.readout.column_mux = 2;  // 2 lines
  variant.readout.ping_pong = true;
  // Two sub-arrays of (line 0: pairs 0, 1; line 1: pairs 0, 1), from the right.
  const std::vector<std::uint64_t> bits = {0b1001'1101};
  EXPECT_EQ(subarray_sum(variant, bits, 0), (Sums{2, 1}));
  EXPECT_EQ(subarray_sum(variant, bits, 1), (Sums{0, 2}));
}

TEST(SubarraySum, AcrossWords) {
  spec::Variant variant;
  variant.crossbar = {.rows = 12, .columns = 37, .array_rows = 4, .weight_slices = 3};
  const int converters = spec::converters(variant);
  ASSERT_EQ(converters, 3 * 3 * 37);
  std::vector<std::uint64_t> bits(static_cast<std::size_t>(converters + 63) / 64, 0);
  Sums expected(3 * 37, 0);
  host::PhiloxSequence random({3, 0x80000000}, 0);
  for (int s = 0; s < 3; ++s) {
    for (int slice = 0; slice < 3; ++slice) {
      for (int column = 0; column < 37; ++column) {
        if (random.below(2) == 0) continue;
        const int converter = (s * 3 + slice) * 37 + column;
        bits[static_cast<std::size_t>(converter / 64)] |= std::uint64_t{1} << (converter % 64);
        ++expected[static_cast<std::size_t>(slice * 37 + column)];
      }
    }
  }
  EXPECT_EQ(subarray_sum(variant, bits), expected);
  bits.back() |= ~std::uint64_t{0} << (converters % 64);
  EXPECT_EQ(subarray_sum(variant, bits), expected) << "bits past the last converter do not count";
}

}  // namespace
}  // namespace spintile::refmodel
