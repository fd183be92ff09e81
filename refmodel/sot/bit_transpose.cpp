// Square blocks of bits are transposed by exchanging halves, then quarters, and so on (Warren, Hacker's Delight, 7-3).
// Words of at most 8, 16 or 32 bits stand side by side in 64, so that one exchange serves all of them.
#include "refmodel/sot/bit_transpose.h"

#include <algorithm>
#include <array>

#include "refmodel/analog/simd.h"

namespace spintile::refmodel {
namespace {

/// The 64 / side blocks of side x side bits that lie side by side in `rows` each become their transpose.
template <std::size_t side>
[[gnu::always_inline]] inline void transpose_blocks(std::uint64_t* rows) {
  std::uint64_t low = ~std::uint64_t{0} / ((std::uint64_t{1} << (side / 2)) + 1);  // the lower half of each block row
  for (std::size_t half = side / 2; half != 0; half /= 2) {
    for (std::size_t first = 0; first < side; first += 2 * half) {
      for (std::size_t row = first; row < first + half; ++row) {
        const std::uint64_t difference = ((rows[row] >> half) ^ rows[row + half]) & low;
        rows[row] ^= difference << half;
        rows[row + half] ^= difference;
      }
    }
    low ^= low << (half / 2);
  }
}

template <std::size_t side>
[[gnu::always_inline]] inline void scatter(const std::uint64_t* words, std::span<std::uint64_t> planes) {
  constexpr std::uint64_t field = ~std::uint64_t{0} >> (64 - side);
  std::array<std::uint64_t, side> rows{};
  for (std::size_t block = 0; block < 64 / side; ++block) {
    for (std::size_t row = 0; row < side; ++row) rows[row] |= (words[block * side + row] & field) << (block * side);
  }
  transpose_blocks<side>(rows.data());
  std::copy_n(rows.begin(), planes.size(), planes.begin());
}

template <std::size_t side>
[[gnu::always_inline]] inline void gather(std::span<const std::uint64_t> planes, std::uint64_t* words) {
  constexpr std::uint64_t field = ~std::uint64_t{0} >> (64 - side);
  std::array<std::uint64_t, side> rows{};
  std::copy(planes.begin(), planes.end(), rows.begin());
  transpose_blocks<side>(rows.data());
  for (std::size_t block = 0; block < 64 / side; ++block) {
    for (std::size_t row = 0; row < side; ++row) words[block * side + row] = (rows[row] >> (block * side)) & field;
  }
}

[[gnu::always_inline]] inline void scatter_any(const std::uint64_t* words, std::span<std::uint64_t> planes) {
  if (planes.size() <= 8) return scatter<8>(words, planes);
  if (planes.size() <= 16) return scatter<16>(words, planes);
  if (planes.size() <= 32) return scatter<32>(words, planes);
  scatter<64>(words, planes);
}

[[gnu::always_inline]] inline void gather_any(std::span<const std::uint64_t> planes, std::uint64_t* words) {
  if (planes.size() <= 8) return gather<8>(planes, words);
  if (planes.size() <= 16) return gather<16>(planes, words);
  if (planes.size() <= 32) return gather<32>(planes, words);
  gather<64>(planes, words);
}

SPINTILE_AVX2 void scatter_avx2(const std::uint64_t* words, std::span<std::uint64_t> planes) {
  scatter_any(words, planes);
}
SPINTILE_AVX2 void gather_avx2(std::span<const std::uint64_t> planes, std::uint64_t* words) {
  gather_any(planes, words);
}

}  // namespace

void words_to_planes(std::span<const std::uint64_t, 64> words, std::span<std::uint64_t> planes) {
  best_simd() == Simd::avx2 ? scatter_avx2(words.data(), planes) : scatter_any(words.data(), planes);
}

void planes_to_words(std::span<const std::uint64_t> planes, std::span<std::uint64_t, 64> words) {
  best_simd() == Simd::avx2 ? gather_avx2(planes, words.data()) : gather_any(planes, words.data());
}

}  // namespace spintile::refmodel
