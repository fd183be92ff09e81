#include "refmodel/analog/mtj_avx2.h"

#if defined(__x86_64__)

#include <immintrin.h>

#include <algorithm>

#include "refmodel/analog/randomness.h"

namespace spintile::refmodel {
namespace {

// Four converters a register, each in the low half of a 64-bit lane, because the widening multiply
// reads nothing else; the high halves hold leftovers until a draw is compared.

constexpr std::size_t vector_converters = 4;

struct Vectors {
  __m256i word[4];
};

[[gnu::target("avx2"), gnu::always_inline]] inline __m256i broadcast(std::uint32_t value) {
  return _mm256_set1_epi64x(static_cast<long long>(std::uint64_t{value}));
}

/// host::philox at the counters of converters first .. first + 3, block `block`.
[[gnu::target("avx2"), gnu::always_inline]] inline Vectors draw_blocks(host::PhiloxKey key, std::uint64_t read,
                                                                       std::size_t first, int block) {
  const host::PhiloxBlock counter = draw_counter(Purpose::converter_sample, read, static_cast<std::uint32_t>(first),
                                                 static_cast<std::uint32_t>(4 * block));
  __m256i c0 = broadcast(counter[0]);
  __m256i c1 = broadcast(counter[1]);
  __m256i c2 = _mm256_add_epi64(broadcast(counter[2]), _mm256_setr_epi64x(0, 1, 2, 3));
  __m256i c3 = broadcast(counter[3]);
  for (int round = 0; round < 10; ++round) {
    const __m256i product0 = _mm256_mul_epu32(c0, broadcast(0xD2511F53));
    const __m256i product1 = _mm256_mul_epu32(c2, broadcast(0xCD9E8D57));
    c0 = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(product1, 32), c1), broadcast(key.seed));
    c2 = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(product0, 32), c3), broadcast(key.stream));
    c1 = product1;
    c3 = product0;
    key.seed += 0x9E3779B9;
    key.stream += 0xBB67AE85;
  }
  return {{c0, c1, c2, c3}};
}

/// Thresholds of four converters, in the high halves.
[[gnu::target("avx2"), gnu::always_inline]] inline __m256i load_thresholds(const std::uint32_t* thresholds) {
  const __m128i packed = _mm_loadu_si128(reinterpret_cast<const __m128i*>(thresholds));
  return _mm256_slli_epi64(_mm256_cvtepu32_epi64(packed), 32);
}

/// High halves all ones where the draw is below the threshold; low halves 0.
[[gnu::target("avx2"), gnu::always_inline]] inline __m256i switched(__m256i thresholds, __m256i word) {
  return _mm256_cmpgt_epi32(thresholds, _mm256_srli_epi32(_mm256_slli_epi64(word, 32), 8));
}

}  // namespace

[[gnu::target("avx2")]] std::size_t sample_bits_avx2(std::span<const std::uint32_t> thresholds, host::PhiloxKey key,
                                                     std::uint64_t read, int sample, std::span<std::uint64_t> bits) {
  std::size_t i = 0;
  for (; i + vector_converters <= thresholds.size(); i += vector_converters) {
    const Vectors draws = draw_blocks(key, read, i, sample / 4);
    const __m256i mask = switched(load_thresholds(thresholds.data() + i), draws.word[sample % 4]);
    const auto four = static_cast<unsigned>(_mm256_movemask_pd(_mm256_castsi256_pd(mask)));
    bits[i / 64] |= std::uint64_t{four} << (i % 64);
  }
  return i;
}

[[gnu::target("avx2")]] std::size_t count_ones_avx2(std::span<const std::uint32_t> thresholds, host::PhiloxKey key,
                                                    std::uint64_t read, int samples, std::span<std::int32_t> ones) {
  const __m256i high_halves = _mm256_setr_epi32(1, 3, 5, 7, 1, 3, 5, 7);
  std::size_t i = 0;
  for (; i + vector_converters <= thresholds.size(); i += vector_converters) {
    const __m256i threshold = load_thresholds(thresholds.data() + i);
    __m256i count = _mm256_setzero_si256();
    for (int sample = 0; sample < samples; sample += 4) {
      const Vectors draws = draw_blocks(key, read, i, sample / 4);
      const int used = std::min(4, samples - sample);
      count = _mm256_sub_epi32(count, switched(threshold, draws.word[0]));
      if (used > 1) count = _mm256_sub_epi32(count, switched(threshold, draws.word[1]));
      if (used > 2) count = _mm256_sub_epi32(count, switched(threshold, draws.word[2]));
      if (used > 3) count = _mm256_sub_epi32(count, switched(threshold, draws.word[3]));
    }
    const __m256i packed = _mm256_permutevar8x32_epi32(count, high_halves);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(ones.data() + i), _mm256_castsi256_si128(packed));
  }
  return i;
}

}  // namespace spintile::refmodel

#else

namespace spintile::refmodel {

std::size_t sample_bits_avx2(std::span<const std::uint32_t>, host::PhiloxKey, std::uint64_t, int,
                             std::span<std::uint64_t>) {
  return 0;
}

std::size_t count_ones_avx2(std::span<const std::uint32_t>, host::PhiloxKey, std::uint64_t, int,
                            std::span<std::int32_t>) {
  return 0;
}

}  // namespace spintile::refmodel

#endif
