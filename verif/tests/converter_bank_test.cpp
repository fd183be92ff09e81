// Models and faults of the converters against closed forms. Statistical tests allow 5 deviations: a right model fails
// one of them once in 10^6 seeds, and the seeds are fixed.
#include "refmodel/analog/converter_bank.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "refmodel/analog/mtj.h"
#include "refmodel/analog/neel_brown.h"
#include "refmodel/numeric/normal.h"
#include "spec/derive.h"
#include "verif/tests/binomial.h"

namespace spintile::refmodel {
namespace {

using verif::binomial_deviation;

constexpr host::PhiloxKey key = {17, 0};
constexpr std::uint32_t half = 1U << 23;

spec::Variant lines_variant(int columns) {
  spec::Variant variant;
  variant.crossbar = {.rows = 1, .columns = columns, .array_rows = 1};
  return variant;
}

/// A bank, and its bits one sample at a time.
struct Bench {
  explicit Bench(const spec::Variant& variant)
      : bank(variant, key, Simd::baseline),
        converters(static_cast<std::size_t>(spec::converters(variant))),
        words((converters + 63) / 64) {}

  std::vector<std::uint32_t> thresholds(float x, std::uint64_t read = 0) {
    std::vector<std::uint32_t> result(converters);
    bank.thresholds(std::vector<float>(converters, x), read, result);
    return result;
  }
  void sample(const std::vector<std::uint32_t>& limits, std::uint64_t read, int number) {
    bank.sample(limits, read, number, words);
  }
  bool bit(std::size_t converter) const { return (words[converter / 64] >> (converter % 64) & 1) != 0; }

