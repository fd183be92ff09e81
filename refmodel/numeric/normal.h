// The inverse of the normal distribution in float64, the same bits on every machine.
#pragma once

#include <cstdint>

namespace spintile::refmodel {

/// x with Phi(x) = p, p in (0, 1): Wichura, "Algorithm AS 241", Applied Statistics 37 (1988), PPND16. Relative error
/// below 1e-14 for p in [2^-33, 1 - 2^-33].
double inverse_normal(double p);

/// Standard normal from a random word: inverse_normal((word + 1/2) / 2^32), rounded to float32 once.
float normal(std::uint32_t word);

}  // namespace spintile::refmodel
