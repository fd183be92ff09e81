#include "refmodel/analog/pulse_generator.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdlib>
#include <stdexcept>

#include "host/philox.h"
#include "refmodel/numeric/xorshift.h"
#include "verif/tests/binomial.h"

namespace spintile::refmodel {
namespace {

using spec::RandomWords;
using verif::binomial_deviation;

constexpr RandomWords choices[] = {RandomWords::shared, RandomWords::rotated, RandomWords::per_line};

/// Of R rows that fire with p / 2^16 and C columns with q / 2^16.
host::PulseProbabilities alike(int slots, std::size_t rows, std::int32_t p, std::size_t columns, std::int32_t q) {
  return {slots, std::vector<std::int32_t>(rows, p), std::vector<std::int32_t>(columns, q)};
}

TEST(PulseGenerator, StatesAfterAReset) {
  EXPECT_EQ(PulseGenerator(3, 2, RandomWords::shared, 16).words().size(), 2U);
  EXPECT_EQ(PulseGenerator(3, 2, RandomWords::rotated, 16).words().size(), 2U);
  const PulseGenerator generator(3, 2, RandomWords::per_line, 16);
  ASSERT_EQ(generator.words().size(), 5U);
  for (std::uint32_t i = 0; i < 5; ++i) EXPECT_EQ(generator.words()[i], (i + 1) * 0x9E3779B9U);
}

TEST(PulseGenerator, FiresByTheWordsOfTheContract) {
  constexpr int rows = 37;
  constexpr int columns = 41;
  constexpr int slots = 32;
  for (const RandomWords choice : choices) {
    for (const int bits : {4, 11, 16}) {
      for (const Simd simd : {Simd::baseline, best_simd()}) {
        PulseGenerator generator(rows, columns, choice, bits, simd);
        std::vector<std::uint32_t> states(generator.words().begin(), generator.words().end());
        host::PhiloxSequence random({5, 0x80000999}, 0);
        host::PulseProbabilities probabilities{slots, {}, {}};
        const auto probability = [&] {
          const auto magnitude = static_cast<std::int32_t>(random.below((1U << bits) + 1));
          return random.below(2) != 0 ? -magnitude : magnitude;
        };
        for (int k = 0; k < rows; ++k) probabilities.rows.push_back(probability());
        for (int j = 0; j < columns; ++j) probabilities.columns.push_back(probability());

        UpdateDrive expected;
        const auto fire = [&](const std::vector<std::int32_t>& side, std::size_t first_state, LinePulses& pulses) {
          pulses.slots.assign(side.size(), 0);
          for (std::size_t i = 0; i < side.size(); ++i) pulses.negative.push_back(side[i] < 0 ? 1 : 0);
          for (int slot = 0; slot < slots; ++slot) {
            const std::size_t generators = choice == RandomWords::per_line ? side.size() : 1;
            for (std::size_t i = 0; i < generators; ++i) {
              states[first_state + i] = xorshift32(states[first_state + i]);
            }
            for (std::size_t i = 0; i < side.size(); ++i) {
              std::uint32_t word = states[first_state + (choice == RandomWords::per_line ? i : 0)];
              if (choice == RandomWords::rotated && i % 32 != 0) word = word >> (i % 32) | word << (32 - i % 32);
              if (static_cast<std::int64_t>(word >> (32 - bits)) < std::abs(side[i])) pulses.slots[i] |= 1U << slot;
            }
          }
        };
        fire(probabilities.rows, 0, expected.rows);
        fire(probabilities.columns, choice == RandomWords::per_line ? rows : 1, expected.columns);
        EXPECT_EQ(generator.fire(probabilities), expected);
        EXPECT_TRUE(std::equal(states.begin(), states.end(), generator.words().begin()));
      }
    }
  }
}

TEST(PulseGenerator, ProbabilitiesAtTheEnds) {
  for (const RandomWords choice : choices) {
    PulseGenerator generator(40, 40, choice, 16);
    for (int update = 0; update < 100; ++update) {
      const UpdateDrive drive = generator.fire(alike(31, 40, 0, 40, 1 << 16));
      for (const std::uint32_t slots : drive.rows.slots) EXPECT_EQ(slots, 0U);
      for (const std::uint32_t slots : drive.columns.slots) EXPECT_EQ(slots, 0x7FFFFFFFU);
    }
  }
}

TEST(PulseGenerator, StatesAreTakenWholeOrRefused) {
  PulseGenerator generator(2, 2, RandomWords::per_line, 16);
  generator.fire(alike(7, 2, 1000, 2, 1000));
  PulseGenerator other(2, 2, RandomWords::per_line, 16);
  other.set_words(generator.words());
  EXPECT_EQ(other.fire(alike(7, 2, 30000, 2, 30000)), generator.fire(alike(7, 2, 30000, 2, 30000)));
  EXPECT_THROW(other.set_words(std::vector<std::uint32_t>{1, 2, 0, 4}), std::invalid_argument);
  EXPECT_THROW(other.set_words(std::vector<std::uint32_t>{1, 2, 3}), std::invalid_argument);
  EXPECT_THROW(other.fire(alike(7, 3, 1, 2, 1)), std::invalid_argument);
}

/// Moments of samples, and how sure they are.
class Moments {
 public:
  void add(double value) { values_.push_back(value); }
  double mean() const {
    double sum = 0.0;
    for (const double value : values_) sum += value;
    return sum / n();
  }
  double central(int power) const {
    const double m = mean();
    double sum = 0.0;
    for (const double value : values_) sum += std::pow(value - m, power);
    return sum / n();
  }
  /// Standard errors of the mean between it and `expected`.
  double mean_error(double expected) const { return std::fabs(mean() - expected) / std::sqrt(central(2) / n()); }
  double variance_error(double expected) const {
    const double variance = central(2);
    return std::fabs(variance - expected) / std::sqrt((central(4) - variance * variance) / n());
  }

