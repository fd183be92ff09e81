// How the bus ends hold back in a co-simulation case.
#pragma once

#include <cstdint>

#include "host/philox.h"
#include "verif/bus_harness.h"

namespace spintile::verif {

/// Each channel gets a rate of its own, which `draws` pick; its stalls depend on (seed, case) alone. A third of the
/// cases run without any: the cycle counts of docs/contract.md are those without stalls.
void set_random_stalls(BusHarness& bus, std::uint32_t seed, std::uint32_t case_number, host::PhiloxSequence& draws);

}  // namespace spintile::verif
