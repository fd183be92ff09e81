#include "refmodel/periphery/requantise.h"

#include <gtest/gtest.h>

#include "host/philox.h"

namespace spintile::refmodel {
namespace {

using Wide = __int128;

spec::Variant with_output_bits(int bits) {
  spec::Variant variant;
  variant.requantise.output_bits = bits;
  return variant;
}

/// The definition: of the integers beside y scale / 2^shift the nearer one, of two equally near the even one.
std::int64_t by_definition(int output_bits, std::int64_t y, std::int64_t scale, int shift, std::int64_t offset) {
  const Wide numerator = Wide{y} * scale;
  const Wide denominator = Wide{1} << shift;
  Wide below = numerator / denominator;  // towards zero
  if (below * denominator > numerator) --below;
  const Wide down = numerator - below * denominator;
  const Wide up = (below + 1) * denominator - numerator;
  Wide result = down < up ? below : below + 1;
  if (down == up) result = below % 2 == 0 ? below : below + 1;
  result += offset;
  const Wide most = (Wide{1} << (output_bits - 1)) - 1;
  if (result > most) result = most;
  if (result < -most - 1) result = -most - 1;
  return static_cast<std::int64_t>(result);
}

TEST(Requantise, TiesGoToEven) {
  const spec::Variant variant = with_output_bits(8);
  const std::int64_t expected[] = {-4, -4, -3, -2, -2, -2, -1, 0, 0, 0, 1, 2, 2, 2, 3, 4, 4};
  for (int y = -8; y <= 8; ++y) EXPECT_EQ(requantise(variant, y, 1, 1, 0), expected[y + 8]) << y;  // y / 2
}

TEST(Requantise, OffsetAddsBeforeSaturation) {
  const spec::Variant variant = with_output_bits(8);
  EXPECT_EQ(requantise(variant, 200, 1, 0, -100), 100);
  EXPECT_EQ(requantise(variant, 200, 1, 0, 0), 127);
  EXPECT_EQ(requantise(variant, -200, 1, 0, 0), -128);
  EXPECT_EQ(requantise(variant, -200, 1, 0, 127), -73);
}

TEST(Requantise, RandomAgainstTheDefinition) {
  host::PhiloxSequence random({5, 0x80000000}, 0);
  const auto number = [&random](int bits) {  // two's complement of `bits`
    const std::uint64_t word = (std::uint64_t{random.next()} << 32) | random.next();
    return static_cast<std::int64_t>(word) >> (64 - bits);
  };
  for (int repeat = 0; repeat < 200000; ++repeat) {
    const int scale_bits = 2 + static_cast<int>(random.below(31));
    const int accumulator_bits = 2 + static_cast<int>(random.below(static_cast<std::uint32_t>(59 - scale_bits)));
    const int output_bits = 2 + static_cast<int>(random.below(31));
    const int shift = static_cast<int>(random.below(static_cast<std::uint32_t>(scale_bits + accumulator_bits)));
    const std::int64_t y = number(accumulator_bits);
    const std::int64_t scale = number(scale_bits);
    const std::int64_t offset = number(output_bits);
    ASSERT_EQ(requantise(with_output_bits(output_bits), y, scale, shift, offset),
              by_definition(output_bits, y, scale, shift, offset))
        << y << " x " << scale << " >> " << shift << " + " << offset << " to " << output_bits;
  }
}

TEST(Requantise, WidestProduct) {
  const spec::Variant variant = with_output_bits(32);
  const std::int64_t y = -(std::int64_t{1} << 30);
  const std::int64_t scale = -(std::int64_t{1} << 30);
  for (int shift = 0; shift <= 61; ++shift) {
    EXPECT_EQ(requantise(variant, y, scale, shift, -1), by_definition(32, y, scale, shift, -1)) << shift;
    EXPECT_EQ(requantise(variant, y, -scale - 1, shift, 3), by_definition(32, y, -scale - 1, shift, 3)) << shift;
  }
}

}  // namespace
}  // namespace spintile::refmodel
