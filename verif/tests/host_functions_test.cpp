// The logarithm and the hyperbolic tangent of the host, against MPFR over their whole range.
#include <gtest/gtest.h>
#include <mpfr.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "host/hyperbolic_tangent.h"
#include "host/logarithm.h"

namespace spintile::host {
namespace {

using Function = int (*)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);

/// |value - f(x)|, and it over |f(x)|, with 120 bits.
struct Error {
  double absolute = 0.0;
  double relative = 0.0;
};

Error error_of(float value, float x, Function function) {
  mpfr_t exact;
  mpfr_t difference;
  mpfr_init2(exact, 120);
  mpfr_init2(difference, 120);
  mpfr_set_flt(exact, x, MPFR_RNDN);
  function(exact, exact, MPFR_RNDN);
  mpfr_sub_d(difference, exact, static_cast<double>(value), MPFR_RNDN);
  Error error{std::fabs(mpfr_get_d(difference, MPFR_RNDN)), 0.0};
  if (error.absolute != 0.0) {
    mpfr_div(difference, difference, exact, MPFR_RNDN);
    error.relative = std::fabs(mpfr_get_d(difference, MPFR_RNDN));
  }
  mpfr_clear(exact);
  mpfr_clear(difference);
  return error;
}

/// In units of its claim: 3 x 2^-24 relative or 2^-30 absolute.
double logarithm_error(float value, float x) {
  const Error error = error_of(value, x, mpfr_log);
  return std::min(error.relative * 0x1p24 / 3.0, error.absolute * 0x1p30);
}

TEST(Logarithm, ClaimedErrorOverAllNormalNumbers) {
  double worst = 0.0;
  const auto largest = std::bit_cast<std::uint32_t>(std::numeric_limits<float>::max());
  for (std::uint32_t bits = 0x00800000; bits <= largest; bits += 20011) {
    const auto x = std::bit_cast<float>(bits);
    worst = std::max(worst, logarithm_error(logarithm(x), x));
  }
  for (int i = -50000; i <= 50000; ++i) {  // and densely around 1
    const float x = 1.0F + static_cast<float>(i) * 0x1p-18F;
    worst = std::max(worst, logarithm_error(logarithm(x), x));
  }
  RecordProperty("worst_of_claim", std::to_string(worst));
  EXPECT_LT(worst, 1.0);
  EXPECT_GT(logarithm_error(logarithm(2.0F) * (1.0F + 0x1p-21F), 2.0F), 1.0) << "the measure must see a wrong digit";
}

TEST(Logarithm, KnownValues) {
  EXPECT_EQ(logarithm(1.0F), 0.0F);
  EXPECT_EQ(logarithm(2.0F), 0x1.62e43p-1F);
  EXPECT_LT(logarithm(0.5F), 0.0F);
}

TEST(HyperbolicTangent, ClaimedErrorOverTheWholeRange) {
  double worst = 0.0;
  const auto largest = std::bit_cast<std::uint32_t>(45.0F);
  for (std::uint32_t bits = 0x00800000; bits <= largest; bits += 20011) {
    const auto x = std::bit_cast<float>(bits);
    worst = std::max(worst, error_of(hyperbolic_tangent(x), x, mpfr_tanh).relative);
    worst = std::max(worst, error_of(hyperbolic_tangent(-x), -x, mpfr_tanh).relative);
  }
  for (int i = 1; i <= 100000; ++i) {  // and densely where it bends
    const float x = static_cast<float>(i) * 3e-5F;
    worst = std::max(worst, error_of(hyperbolic_tangent(x), x, mpfr_tanh).relative);
  }
  RecordProperty("worst_in_2^-24", std::to_string(worst * 0x1p24));
  EXPECT_LT(worst, 4 * 0x1p-24);
  EXPECT_GT(worst, 0x1p-26) << "the measure itself must see the rounding of float32";
}

TEST(HyperbolicTangent, KnownValues) {
  EXPECT_EQ(hyperbolic_tangent(0.0F), 0.0F);
  EXPECT_TRUE(std::signbit(hyperbolic_tangent(-0.0F)));
  EXPECT_EQ(hyperbolic_tangent(std::numeric_limits<float>::infinity()), 1.0F);
  EXPECT_EQ(hyperbolic_tangent(-1e30F), -1.0F);
}

}  // namespace
}  // namespace spintile::host
