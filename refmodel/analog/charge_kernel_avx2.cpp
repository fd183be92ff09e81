// Compiled for AVX2 (CMakeLists.txt), where there is such a thing.
#include "refmodel/analog/charge_kernel_panels.h"

#if defined(__AVX2__)
#include <immintrin.h>

namespace spintile::refmodel {
namespace {

/// Both halves of a panel's row pair; 8 sums, 2 cells and a pair of counts fill most of the 16 registers.
struct Avx2Lanes {
  static constexpr std::size_t vectors = 4;
  struct Cells {
    __m256i low;
    __m256i high;
  };
  using Sums = Cells;

  static Cells load(const std::int16_t* panel) {
    const auto* const from = reinterpret_cast<const __m256i*>(panel);
    return {_mm256_loadu_si256(from), _mm256_loadu_si256(from + 1)};
  }
  static Sums add(Sums sums, Cells cells, std::int32_t pair) {
    const __m256i counts = _mm256_set1_epi32(pair);
    return {_mm256_add_epi32(sums.low, _mm256_madd_epi16(cells.low, counts)),
            _mm256_add_epi32(sums.high, _mm256_madd_epi16(cells.high, counts))};
  }
  static void store(const Sums& sums, std::int32_t* to) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), sums.low);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to) + 1, sums.high);
  }
};

}  // namespace

ChargeKernel charge_kernel_avx2() { return {Avx2Lanes::vectors, add_panel<Avx2Lanes>}; }

}  // namespace spintile::refmodel
#else
namespace spintile::refmodel {

ChargeKernel charge_kernel_avx2() { return charge_kernel_baseline(); }

}  // namespace spintile::refmodel
#endif
