#include "refmodel/analog/pulse_kernel.h"

namespace spintile::refmodel {
namespace {

/// x86-64-v4, for which pulse_kernel_avx512.cpp is compiled.
bool has_avx512() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
         __builtin_cpu_supports("avx512cd") != 0 && __builtin_cpu_supports("avx512dq") != 0 &&
         __builtin_cpu_supports("avx512vl") != 0;
#else
  return false;
#endif
}

}  // namespace

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