 private:
  double n() const { return static_cast<double>(values_.size()); }
  std::vector<double> values_;
};

constexpr int updates = 20000;
constexpr int slots = 8;

/// Coincidences of one cell, and of all, over updates of 64 x 48 lines that fire with p and q.
struct Coincidences {
  Moments cell;
  Moments total;
};

Coincidences coincidences(PulseGenerator generator, double p, double q) {
  Coincidences result;
  const auto probabilities =
      alike(slots, 64, static_cast<std::int32_t>(p * 65536), 48, static_cast<std::int32_t>(q * 65536));
  for (int update = 0; update < updates; ++update) {
    const UpdateDrive drive = generator.fire(probabilities);
    result.cell.add(std::popcount(drive.rows.slots[17] & drive.columns.slots[29]));
    double total = 0.0;
    for (int slot = 0; slot < slots; ++slot) {
      double rows = 0.0;
      double columns = 0.0;
      for (const std::uint32_t line : drive.rows.slots) rows += line >> slot & 1;
      for (const std::uint32_t line : drive.columns.slots) columns += line >> slot & 1;
      total += rows * columns;
    }
    result.total.add(total);
  }
  return result;
}

/// Variance of the rows that fire in a slot, n lines at p: alike, from the bits of one word, or each for itself.
double line_variance(RandomWords choice, double n, double p) {
  if (choice == RandomWords::shared) return n * n * p * (1.0 - p);
  if (choice == RandomWords::per_line) return n * p * (1.0 - p);
  // Rotated: 32 neighbours around the word, each as often as n / 32 (n a multiple). With p = 1/2 a line sees one bit of
  // its own; with p = 1/4 two, one of them shared with each neighbour: P(both fire) = 1/8.
  const double covariance = p == 0.25 ? 1.0 / 8.0 - 1.0 / 16.0 : 0.0;
  return n / 32.0 * (n / 32.0) * (32.0 * p * (1.0 - p) + 2.0 * 32.0 * covariance);
}

double total_variance(RandomWords choice, double p, double q) {
  const double row_mean = 64.0 * p;
  const double column_mean = choice == RandomWords::rotated ? 32.0 * q : 48.0 * q;
  const double row_square = line_variance(choice, 64.0, p) + row_mean * row_mean;
  const double column_square =
      line_variance(choice, choice == RandomWords::rotated ? 32.0 : 48.0, q) + column_mean * column_mean;
  return slots * (row_square * column_square - row_mean * row_mean * column_mean * column_mean);
}

TEST(PulseGenerator, MeanAndVarianceOfCoincidences) {
  for (const auto& [p, q] : {std::pair{0.3, 0.2}, std::pair{0.05, 0.9}, std::pair{0.5, 0.25}}) {
    for (const RandomWords choice : choices) {
      const Coincidences seen = coincidences(PulseGenerator(64, 48, choice, 16), p, q);
      const double exact_p = std::floor(p * 65536) / 65536;
      const double exact_q = std::floor(q * 65536) / 65536;
      const double both = exact_p * exact_q;
      // Every cell by itself is binomial, whoever shares a word.
      EXPECT_LT(seen.cell.mean_error(slots * both), 4.5);
      EXPECT_LT(seen.cell.variance_error(slots * both * (1.0 - both)), 4.5);
      EXPECT_LT(seen.total.mean_error(64 * 48 * slots * both), 4.5);
      if (choice != RandomWords::rotated) {
        EXPECT_LT(seen.total.variance_error(total_variance(choice, exact_p, exact_q)), 4.5);
      }
    }
  }
}

TEST(PulseGenerator, RotatedLinesShareBitsAsTheirRotationsSay) {
  for (const auto& [p, q] : {std::pair{0.5, 0.5}, std::pair{0.25, 0.5}, std::pair{0.25, 0.25}}) {
    PulseGenerator generator(64, 32, RandomWords::rotated, 16);
    const auto probabilities =
        alike(slots, 64, static_cast<std::int32_t>(p * 65536), 32, static_cast<std::int32_t>(q * 65536));
    Moments total;
    for (int update = 0; update < updates; ++update) {
      const UpdateDrive drive = generator.fire(probabilities);
      double sum = 0.0;
      for (const std::uint32_t row : drive.rows.slots) {
        for (const std::uint32_t column : drive.columns.slots) sum += std::popcount(row & column);
      }
      total.add(sum);
    }
    EXPECT_LT(total.variance_error(total_variance(RandomWords::rotated, p, q)), 4.5);
    EXPECT_GT(total.variance_error(total_variance(RandomWords::per_line, p, q) * 32.0 / 48.0), 4.5);
  }
}

TEST(PulseGenerator, TheSharingChoicesDiffer) {
  EXPECT_GT(coincidences(PulseGenerator(64, 48, RandomWords::shared, 16), 0.3, 0.2)
                .total.variance_error(total_variance(RandomWords::per_line, 0.3, 0.2)),
            4.5);
}

/// Most deviations from independence of any row and any column.
double worst_dependence(PulseGenerator generator) {
  const auto probabilities = alike(32, 16, 30000, 16, 20000);
  const double both = 30000.0 * 20000.0 / 65536.0 / 65536.0;
  double counts[16][16] = {};
  constexpr int repeats = 2000;
  for (int update = 0; update < repeats; ++update) {
    const UpdateDrive drive = generator.fire(probabilities);
    for (std::size_t k = 0; k < 16; ++k) {
      for (std::size_t j = 0; j < 16; ++j) counts[k][j] += std::popcount(drive.rows.slots[k] & drive.columns.slots[j]);
    }
  }
  double worst = 0.0;
  for (const auto& row : counts) {
    for (const double count : row) worst = std::max(worst, binomial_deviation(count, 32.0 * repeats, both));
  }
  return worst;
}

TEST(PulseGenerator, RowsAndColumnsAreIndependent) {
  for (const RandomWords choice : choices) EXPECT_LT(worst_dependence(PulseGenerator(16, 16, choice, 16)), 5.0);
}

TEST(PulseGenerator, EqualSeedsForRowsAndColumnsAreSeen) {
  for (const RandomWords choice : choices) {
    PulseGenerator generator(16, 16, choice, 16);
    std::vector<std::uint32_t> words(generator.words().begin(), generator.words().end());
    for (std::size_t i = 0; i < words.size() / 2; ++i) words[words.size() / 2 + i] = words[i];
    generator.set_words(words);
    EXPECT_GT(worst_dependence(generator), 5.0);
  }
}

TEST(PulseGenerator, MeanCountFiresTheFirstSlots) {
  const UpdateDrive drive = mean_count_drive({10, {65536, -32768, 3277, 3276}, {-65536 / 4}}, 16);
  EXPECT_EQ(drive.rows.slots, (std::vector<std::uint32_t>{0x3FF, 0x1F, 0x1, 0x0}));
  EXPECT_EQ(drive.rows.negative, (std::vector<std::uint8_t>{0, 1, 0, 0}));
  EXPECT_EQ(drive.columns.slots, (std::vector<std::uint32_t>{0x7})) << "2.5 rounds up";
  EXPECT_EQ(mean_count_drive({32, {65536}, {}}, 16).rows.slots[0], 0xFFFFFFFFU);
}

}  // namespace
}  // namespace spintile::refmodel
