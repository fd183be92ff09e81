#include "refmodel/analog/neel_brown.h"

#include <gtest/gtest.h>
#include <mpfr.h>

#include <cmath>
#include <string>

#include "host/philox.h"

namespace spintile::refmodel {
namespace {

using spec::CurrentExponent;

/// 1 - exp(-(t / tau0) exp(-Delta max(0, 1 - I/Ic0)^m)) with 300 bits.
double exact_probability(const NeelBrown& mtj, double current) {
  mpfr_t x;
  mpfr_t power;
  mpfr_inits2(300, x, power, nullptr);
  mpfr_set_d(x, current, MPFR_RNDN);
  mpfr_div_d(x, x, mtj.critical_current_ma, MPFR_RNDN);
  mpfr_ui_sub(x, 1, x, MPFR_RNDN);
  if (mpfr_sgn(x) < 0) mpfr_set_zero(x, 1);
  mpfr_set_d(power, 1.0 + 0.5 * static_cast<int>(mtj.exponent), MPFR_RNDN);
  mpfr_pow(x, x, power, MPFR_RNDN);
  mpfr_mul_d(x, x, -mtj.thermal_stability, MPFR_RNDN);
  mpfr_exp(x, x, MPFR_RNDN);
  mpfr_mul_d(x, x, -mtj.pulse, MPFR_RNDN);
  mpfr_expm1(x, x, MPFR_RNDN);
  const double probability = -mpfr_get_d(x, MPFR_RNDN);
  mpfr_clears(x, power, nullptr);
  return probability;
}

TEST(NeelBrown, FollowsTheFormula) {
  host::PhiloxSequence random({41, 0x80000000}, 0);
  double worst = 0.0;
  int between = 0;
  for (int repeat = 0; repeat < 30000; ++repeat) {
    const NeelBrown mtj = {0.5 + 60.0 * random.uniform(), 0.05 + random.uniform(), 0.1 + 30.0 * random.uniform(),
                           static_cast<CurrentExponent>(random.below(3))};
    const double current = 2.4 * random.uniform() - 1.2;
    const double exact = exact_probability(mtj, current);
    worst = std::max(worst, std::fabs(switching_probability(mtj, current) - exact));
    between += exact > 0.01 && exact < 0.99 ? 1 : 0;
  }
  RecordProperty("worst_in_2^-53", std::to_string(worst * 0x1p53));
  EXPECT_LT(worst, 0x1p-45);
  EXPECT_GT(between, 3000) << "the curves themselves are met";
}

TEST(NeelBrown, HalfTheTimeAtTheClosedForm) {
  // m = 1: I50 = Ic0 (1 - ln(t / (tau0 ln 2)) / Delta).
  for (const double thermal_stability : {5.0, 20.0, 40.0}) {
    for (const double pulse : {1.0, 5.0, 30.0}) {
      const NeelBrown mtj = {thermal_stability, 0.3, pulse, CurrentExponent::one};
      const double i50 = 0.3 * (1.0 - std::log(pulse / std::log(2.0)) / thermal_stability);
      EXPECT_NEAR(switching_probability(mtj, i50), 0.5, 1e-13);
      EXPECT_GT(std::fabs(switching_probability(mtj, i50 * 1.001) - 0.5), 1e-4) << "the measure sees 0.1 %";
    }
  }
}

TEST(NeelBrown, TheSlopeIsThatOfItsLogistic) {
  // Equivalent logistic gain 1.386 Delta / Ic0 (2 ln 2): the slope at I50 is a quarter of it.
  const NeelBrown mtj = {20.0, 0.3, 5.0, CurrentExponent::one};
  const double i50 = 0.3 * (1.0 - std::log(5.0 / std::log(2.0)) / 20.0);
  const double slope = (switching_probability(mtj, i50 + 1e-6) - switching_probability(mtj, i50 - 1e-6)) / 2e-6;
  EXPECT_NEAR(slope, 2.0 * std::log(2.0) * 20.0 / 0.3 / 4.0, 1e-4);
}

TEST(NeelBrown, AtTheEnds) {
  const NeelBrown mtj = {200.0, 0.001, 5.0, CurrentExponent::two};
  EXPECT_EQ(switching_probability(mtj, -100.0), 0.0);
  EXPECT_DOUBLE_EQ(switching_probability(mtj, 100.0), 1.0 - std::exp(-5.0)) << "above Ic0 only the pulse counts";
  EXPECT_EQ(switching_probability({20.0, 0.3, 1000.0, CurrentExponent::one}, 1.0), 1.0);
}

}  // namespace
}  // namespace spintile::refmodel
