#include "refmodel/analog/pulse_kernel.h"

namespace spintile::refmodel {
std::vector<PulseRunner> pulse_runners_of_this_machine() {
  std::vector<PulseRunner> runners = {pulse_runner_baseline()};
  if (best_simd() == Simd::avx2) runners.push_back(pulse_runner_avx2());
  if (best_simd() == Simd::avx2 && has_avx512()) runners.push_back(pulse_runner_avx512());
  return runners;
}

PulseRunner pulse_runner(Simd simd) {
  return simd == Simd::baseline ? pulse_runner_baseline() : pulse_runners_of_this_machine().back();
}

}  // namespace spintile::refmodel