  ConverterBank bank;
  std::size_t converters;
  std::vector<std::uint64_t> words;
};

std::uint32_t draw(std::uint32_t purpose, std::uint32_t read, std::uint32_t converter, std::uint32_t number) {
  return host::philox(key, {read, 0, converter, (purpose << 24) + number / 4})[number % 4] >> 8;
}

TEST(SenseAmplifier, IsTheSign) {
  spec::Variant variant = lines_variant(1);
  variant.readout.kind = spec::ReadoutKind::sense_amplifier;
  variant.readout.samples_max = 1;
  variant.device.read_error = 1.0;  // a fault of MTJs, not of amplifiers
  Bench bench(variant);
  std::vector<std::int32_t> ones(1);
  for (const auto& [x, bit] : {std::pair{0.0F, 0}, {-0.0F, 0}, {1e-30F, 1}, {-1e-30F, 0}, {1.0F, 1}, {-1.0F, 0}}) {
    for (std::uint64_t read = 0; read < 50; ++read) {
      const auto limits = bench.thresholds(x, read);
      bench.sample(limits, read, 0);
      ASSERT_EQ(bench.bit(0), bit == 1) << x;
      bench.bank.ones(limits, read, 1, ones);
      ASSERT_EQ(ones[0], bit) << x;
    }
  }
}

TEST(LevelA, SpreadIsTheContractsDraws) {
  spec::Variant variant = lines_variant(300);
  variant.device.mtj_gain_spread = 0.6;
  variant.device.mtj_offset_spread = 0.1;
  variant.device.mtj_offset = 0.05;
  Bench bench(variant);
  const auto limits = bench.thresholds(0.2F);
  int clipped = 0;
  for (std::uint32_t i = 0; i < 300; ++i) {
    const double n_gain = normal(host::philox(key, {0, 0, i, 4U << 24})[0]);
    const double n_offset = normal(host::philox(key, {0, 0, i, 5U << 24})[0]);
    const auto gain = static_cast<float>(8.0 * std::max(0.0, 1.0 + 0.6 * n_gain));
    const auto offset = static_cast<float>(0.05 + 0.1 * n_offset);
    EXPECT_EQ(limits[i], switching_threshold(0.2F, gain, offset));
    clipped += gain == 0.0F ? 1 : 0;
  }
  EXPECT_GT(clipped, 2) << "no gain is negative";
}

TEST(LevelA, SpreadHasItsSize) {
  // Of every converter two points of the curve give gain and offset back.
  spec::Variant variant = lines_variant(1024);
  variant.crossbar.weight_slices = 8;
  variant.device.mtj_gain = 4.0;
  variant.device.mtj_gain_spread = 0.1;
  variant.device.mtj_offset_spread = 0.05;
  Bench bench(variant);
  const auto low = bench.thresholds(-0.25F);
  const auto high = bench.thresholds(0.25F);
  const auto logit = [](std::uint32_t limit) {
    const double p = std::ldexp(limit + 0.5, -24);
    return std::log(p / (1.0 - p));
  };
  double gain_sum = 0.0, gain_square = 0.0, offset_sum = 0.0, offset_square = 0.0;
  for (std::size_t i = 0; i < bench.converters; ++i) {
    const double gain = (logit(high[i]) - logit(low[i])) / 0.5;
    const double offset = -0.25 - logit(low[i]) / gain;
    gain_sum += gain / 4.0 - 1.0;
    gain_square += (gain / 4.0 - 1.0) * (gain / 4.0 - 1.0);
    offset_sum += offset;
    offset_square += offset * offset;
  }
  const auto n = static_cast<double>(bench.converters);
  EXPECT_LT(std::fabs(gain_sum / n), 5.0 * 0.1 / std::sqrt(n));
  EXPECT_LT(std::fabs(offset_sum / n), 5.0 * 0.05 / std::sqrt(n));
  EXPECT_LT(std::fabs(std::sqrt(gain_square / n) / 0.1 - 1.0), 5.0 / std::sqrt(2.0 * n));
  EXPECT_LT(std::fabs(std::sqrt(offset_square / n) / 0.05 - 1.0), 5.0 / std::sqrt(2.0 * n));
}

TEST(LevelA, DriftMovesTheOffset) {
  spec::Variant drifting = lines_variant(5);
  drifting.device.mtj_offset = -0.125;
  drifting.device.offset_drift = 0.5;
  spec::Variant still = drifting;
  still.device.mtj_offset = 0.125;
  still.device.offset_drift = 0.0;
  EXPECT_EQ(Bench(drifting).thresholds(0.1F, 500000), Bench(still).thresholds(0.1F, 0));
  EXPECT_NE(Bench(drifting).thresholds(0.1F, 400000), Bench(still).thresholds(0.1F, 0));
  drifting.device.mtj_gain_spread = still.device.mtj_gain_spread = 0.1;
  EXPECT_EQ(Bench(drifting).thresholds(0.1F, 500000), Bench(still).thresholds(0.1F, 0));
}

spec::Variant level_b(int columns) {
  spec::Variant variant = lines_variant(columns);
  variant.device.mtj_model = spec::MtjModel::neel_brown;
  return variant;
}

/// Partial sum at which a converter of the default level-B device switches half the time.
double half_point() { return 0.3 * (1.0 - std::log(5.0 / std::log(2.0)) / 20.0) / 0.6; }

TEST(LevelB, ThresholdsAreTheFormulas) {
  spec::Variant variant = level_b(1);
  for (const auto exponent :
       {spec::CurrentExponent::one, spec::CurrentExponent::one_and_a_half, spec::CurrentExponent::two}) {
    variant.device.current_exponent = exponent;
    for (int step = -20; step <= 20; ++step) {
      const float x = static_cast<float>(step) / 20.0F;
      const double barrier = std::max(0.0, 1.0 - 0.6 * x / 0.3);
      const double tau = std::exp(20.0 * std::pow(barrier, 1.0 + 0.5 * static_cast<int>(exponent)));
      EXPECT_NEAR(Bench(variant).thresholds(x)[0], std::ldexp(1.0 - std::exp(-5.0 / tau), 24), 1.01) << x;
    }
  }
}

TEST(LevelB, FrequencyAtTheHalfPoint) {
  Bench bench(level_b(1000));
  const auto deviation = [&](double x) {
    const auto limits = bench.thresholds(static_cast<float>(x));
    std::vector<std::int32_t> ones(bench.converters);
    double total = 0.0;
    for (std::uint64_t read = 0; read < 100; ++read) {
      bench.bank.ones(limits, read, 8, ones);
      for (const std::int32_t count : ones) total += count;
    }
    return binomial_deviation(total, 8.0 * 100.0 * 1000.0, 0.5);
  };
  EXPECT_LT(deviation(half_point()), 5.0);
  EXPECT_GT(deviation(half_point() * 1.005), 5.0) << "half a percent off must be seen";
}

TEST(LevelB, SpreadIsOfBarrierAndCriticalCurrent) {
  spec::Variant variant = level_b(200);
  variant.device.mtj_gain_spread = 0.5;
  variant.device.mtj_offset_spread = 0.4;
  variant.device.offset_drift = -0.25;
  Bench bench(variant);
  const auto limits = bench.thresholds(0.5F, 2000000);
  for (std::uint32_t i = 0; i < 200; ++i) {
    const double n_gain = normal(host::philox(key, {0, 0, i, 4U << 24})[0]);
    const double n_offset = normal(host::philox(key, {0, 0, i, 5U << 24})[0]);
    const NeelBrown mtj = {20.0 * std::max(0x1p-10, 1.0 + 0.5 * n_gain),
                           0.3 * std::max(0x1p-10, 1.0 + 0.4 * n_offset) * 0.5, 5.0, spec::CurrentExponent::one};
    EXPECT_EQ(limits[i], static_cast<std::uint32_t>(switching_probability(mtj, 0.3) * 0x1p24));
  }
}

TEST(PingPong, SamplesTakeTheirPairAndItsOwnDraws) {
  spec::Variant variant = lines_variant(70);
  variant.readout.ping_pong = true;
  Bench bench(variant);
  ASSERT_EQ(bench.converters, 140U);
  const std::vector<std::uint32_t> limits(140, half);
  std::vector<std::int32_t> expected(140, 0);
  for (int number = 0; number < 7; ++number) {
    bench.sample(limits, 3, number);
    for (std::uint32_t i = 0; i < 140; ++i) {
      const bool used = i % 2 == static_cast<std::uint32_t>(number % 2);
      ASSERT_EQ(bench.bit(i), used && draw(3, 3, i, static_cast<std::uint32_t>(number)) < half);
      expected[i] += bench.bit(i) ? 1 : 0;
    }
  }
  std::vector<std::int32_t> ones(140);
  bench.bank.ones(limits, 3, 7, ones);
  EXPECT_EQ(ones, expected);
}

TEST(Faults, StuckConvertersAreAsManyAsSaidAndStayStuck) {
  spec::Variant variant = lines_variant(1000);
  variant.crossbar.weight_slices = 8;
  variant.device.stuck_at_0 = 0.02;
  variant.device.stuck_at_1 = 0.05;
  variant.device.read_error = 0.3;
  variant.device.reset_failure = 0.1;
  Bench bench(variant);
  const std::vector<std::uint32_t> limits(bench.converters, half);
  std::vector<int> ones(bench.converters, 0);
  for (int number = 0; number < 60; ++number) {
    bench.sample(limits, static_cast<std::uint64_t>(number / 8), number % 8);
    for (std::size_t i = 0; i < bench.converters; ++i) ones[i] += bench.bit(i) ? 1 : 0;
  }
  double at_0 = 0.0, at_1 = 0.0;
  for (std::uint32_t i = 0; i < bench.converters; ++i) {
    at_0 += ones[i] == 0 ? 1.0 : 0.0;
    at_1 += ones[i] == 60 ? 1.0 : 0.0;
    const std::uint32_t fate = draw(9, 0, i, 0);
    EXPECT_EQ(ones[i] == 0, fate < static_cast<std::uint32_t>(0.02 * 0x1p24));
    EXPECT_EQ(ones[i] == 60, fate >= static_cast<std::uint32_t>(0.02 * 0x1p24) &&
                                 fate < static_cast<std::uint32_t>((0.02 + 0.05) * 0x1p24));
  }
  EXPECT_LT(binomial_deviation(at_0, 8000, 0.02), 5.0);
  EXPECT_LT(binomial_deviation(at_1, 8000, 0.05), 5.0);
}

/// Counts of (previous bit, bit) over samples and reads of one MTJ each line.
struct Transitions {
  double count[2][2] = {};
};

Transitions transitions(Bench& bench, std::uint32_t limit, int reads) {
  const std::vector<std::uint32_t> limits(bench.converters, limit);
  Transitions result;
  std::vector<int> previous(bench.converters, 0);
  for (int read = 0; read < reads; ++read) {
    for (int number = 0; number < 8; ++number) {
      bench.sample(limits, static_cast<std::uint64_t>(read), number);
      for (std::size_t i = 0; i < bench.converters; ++i) {
        const int bit = bench.bit(i) ? 1 : 0;
        ++result.count[previous[i]][bit];
        previous[i] = bit;
      }
    }
  }
  return result;
}

TEST(Faults, AFailedResetLeavesTheStateOfTheSampleBefore) {
  spec::Variant variant = lines_variant(200);
  variant.device.reset_failure = 0.3;
  Bench bench(variant);
  constexpr double p = 0.25;
  const auto [count] = transitions(bench, 1U << 22, 200);
  EXPECT_LT(binomial_deviation(count[0][1], count[0][0] + count[0][1], p), 5.0);
  EXPECT_LT(binomial_deviation(count[1][1], count[1][0] + count[1][1], p + (1.0 - p) * 0.3), 5.0);
  EXPECT_GT(binomial_deviation(count[1][1], count[1][0] + count[1][1], p + (1.0 - p) * 0.28), 5.0);
}

TEST(Faults, AFailedResetIsRememberedByEachMtjOfAPair) {
  spec::Variant variant = lines_variant(3);
  variant.readout.ping_pong = true;
  variant.device.reset_failure = 1.0;
  Bench bench(variant);
  const std::vector<std::uint32_t> none(6, 0);
  std::vector<std::uint32_t> first(6, 0);
  first[2] = 1U << 24;
  bench.sample(first, 0, 0);  // pair 0: MTJ 2 switches
  EXPECT_EQ(bench.words[0], 0b000100U);
  bench.sample(none, 0, 1);
  EXPECT_EQ(bench.words[0], 0U);
  bench.sample(none, 0, 2);
  EXPECT_EQ(bench.words[0], 0b000100U);
  bench.sample(none, 1, 0);
  EXPECT_EQ(bench.words[0], 0b000100U) << "also from read to read";
}

TEST(Faults, AReadErrorFlipsTheBitAndNotTheState) {
  spec::Variant variant = lines_variant(200);
  variant.device.read_error = 0.1;
  Bench bench(variant);
  const auto [count] = transitions(bench, 1U << 22, 200);
  const double ones = count[0][1] + count[1][1];
  const double all = ones + count[0][0] + count[1][0];
  EXPECT_LT(binomial_deviation(ones, all, 0.25 * 0.9 + 0.75 * 0.1), 5.0);
  EXPECT_GT(binomial_deviation(ones, all, 0.25), 5.0);

  // With resets that always fail an MTJ that has switched stays: a wrong bit is followed by a right one.
  variant.device.reset_failure = 1.0;
  Bench sticky(variant);
  sticky.sample(std::vector<std::uint32_t>(sticky.converters, 1U << 24), 0, 0);
  const auto [after] = transitions(sticky, 0, 100);
  const double right = after[0][1] + after[1][1];
  EXPECT_LT(binomial_deviation(right, right + after[0][0] + after[1][0], 0.9), 5.0);
}

TEST(Faults, NeighboursSwitchTogetherAsOftenAsSaid) {
  spec::Variant variant = lines_variant(2);
  variant.device.neighbour_correlation = 0.4;
  Bench bench(variant);
  const std::vector<std::uint32_t> limits(2, half);
  double together = 0.0;
  constexpr int reads = 20000;
  for (std::uint64_t read = 0; read < reads; ++read) {
    for (int number = 0; number < 4; ++number) {
      bench.sample(limits, read, number);
      together += bench.bit(0) == bench.bit(1) ? 1.0 : 0.0;
    }
  }
  EXPECT_LT(binomial_deviation(together, 4.0 * reads, 0.4 + 0.6 / 2.0), 5.0);
  EXPECT_GT(binomial_deviation(together, 4.0 * reads, 0.5), 5.0);
}

TEST(Faults, ANeighbourIsTheSameMtjOfTheLineBefore) {
  spec::Variant variant = lines_variant(5);
  variant.readout.ping_pong = true;
  variant.device.neighbour_correlation = 1.0;
  Bench bench(variant);
  const std::vector<std::uint32_t> limits(10, half);
  for (std::uint32_t number = 0; number < 40; ++number) {
    bench.sample(limits, 5, static_cast<int>(number));
    for (std::uint32_t i = number % 2; i < 10; i += 2) {
      const std::uint32_t source = i < 2 ? i : i - 2;
      ASSERT_EQ(bench.bit(i), draw(3, 5, source, number) < half);
    }
  }
}

TEST(Faults, AllAtOnceAsTheContractOrdersThem) {
  spec::Variant variant = lines_variant(150);
  variant.device = {
      .stuck_at_0 = 0.1, .stuck_at_1 = 0.1, .reset_failure = 0.3, .read_error = 0.2, .neighbour_correlation = 0.4};
  Bench bench(variant);
  const std::vector<std::uint32_t> limits(150, 1U << 22);
  const auto below = [](std::uint32_t word, double probability) {
    return word < static_cast<std::uint32_t>(probability * 0x1p24);
  };
  std::vector<bool> state(150, false);
  for (std::uint32_t read = 0; read < 20; ++read) {
    for (std::uint32_t number = 0; number < 8; ++number) {
      bench.sample(limits, read, static_cast<int>(number));
      for (std::uint32_t i = 0; i < 150; ++i) {
        const bool reset = below(draw(6, read, i, number), 0.3) ? state[i] : false;
        const std::uint32_t source = i > 0 && below(draw(7, read, i, number), 0.4) ? i - 1 : i;
        state[i] = draw(3, read, source, number) < limits[i] || reset;
        bool bit = state[i];
        if (below(draw(8, read, i, number), 0.2)) bit = !bit;
        const std::uint32_t fate = draw(9, 0, i, 0);
        if (below(fate, 0.1 + 0.1)) bit = !below(fate, 0.1);
        ASSERT_EQ(bench.bit(i), bit);
      }
    }
  }
}

}  // namespace
}  // namespace spintile::refmodel
