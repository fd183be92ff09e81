#include "refmodel/numeric/logistic.h"

#include <gtest/gtest.h>
#include <mpfr.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace spintile::refmodel {
namespace {

/// |value / (1 / (1 + exp(-t))) - 1|, with 120 bits.
double relative_error(float value, float t) {
  mpfr_t x;
  mpfr_init2(x, 120);
  mpfr_set_flt(x, -t, MPFR_RNDN);
  mpfr_exp(x, x, MPFR_RNDN);
  mpfr_add_ui(x, x, 1, MPFR_RNDN);
  mpfr_mul_d(x, x, value, MPFR_RNDN);  // value (1 + exp(-t)), 1 when exact
  mpfr_sub_ui(x, x, 1, MPFR_RNDN);
  const double error = std::fabs(mpfr_get_d(x, MPFR_RNDN));
  mpfr_clear(x);
  return error;
}

constexpr double claimed_error = 3 * 0x1p-24;

TEST(Logistic, ClaimedErrorOverTheWholeRange) {
  double worst = 0.0;
  // Floats of every size up to 87, and of both signs: a stride of a prime over the bit patterns.
  const auto largest = std::bit_cast<std::uint32_t>(87.0F);
  for (std::uint32_t bits = 0; bits <= largest; bits += 20011) {
    const auto t = std::bit_cast<float>(bits);
    worst = std::max({worst, relative_error(logistic(t), t), relative_error(logistic(-t), -t)});
  }
  // And densely where the converter works.
  for (int i = -100000; i <= 100000; ++i) {
    const float t = static_cast<float>(i) * 1.001e-4F;
    worst = std::max(worst, relative_error(logistic(t), t));
  }
  RecordProperty("worst_in_2^-24", std::to_string(worst * 0x1p24));
  EXPECT_LT(worst, claimed_error);
  EXPECT_GT(worst, 0x1p-26) << "the measure itself must see the rounding of float32";
}

TEST(Logistic, MeasureSeesAWrongGain) { EXPECT_GT(relative_error(logistic(1.0F * 1.00001F), 1.0F), claimed_error); }

TEST(Logistic, KnownValues) {
  EXPECT_EQ(logistic(0.0F), 0.5F);
  EXPECT_EQ(logistic(-0.0F), 0.5F);
  EXPECT_EQ(logistic(40.0F), 1.0F);
  EXPECT_EQ(logistic(std::numeric_limits<float>::infinity()), logistic(87.0F));
  EXPECT_EQ(logistic(-1e30F), logistic(-87.0F));
  EXPECT_GT(logistic(-87.0F), 0.0F);
}

}  // namespace
}  // namespace spintile::refmodel
