#include "refmodel/analog/charge_kernel.h"

namespace spintile::refmodel {

std::vector<ChargeKernel> charge_kernels_of_this_machine() {
  std::vector<ChargeKernel> kernels = {charge_kernel_baseline()};
  if (best_simd() == Simd::avx2) kernels.push_back(charge_kernel_avx2());
  if (best_simd() == Simd::avx2 && has_avx512()) kernels.push_back(charge_kernel_avx512());
  return kernels;
}

ChargeKernel charge_kernel(Simd simd) {
  return simd == Simd::baseline ? charge_kernel_baseline() : charge_kernels_of_this_machine().back();
}

}  // namespace spintile::refmodel
