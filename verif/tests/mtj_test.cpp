#include "refmodel/analog/mtj.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <vector>

#include "verif/tests/binomial.h"

namespace spintile::refmodel {
namespace {

using verif::binomial_deviation;

constexpr host::PhiloxKey key = {11, 0};

std::vector<float> currents(int count) {
  std::vector<float> x;
  for (int i = 0; i < count; ++i) x.push_back(-1.0F + 2.0F * static_cast<float>(i) / static_cast<float>(count - 1));
  return x;
}

std::vector<std::uint32_t> thresholds_of(const std::vector<float>& x, float gain, float offset, Simd simd) {
  std::vector<std::uint32_t> thresholds(x.size());
  switching_thresholds(x, gain, offset, simd, thresholds);
  return thresholds;
}

double curve(double x, double gain, double offset) { return 1.0 / (1.0 + std::exp(-gain * (x - offset))); }

TEST(Mtj, ThresholdsFollowTheCurve) {
  const std::vector<float> x = currents(100003);
  for (const auto& [gain, offset] :
       {std::pair{8.0F, 0.0F}, {3.59813326F, 0.00821371F}, {4.0F, 0.0F}, {300.0F, -0.5F}}) {
    const auto thresholds = thresholds_of(x, gain, offset, Simd::baseline);
    // Float32 throughout: the argument is off by at most half a unit of its last place twice, the logistic by its
    // stated error.
    const double tolerance = 2.0 + gain;
    for (std::size_t i = 0; i < x.size(); ++i) {
      ASSERT_NEAR(thresholds[i], std::ldexp(curve(x[i], gain, offset), 24), tolerance) << x[i];
      ASSERT_LE(thresholds[i], 1U << 24);
    }
  }
  EXPECT_EQ(thresholds_of({0.0F}, 8.0F, 0.0F, Simd::baseline)[0], 1U << 23);
}

TEST(Mtj, DrawsAreTheContracts) {
  const std::vector<std::uint32_t> thresholds(70, 0x700000);
  const std::uint64_t read = 0x1'0000'0005;
  for (const int sample : {0, 1, 2, 3, 4, 7, 30}) {
    std::vector<std::uint64_t> bits(2, ~std::uint64_t{0});
    sample_bits(thresholds, key, read, sample, Simd::baseline, bits);
    for (std::uint32_t i = 0; i < 70; ++i) {
      const auto words = host::philox(key, {5, 1, i, (3U << 24) + static_cast<std::uint32_t>(sample / 4)});
      const bool expected = (words[static_cast<std::size_t>(sample % 4)] >> 8) < 0x700000;
      EXPECT_EQ((bits[i / 64] >> (i % 64)) & 1, expected ? 1U : 0U);
    }
    EXPECT_EQ(bits[1] >> 6, 0U) << "unused bits";
  }
}

TEST(Mtj, CountsAreTheSumsOfTheBits) {
  for (const int converters : {1, 3, 4, 63, 64, 65, 257}) {
    const auto thresholds = thresholds_of(currents(converters + 1), 8.0F, 0.1F, Simd::baseline);
    for (const int samples : {1, 2, 3, 4, 5, 8, 15}) {
      std::vector<std::int32_t> expected(thresholds.size(), 0);
      std::vector<std::uint64_t> bits((thresholds.size() + 63) / 64);
      for (int sample = 0; sample < samples; ++sample) {
        sample_bits(thresholds, key, 9, sample, Simd::baseline, bits);
        for (std::size_t i = 0; i < thresholds.size(); ++i)
          expected[i] += static_cast<int>((bits[i / 64] >> (i % 64)) & 1);
      }
      std::vector<std::int32_t> ones(thresholds.size(), -1);
      count_ones(thresholds, key, 9, samples, Simd::baseline, ones);
      EXPECT_EQ(ones, expected);
    }
  }
}

TEST(Mtj, Avx2GivesTheSameBits) {
  if (best_simd() != Simd::avx2) GTEST_SKIP() << "this machine has no AVX2";
  for (const int converters : {2, 3, 4, 5, 63, 64, 65, 130, 1001}) {
    const std::vector<float> x = currents(converters);
    const auto thresholds = thresholds_of(x, 8.0F, 0.05F, Simd::baseline);
    ASSERT_EQ(thresholds_of(x, 8.0F, 0.05F, Simd::avx2), thresholds);
    for (const std::uint64_t read : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{0xFFFFFFFF12345678}}) {
      for (const int samples : {1, 2, 3, 4, 7, 8, 21}) {
        std::vector<std::int32_t> ones(thresholds.size());
        std::vector<std::int32_t> ones_avx2(thresholds.size(), -1);
        count_ones(thresholds, key, read, samples, Simd::baseline, ones);
        count_ones(thresholds, key, read, samples, Simd::avx2, ones_avx2);
        ASSERT_EQ(ones_avx2, ones);
        std::vector<std::uint64_t> bits((thresholds.size() + 63) / 64);
        std::vector<std::uint64_t> bits_avx2(bits.size(), ~std::uint64_t{0});
        sample_bits(thresholds, key, read, samples - 1, Simd::baseline, bits);
        sample_bits(thresholds, key, read, samples - 1, Simd::avx2, bits_avx2);
        ASSERT_EQ(bits_avx2, bits);
      }
    }
  }
}

TEST(Mtj, ThresholdsAtTheEnds) {
  const std::vector<std::uint32_t> thresholds = {0, 0, 0, 0, 1U << 24, 1U << 24, 1U << 24, 1U << 24};
  for (const Simd simd : {Simd::baseline, best_simd()}) {
    for (std::uint64_t read = 0; read < 1000; ++read) {
      std::vector<std::int32_t> ones(8);
      count_ones(thresholds, key, read, 8, simd, ones);
      EXPECT_EQ(ones, (std::vector<std::int32_t>{0, 0, 0, 0, 8, 8, 8, 8}));
    }
  }
}

TEST(Mtj, SwitchesBelowTheThresholdOnly) {
  for (std::uint64_t read = 0; read < 50; ++read) {
    std::vector<std::uint32_t> thresholds;
    for (std::uint32_t i = 0; i < 8; ++i) {
      thresholds.push_back((host::philox(key, {static_cast<std::uint32_t>(read), 0, i, 3U << 24})[0] >> 8) + i % 2);
    }
    for (const Simd simd : {Simd::baseline, best_simd()}) {
      std::vector<std::uint64_t> bits(1);
      sample_bits(thresholds, key, read, 0, simd, bits);
      EXPECT_EQ(bits[0], 0b1010'1010U);
    }
  }
}

/// Most deviations of a frequency of ones from the curve over all converters, for devices of `true_gain`,
/// `true_offset`.
double worst_deviation(float true_gain, float true_offset) {
  const std::vector<float> x = currents(101);
  const auto thresholds = thresholds_of(x, true_gain, true_offset, best_simd());
  constexpr int reads = 2000;
  constexpr int samples = 8;
  std::vector<double> totals(x.size(), 0.0);
  std::vector<std::int32_t> ones(x.size());
  for (int read = 0; read < reads; ++read) {
    count_ones(thresholds, key, static_cast<std::uint64_t>(read), samples, best_simd(), ones);
    for (std::size_t i = 0; i < x.size(); ++i) totals[i] += ones[i];
  }
  double worst = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    worst = std::max(worst, binomial_deviation(totals[i], reads * samples, curve(x[i], 3.59813326, 0.00821371)));
  }
  return worst;
}

TEST(Mtj, FrequenciesFollowTheCurve) { EXPECT_LT(worst_deviation(3.59813326F, 0.00821371F), 5.0); }

TEST(Mtj, ABrokenCurveIsSeen) {
  EXPECT_GT(worst_deviation(3.59813326F * 1.1F, 0.00821371F), 5.0) << "gain 10 % off";
  EXPECT_GT(worst_deviation(3.59813326F, 0.00821371F + 0.02F), 5.0) << "offset 0.02 off";
}

TEST(Mtj, SamplesLinesAndReadsAreIndependent) {
  constexpr int lines = 64;
  constexpr int samples = 8;
  constexpr int reads = 20000;
  const std::vector<std::uint32_t> thresholds(lines,
                                              1U << 23);  // P = 1/2: agreement of a pair is binomial with p = 1/2
  std::vector<std::uint64_t> previous(samples, 0);
  double between_samples[samples][samples] = {};
  double between_lines = 0.0;
  double between_reads = 0.0;
  std::vector<std::uint64_t> bits(samples);
  for (int read = 0; read < reads; ++read) {
    for (int i = 0; i < samples; ++i) {
      const std::span<std::uint64_t> one(&bits[static_cast<std::size_t>(i)], 1);
      sample_bits(thresholds, key, static_cast<std::uint64_t>(read), i, best_simd(), one);
    }
    for (std::size_t i = 0; i < samples; ++i) {
      for (std::size_t j = 0; j < i; ++j) between_samples[i][j] += std::popcount(~(bits[i] ^ bits[j]));
      between_lines += std::popcount(~(bits[i] ^ (bits[i] >> 1)) & ~(std::uint64_t{1} << 63));
      if (read > 0) between_reads += std::popcount(~(bits[i] ^ previous[i]));
    }
    previous = bits;
  }
  for (std::size_t i = 0; i < samples; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_LT(binomial_deviation(between_samples[i][j], double{reads} * lines, 0.5), 5.0) << i << " and " << j;
    }
  }
  EXPECT_LT(binomial_deviation(between_lines, double{reads} * samples * (lines - 1), 0.5), 5.0);
  EXPECT_LT(binomial_deviation(between_reads, double{reads - 1} * samples * lines, 0.5), 5.0);
}

}  // namespace
}  // namespace spintile::refmodel
