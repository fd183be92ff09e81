#include "refmodel/analog/pulse_kernel_lanes.h"

namespace spintile::refmodel {

void run_pulses_baseline(const PulseKernel& kernel, PulseList& list, host::PhiloxKey key, std::uint64_t event,
                         std::uint32_t block) {
  run_pulses(kernel, list, key, event, block);
}

}  // namespace spintile::refmodel
