// Compiled for x86-64-v4 (CMakeLists.txt), where there is such a thing.
#include "refmodel/analog/charge_kernel_panels.h"

#if defined(__AVX512BW__)
#include <immintrin.h>

namespace spintile::refmodel {
namespace {

struct Avx512Lanes {
  static constexpr std::size_t vectors = 8;
  using Cells = __m512i;
  using Sums = __m512i;

  static Cells load(const std::int16_t* panel) { return _mm512_loadu_si512(panel); }
  static Sums add(Sums sums, Cells cells, std::int32_t pair) {
    return _mm512_add_epi32(sums, _mm512_madd_epi16(cells, _mm512_set1_epi32(pair)));
  }
  static void store(Sums sums, std::int32_t* to) { _mm512_storeu_si512(to, sums); }
};

}  // namespace

ChargeKernel charge_kernel_avx512() { return {Avx512Lanes::vectors, add_panel<Avx512Lanes>}; }

}  // namespace spintile::refmodel
#else
namespace spintile::refmodel {

ChargeKernel charge_kernel_avx512() { return charge_kernel_baseline(); }

}  // namespace spintile::refmodel
#endif
