#include "refmodel/analog/simd.h"

namespace spintile::refmodel {

Simd best_simd() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0 ? Simd::avx2 : Simd::baseline;
#else
  return Simd::baseline;
#endif
}

}  // namespace spintile::refmodel
