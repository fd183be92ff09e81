// The logistic function of MTJ level A in float32: the host's, the same bits on every machine. Relative error below
// 3 x 2^-24 (verif/tests/logistic_test.cpp checks it against MPFR).
#pragma once

#include "host/exponential.h"

namespace spintile::refmodel {

using host::logistic;

}  // namespace spintile::refmodel
