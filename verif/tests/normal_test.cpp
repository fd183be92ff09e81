#include "refmodel/numeric/normal.h"

#include <gtest/gtest.h>
#include <mpfr.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace spintile::refmodel {
namespace {

/// Relative error of x as the p-quantile of the normal distribution: one Newton step of 200 bits, (Phi(x) - p) / phi(x)
/// / x.
double relative_error(double x, double p) {
  mpfr_t phi;
  mpfr_t density;
  mpfr_inits2(200, phi, density, nullptr);
  mpfr_set_d(phi, -x, MPFR_RNDN);
  mpfr_set_ui(density, 2, MPFR_RNDN);
  mpfr_sqrt(density, density, MPFR_RNDN);
  mpfr_div(phi, phi, density, MPFR_RNDN);
  mpfr_erfc(phi, phi, MPFR_RNDN);
  mpfr_div_ui(phi, phi, 2, MPFR_RNDN);
  mpfr_sub_d(phi, phi, p, MPFR_RNDN);
  mpfr_set_d(density, x, MPFR_RNDN);
  mpfr_sqr(density, density, MPFR_RNDN);
  mpfr_div_ui(density, density, 2, MPFR_RNDN);
  mpfr_exp(density, density, MPFR_RNDN);
  mpfr_mul(phi, phi, density, MPFR_RNDN);
  mpfr_const_pi(density, MPFR_RNDN);
  mpfr_mul_ui(density, density, 2, MPFR_RNDN);
  mpfr_sqrt(density, density, MPFR_RNDN);
  mpfr_mul(phi, phi, density, MPFR_RNDN);
  const double error = std::fabs(mpfr_get_d(phi, MPFR_RNDN) / x);
  mpfr_clears(phi, density, nullptr);
  return error;
}

TEST(Normal, ClaimedErrorOverEveryWord) {
  double worst = 0.0;
  const auto check = [&worst](std::uint32_t word) {
    const double p = (word + 0.5) * 0x1p-32;
    worst = std::max(worst, relative_error(inverse_normal(p), p));
  };
  for (std::uint32_t word = 0; word < 0xFFFF0000; word += 65521) check(word);
  for (std::uint32_t end = 0; end < 2000; ++end) {
    check(end);
    check(~end);
    check(0x80000000 + end);
  }
  RecordProperty("worst", std::to_string(worst * 1e15) + "e-15");
  EXPECT_LT(worst, 2e-15);
}

TEST(Normal, MeasureSeesAWrongDigit) {
  const double p = 0.975;
  EXPECT_GT(relative_error(inverse_normal(p) * (1.0 + 1e-13), p), 5e-14);
}

TEST(Normal, PublishedQuantiles) {  // AS 241, table of checks
  EXPECT_NEAR(inverse_normal(0.25), -0.6744897501960817, 1e-15);
  EXPECT_NEAR(inverse_normal(0.001), -3.090232306167814, 4e-15);
  EXPECT_NEAR(inverse_normal(1e-20), -9.262340089798408, 1e-14);
}

TEST(Normal, MirrorsItsWords) {
  for (std::uint32_t word = 1; word < 0x80000000; word = word * 3 + 1) EXPECT_EQ(normal(word), -normal(~word));
}

}  // namespace
}  // namespace spintile::refmodel
