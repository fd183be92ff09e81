#include "refmodel/analog/mtj.h"

#include <algorithm>
#include <array>

#include "refmodel/analog/mtj_avx2.h"
#include "refmodel/analog/randomness.h"

namespace spintile::refmodel {
namespace {

using Thresholds = std::span<const std::uint32_t>;

[[gnu::always_inline]] inline void thresholds_loop(std::span<const float> x, float gain, float offset,
                                                   std::uint32_t* thresholds) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    thresholds[i] = switching_threshold(x[i], gain, offset);
  }
}

SPINTILE_AVX2 void thresholds_avx2(std::span<const float> x, float gain, float offset, std::uint32_t* thresholds) {
  thresholds_loop(x, gain, offset, thresholds);
}

bool switches(Thresholds thresholds, std::size_t converter, std::uint32_t word) {
  return (word >> 8) < thresholds[converter];
}

/// The four draws of block `block` of a converter.
host::PhiloxBlock draw_block(host::PhiloxKey key, std::uint64_t read, std::size_t converter, int block) {
  return host::philox(key, draw_counter(Purpose::converter_sample, read, static_cast<std::uint32_t>(converter),
                                        static_cast<std::uint32_t>(4 * block)));
}

void sample_bits_from(std::size_t first, Thresholds thresholds, host::PhiloxKey key, std::uint64_t read, int sample,
                      std::span<std::uint64_t> bits) {
  for (std::size_t i = first; i < thresholds.size(); ++i) {
    const std::uint32_t word = draw_block(key, read, i, sample / 4)[static_cast<std::size_t>(sample % 4)];
    bits[i / 64] |= std::uint64_t{switches(thresholds, i, word)} << (i % 64);
  }
}

void count_ones_from(std::size_t first, Thresholds thresholds, host::PhiloxKey key, std::uint64_t read, int samples,
                     std::span<std::int32_t> ones) {
  for (std::size_t i = first; i < thresholds.size(); ++i) {
    std::int32_t count = 0;
    for (int sample = 0; sample < samples; sample += 4) {
      const host::PhiloxBlock words = draw_block(key, read, i, sample / 4);
      for (int draw = 0; draw < std::min(4, samples - sample); ++draw) {
        count += switches(thresholds, i, words[static_cast<std::size_t>(draw)]) ? 1 : 0;
      }
    }
    ones[i] = count;
  }
}

}  // namespace

void switching_thresholds(std::span<const float> x, float gain, float offset, Simd simd,
                          std::span<std::uint32_t> thresholds) {
  if (simd == Simd::avx2) {
    thresholds_avx2(x, gain, offset, thresholds.data());
  } else {
    thresholds_loop(x, gain, offset, thresholds.data());
  }
}

void sample_bits(Thresholds thresholds, host::PhiloxKey key, std::uint64_t read, int sample, Simd simd,
                 std::span<std::uint64_t> bits) {
  std::fill(bits.begin(), bits.end(), 0);
  const std::size_t done = simd == Simd::avx2 ? sample_bits_avx2(thresholds, key, read, sample, bits) : 0;
  sample_bits_from(done, thresholds, key, read, sample, bits);
}

void count_ones(Thresholds thresholds, host::PhiloxKey key, std::uint64_t read, int samples, Simd simd,
                std::span<std::int32_t> ones) {
  const std::size_t done = simd == Simd::avx2 ? count_ones_avx2(thresholds, key, read, samples, ones) : 0;
  count_ones_from(done, thresholds, key, read, samples, ones);
}

}  // namespace spintile::refmodel
