#include "refmodel/periphery/health_monitor.h"

#include <gtest/gtest.h>
#include <mpfr.h>

#include <cmath>
#include <string>

#include "host/philox.h"
#include "spec/derive.h"
#include "verif/tests/binomial.h"

namespace spintile::refmodel {
namespace {

spec::Variant watched(int columns, int repetition_cutoff, int window, int proportion_cutoff) {
  spec::Variant variant;
  variant.crossbar = {.rows = 1, .columns = columns, .array_rows = 1};
  variant.readout.health_monitor = spec::HealthMonitor::report;
  variant.readout.repetition_cutoff = repetition_cutoff;
  variant.readout.proportion_window = window;
  variant.readout.proportion_cutoff = proportion_cutoff;
  return variant;
}

/// One converter, one bit.
void watch(HealthMonitor& monitor, bool bit) {
  const std::uint64_t word = bit ? 1 : 0;
  monitor.watch(0, {&word, 1}, 1);
}

/// Number of the bit that raises the flag, from 1; 0: none does.
int first_alarm(const spec::Variant& variant, const std::string& bits) {
  HealthMonitor monitor(variant);
  monitor.control(true, false);
  for (std::size_t i = 0; i < bits.size(); ++i) {
    watch(monitor, bits[i] == '1');
    if (monitor.any_flag()) return static_cast<int>(i) + 1;
  }
  return 0;
}

TEST(HealthMonitor, RepetitionByHand) {
  const spec::Variant variant = watched(1, 4, 1024, 1024);
  EXPECT_EQ(first_alarm(variant, "1111"), 4);
  EXPECT_EQ(first_alarm(variant, "0000"), 4);
  EXPECT_EQ(first_alarm(variant, "0111011100010001"), 0);
  EXPECT_EQ(first_alarm(variant, "01110000"), 8);
}

TEST(HealthMonitor, ProportionByHand) {
  const spec::Variant variant = watched(1, 255, 16, 12);
  EXPECT_EQ(first_alarm(variant, "1101110111011101"), 16) << "the twelfth of the first of its window";
  EXPECT_EQ(first_alarm(variant, "0101110111011101"), 0) << "zeros are counted here";
  // Windows do not overlap: the second begins with bit 17, whose value is its reference.
  EXPECT_EQ(first_alarm(variant,
                        "1010101010101010"
                        "0001000100010001"),
            16 + 15);
  EXPECT_EQ(first_alarm(variant,
                        "1010101011111101"
                        "1111010101010101"),
            0);
  EXPECT_EQ(first_alarm(watched(1, 255, 16, 1), "0"), 1);
}

TEST(HealthMonitor, FlagsStickAndControlsActAsTheContractSays) {
  HealthMonitor monitor(watched(1, 3, 16, 16));
  for (int i = 0; i < 9; ++i) watch(monitor, true);
  EXPECT_FALSE(monitor.any_flag()) << "off";
  monitor.control(true, false);
  watch(monitor, true);
  watch(monitor, true);
  monitor.control(true, false);  // was on: nothing restarts
  watch(monitor, true);
  EXPECT_TRUE(monitor.any_flag());
  watch(monitor, false);
  EXPECT_EQ(monitor.flags(), std::vector<std::int64_t>{1}) << "sticks";
  monitor.control(false, false);
  EXPECT_TRUE(monitor.any_flag());
  monitor.control(true, true);
  EXPECT_FALSE(monitor.any_flag());
  watch(monitor, true);
  watch(monitor, true);
  monitor.control(false, false);
  monitor.control(true, false);  // was off: the run begins anew
  watch(monitor, true);
  EXPECT_FALSE(monitor.any_flag());
  watch(monitor, true);
  watch(monitor, true);
  EXPECT_TRUE(monitor.any_flag());
  monitor.set_flags(std::vector<std::int64_t>{0});
  EXPECT_FALSE(monitor.any_flag());
  EXPECT_EQ(monitor.unflagged(), std::vector<std::uint64_t>{1});
  watch(monitor, true);
  EXPECT_TRUE(monitor.any_flag()) << "a restored flag leaves the run alone";
  EXPECT_EQ(monitor.unflagged(), std::vector<std::uint64_t>{0});
}

/// The tests of the standard from the whole history of a converter, without any state but the bits.
bool alarm_at_the_end(const std::vector<bool>& bits, const spec::Readout& limits) {
  const std::size_t count = bits.size();
  std::size_t run = 1;
  while (run < count && bits[count - 1 - run] == bits.back()) ++run;
  const auto window = static_cast<std::size_t>(limits.proportion_window);
  const std::size_t first = (count - 1) / window * window;
  int equal = 0;
  for (std::size_t i = first; i < count; ++i) equal += bits[i] == bits[first] ? 1 : 0;
  return run >= static_cast<std::size_t>(limits.repetition_cutoff) || equal >= limits.proportion_cutoff;
}

TEST(HealthMonitor, AgreesWithTheHistoryOfEveryConverter) {
  host::PhiloxSequence random({51, 0x80000000}, 0);
  int flags = 0;
  for (int repeat = 0; repeat < 60; ++repeat) {
    const int window = 16 + static_cast<int>(random.below(20));
    spec::Variant variant = watched(1 + static_cast<int>(random.below(90)), 2 + static_cast<int>(random.below(12)),
                                    window, 1 + static_cast<int>(random.below(static_cast<std::uint32_t>(window))));
    variant.readout.ping_pong = repeat % 2 == 1;
    const auto converters = static_cast<std::size_t>(spec::converters(variant));
    const auto mtjs = static_cast<std::size_t>(spec::mtjs_per_line(variant));
    HealthMonitor monitor(variant);
    monitor.control(true, false);
    std::vector<std::vector<bool>> histories(converters);
    std::vector<std::int64_t> expected(converters, 0);
    std::vector<std::uint64_t> bits((converters + 63) / 64);
    for (int sample = 0; sample < 120; ++sample) {
      if (random.below(60) == 0) {
        monitor.control(true, true);
        histories.assign(converters, {});
        expected.assign(converters, 0);
      }
      for (std::uint64_t& word : bits) word = std::uint64_t{random.next()} << 32 | random.next();
      const int pair = sample % static_cast<int>(mtjs);
      monitor.watch(pair, bits, static_cast<int>(converters));
      for (auto i = static_cast<std::size_t>(pair); i < converters; i += mtjs) {
        histories[i].push_back((bits[i / 64] >> (i % 64) & 1) != 0);
        if (alarm_at_the_end(histories[i], variant.readout)) expected[i] = 1;
      }
      ASSERT_EQ(monitor.flags(), expected);
    }
    for (const std::int64_t flag : expected) flags += static_cast<int>(flag);
  }
  EXPECT_GT(flags, 100);
}

/// 1 + critbinom(window, 2^-entropy, 1 - 2^-20), with 300 bits (SP 800-90B, 4.4.2).
int proportion_cutoff(int window, double entropy) {
  mpfr_t p, q, term, sum, limit;
  mpfr_inits2(300, p, q, term, sum, limit, nullptr);
  mpfr_set_d(p, -entropy, MPFR_RNDN);
  mpfr_exp2(p, p, MPFR_RNDN);
  mpfr_ui_sub(q, 1, p, MPFR_RNDN);
  mpfr_set_d(limit, 1.0 - 0x1p-20, MPFR_RNDN);
  mpfr_pow_ui(term, q, static_cast<unsigned long>(window), MPFR_RNDN);  // P(0)
  mpfr_set(sum, term, MPFR_RNDN);
  int least = 0;
  for (; mpfr_cmp(sum, limit) < 0; ++least) {
    mpfr_mul(term, term, p, MPFR_RNDN);
    mpfr_div(term, term, q, MPFR_RNDN);
    mpfr_mul_ui(term, term, static_cast<unsigned long>(window - least), MPFR_RNDN);
    mpfr_div_ui(term, term, static_cast<unsigned long>(least + 1), MPFR_RNDN);
    mpfr_add(sum, sum, term, MPFR_RNDN);
  }
  mpfr_clears(p, q, term, sum, limit, nullptr);
  return 1 + least;
}

TEST(HealthMonitor, DefaultsAreThoseOfTheStandard) {
  const spec::Readout defaults;
  EXPECT_EQ(defaults.proportion_window, 1024);
  EXPECT_EQ(defaults.proportion_cutoff, proportion_cutoff(1024, 0.5));
  EXPECT_EQ(defaults.repetition_cutoff, 1 + static_cast<int>(std::ceil(20 / 0.5)));
  EXPECT_EQ(proportion_cutoff(1024, 1.0), 589) << "the value of the standard for one bit of entropy";
}

TEST(HealthMonitor, FalseAlarmsOfFairConvertersAreAsRareAsTheBinomialSays) {
  // Proportion test alone, over windows of 64: P(at least 41 of the other 63 equal the first).
  constexpr int converters = 1000;
  constexpr int windows = 40;
  double probability = 0.0;
  for (int equal = 41; equal <= 63; ++equal) {
    probability +=
        std::exp(std::lgamma(64.0) - std::lgamma(equal + 1.0) - std::lgamma(64.0 - equal) - 63.0 * std::log(2.0));
  }
  host::PhiloxSequence random({52, 0x80000000}, 0);
  const auto alarms = [&](int cutoff) {
    double count = 0.0;
    for (int window = 0; window < windows; ++window) {
      HealthMonitor monitor(watched(converters, 255, 64, cutoff));
      monitor.control(true, false);
      std::vector<std::uint64_t> bits((converters + 63) / 64);
      for (int sample = 0; sample < 64; ++sample) {
        for (std::uint64_t& word : bits) word = std::uint64_t{random.next()} << 32 | random.next();
        monitor.watch(0, bits, converters);
      }
      for (const std::int64_t flag : monitor.flags()) count += static_cast<double>(flag);
    }
    return count;
  };
  EXPECT_LT(verif::binomial_deviation(alarms(42), converters * windows, probability), 5.0) << probability;
  EXPECT_GT(verif::binomial_deviation(alarms(43), converters * windows, probability), 5.0) << "one off must be seen";
}

TEST(HealthMonitor, ARunOfFairBitsTakesTheTimeItShould) {
  // Mean number of fair bits up to a run of c equal ones: 2^c - 1, with about the same deviation.
  const spec::Variant variant = watched(1, 7, 1024, 1024);
  host::PhiloxSequence random({53, 0x80000000}, 0);
  constexpr int alarms = 20000;
  double bits = 0.0;
  HealthMonitor monitor(variant);
  for (int alarm = 0; alarm < alarms; ++alarm) {
    monitor.control(true, true);
    while (!monitor.any_flag()) {
      watch(monitor, random.below(2) == 1);
      ++bits;
    }
  }
  EXPECT_NEAR(bits / alarms, 127.0, 5.0 * 127.0 / std::sqrt(alarms));
}

/// Converters of `columns` that the default limits flag within so many samples, where a bit is 1 with `probability`.
double flagged(double probability, int samples) {
  constexpr int columns = 256;
  spec::Variant variant = watched(columns, 41, 1024, spec::Readout{}.proportion_cutoff);
  HealthMonitor monitor(variant);
  monitor.control(true, false);
  host::PhiloxSequence random({54, 0x80000000}, 0);
  std::vector<std::uint64_t> bits(columns / 64);
  for (int sample = 0; sample < samples; ++sample) {
    for (std::uint64_t& word : bits) {
      word = 0;
      for (int bit = 0; bit < 64; ++bit)
        word |= std::uint64_t{random.uniform() < static_cast<float>(probability)} << bit;
    }
    monitor.watch(0, bits, columns);
  }
  double count = 0.0;
  for (const std::int64_t flag : monitor.flags()) count += static_cast<double>(flag);
  return count / columns;
}

TEST(HealthMonitor, SeesStuckAndBiasedConvertersAndLeavesGoodOnesAlone) {
  EXPECT_EQ(flagged(0.0, 40), 0.0);
  EXPECT_EQ(flagged(0.0, 41), 1.0) << "stuck at 0";
  EXPECT_EQ(flagged(1.0, 41), 1.0) << "stuck at 1";
  // Biased to 0.85: a window that begins with a 1 (85 %) has 870 of them on average, 7 deviations above the cut-off.
  EXPECT_GT(flagged(0.85, 1024), 0.75);
  EXPECT_GT(flagged(0.15, 4 * 1024), 0.99);
  EXPECT_EQ(flagged(0.5, 10 * 1024), 0.0);
  EXPECT_EQ(flagged(0.6, 10 * 1024), 0.0) << "half a bit of entropy (0.71) is still good";
}

TEST(HealthMonitor, IsNothingInAVariantWithout) {
  spec::Variant variant = watched(3, 2, 16, 2);
  variant.readout.health_monitor = spec::HealthMonitor::none;
  HealthMonitor monitor(variant);
  monitor.control(true, false);
  for (int i = 0; i < 5; ++i) watch(monitor, true);
  EXPECT_FALSE(monitor.any_flag());
  EXPECT_TRUE(monitor.flags().empty());
}

}  // namespace
}  // namespace spintile::refmodel
