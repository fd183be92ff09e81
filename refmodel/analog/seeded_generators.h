// Eight random number generators side by side, seeded by a counter: docs/contract.md, "Randomness".
#pragma once

#include "host/philox.h"
#include "refmodel/analog/pulse_kernel.h"
#include "refmodel/analog/randomness.h"

namespace spintile::refmodel {

/// Generator l is seeded by block l of the counter.
GeneratorLanes seeded_generators(host::PhiloxKey key, Purpose purpose, std::uint64_t event, std::uint32_t line);

}  // namespace spintile::refmodel
