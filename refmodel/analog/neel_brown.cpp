#include "refmodel/analog/neel_brown.h"

#include <algorithm>
#include <cmath>

#include "refmodel/numeric/exponential.h"

namespace spintile::refmodel {
namespace {

/// barrier^m; sqrt is correctly rounded by IEEE 754.
double lowered(double barrier, spec::CurrentExponent exponent) {
  switch (exponent) {
    case spec::CurrentExponent::one:
      return barrier;
    case spec::CurrentExponent::one_and_a_half:
      return barrier * std::sqrt(barrier);
    case spec::CurrentExponent::two:
      return barrier * barrier;
  }
  return barrier;
}

}  // namespace

double switching_probability(const NeelBrown& mtj, double current_ma) {
  const double barrier = std::max(0.0, 1.0 - current_ma / mtj.critical_current_ma);
  const double pulse = mtj.pulse * exponential(-(mtj.thermal_stability * lowered(barrier, mtj.exponent)));  // t / tau
  const double stays = exponential(-pulse);
  return stays < 0x1p-60 ? 1.0 : 1.0 - stays;
}

}  // namespace spintile::refmodel
