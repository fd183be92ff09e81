#include "refmodel/numeric/exponential.h"

#include <gtest/gtest.h>
#include <mpfr.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace spintile::refmodel {
namespace {

double relative_error(double value, double x) {
  mpfr_t exact;
  mpfr_init2(exact, 200);
  mpfr_set_d(exact, x, MPFR_RNDN);
  mpfr_exp(exact, exact, MPFR_RNDN);
  mpfr_d_div(exact, value, exact, MPFR_RNDN);
  mpfr_sub_ui(exact, exact, 1, MPFR_RNDN);
  const double error = std::fabs(mpfr_get_d(exact, MPFR_RNDN));
  mpfr_clear(exact);
  return error;
}

constexpr double claimed_error = 0x1p-51;

TEST(Exponential, ClaimedErrorOverTheWholeRange) {
  double worst = 0.0;
  for (double x = -700.0; x <= 0.0; x += 0.00713) worst = std::max(worst, relative_error(exponential(x), x));
  for (double x = -1.0; x < -1e-300; x *= 0.973) worst = std::max(worst, relative_error(exponential(x), x));
  RecordProperty("worst_in_2^-53", std::to_string(worst * 0x1p53));
  EXPECT_LT(worst, claimed_error);
}

TEST(Exponential, MeasureSeesAWrongDigit) {
  EXPECT_GT(relative_error(exponential(-3.0 * (1.0 + 0x1p-50)), -3.0), claimed_error);
}

TEST(Exponential, KnownValues) {
  EXPECT_EQ(exponential(0.0), 1.0);
  EXPECT_EQ(exponential(-0.0), 1.0);
  EXPECT_EQ(exponential(-701.0), 0.0);
  EXPECT_GT(exponential(-700.0), 0.0);
}

}  // namespace
}  // namespace spintile::refmodel
