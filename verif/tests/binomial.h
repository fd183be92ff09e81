// How far a count is from what a probability says.
#pragma once

#include <cmath>

namespace spintile::verif {

/// (ones - n p) in standard deviations of a binomial count; p in (0, 1).
inline double binomial_deviation(double ones, double n, double p) {
  return std::fabs(ones - n * p) / std::sqrt(n * p * (1.0 - p));
}

}  // namespace spintile::verif
