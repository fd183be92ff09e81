// Level B of the SOT-MTJ: thermally activated switching after Neel and Brown. A write pulse of length t and current I
// lowers the barrier; tau = tau0 exp(Delta max(0, 1 - I/Ic0)^m) is the mean time to switch, P = 1 - exp(-t / tau).
#pragma once

#include "spec/variant.h"

namespace spintile::refmodel {

struct NeelBrown {
  double thermal_stability = 0;    // Delta
  double critical_current_ma = 0;  // Ic0, above 0
  double pulse = 0;                // t / tau0
  spec::CurrentExponent exponent = spec::CurrentExponent::one;
};

/// P, in float64 without library functions but the square root.
double switching_probability(const NeelBrown& mtj, double current_ma);

}  // namespace spintile::refmodel
