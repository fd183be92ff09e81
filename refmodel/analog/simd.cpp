#include "refmodel/analog/simd.h"

namespace spintile::refmodel {

Simd best_simd() { return __builtin_cpu_supports("avx2") != 0 ? Simd::avx2 : Simd::baseline; }

}  // namespace spintile::refmodel
