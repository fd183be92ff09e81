#include "refmodel/periphery/ramp_capture.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "spec/derive.h"

namespace spintile::refmodel {
namespace {

spec::Variant with_bits(int bits) {
  spec::Variant variant;
  variant.readout.kind = spec::ReadoutKind::ramp;
  variant.readout.ramp_bits = bits;
  return variant;
}

TEST(RampCapture, ShortestRamp) {
  // Levels -3/2, -1/2, 1/2, 3/2 in units of a code: F is 1.
  const spec::Variant variant = with_bits(2);
  EXPECT_EQ(ramp_code(variant, 0), (RampCode{.code = -1, .overflow = false, .underflow = true}));
  EXPECT_EQ(ramp_code(variant, 1), (RampCode{.code = -1}));
  EXPECT_EQ(ramp_code(variant, 2), (RampCode{.code = 0}));
  EXPECT_EQ(ramp_code(variant, 3), (RampCode{.code = 1}));
  EXPECT_EQ(ramp_code(variant, 4), (RampCode{.code = 1, .overflow = true, .underflow = false}));
}

TEST(RampCapture, EightBits) {
  const spec::Variant variant = with_bits(8);
  EXPECT_EQ(ramp_code(variant, 0), (RampCode{.code = -127, .overflow = false, .underflow = true}));
  EXPECT_EQ(ramp_code(variant, 1), (RampCode{.code = -127}));
  EXPECT_EQ(ramp_code(variant, 128), (RampCode{}));
  EXPECT_EQ(ramp_code(variant, 255), (RampCode{.code = 127}));
  EXPECT_EQ(ramp_code(variant, 256), (RampCode{.code = 127, .overflow = true, .underflow = false}));
}

TEST(RampCapture, CodesRiseByOneAStepAndFitTheAccumulator) {
  for (int bits = 2; bits <= 12; ++bits) {
    const spec::Variant variant = with_bits(bits);
    EXPECT_EQ(spec::accumulator_bits(variant), bits);
    const std::int32_t largest = (1 << (bits - 1)) - 1;
    for (std::int32_t step = 1; step < 1 << bits; ++step) {
      ASSERT_EQ(ramp_code(variant, step), (RampCode{.code = step - 1 - largest}));
    }
  }
}

TEST(RampCapture, RefusesAStepThatIsNone) {
  EXPECT_THROW(ramp_code(with_bits(4), -1), std::invalid_argument);
  EXPECT_THROW(ramp_code(with_bits(4), 17), std::invalid_argument);
}

}  // namespace
}  // namespace spintile::refmodel
