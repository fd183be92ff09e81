#include "refmodel/periphery/transfer_arithmetic.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "host/philox.h"

namespace spintile::refmodel {
namespace {

using spec::TransferKind;
using Quantity = TransferArithmetic::Quantity;

constexpr int code_bits = 8;

/// The oracle: the steps of the contract in float64, which holds every exact sum and product of the values used here,
/// each rounded by `round`.
struct Exact {
  spec::Transfer rule;

  /// Nearest, ties to even, on a grid of 2^-fraction_bits, saturated to a word.
  static double on_grid(double value, int fraction_bits, int word_bits) {
    const double largest = std::ldexp(1.0, word_bits - 1) - 1.0;
    const double steps = std::clamp(std::nearbyint(std::ldexp(value, fraction_bits)), -largest - 1.0, largest);
    return std::ldexp(steps, -fraction_bits);
  }
  /// Nearest, ties to even, in a binary format; no overflow.
  static double in_format(double value, int precision, int least_exponent) {
    if (value == 0.0) return value;
    const int exponent = std::max(std::ilogb(value), least_exponent);
    return std::ldexp(std::nearbyint(std::ldexp(value, precision - 1 - exponent)), exponent - precision + 1);
  }

  double round(double value, Quantity quantity) const {
    switch (rule.arithmetic) {
      case spec::TransferArithmetic::fixed: {
        const int integer_bits = static_cast<int>(std::ceil(std::log2(rule.pulses + 1))) + 2;
        const int fraction = quantity == Quantity::hidden ? rule.word_bits - integer_bits
                             : quantity == Quantity::mean ? rule.word_bits - code_bits
                                                          : rule.word_bits - 2;
        return on_grid(value, fraction, rule.word_bits);
      }
      case spec::TransferArithmetic::bf16:
        return in_format(value, 8, -126);
      case spec::TransferArithmetic::fp16:
        return in_format(value, 11, -14);
      case spec::TransferArithmetic::fp32:
        break;
    }
    return static_cast<double>(static_cast<float>(value));
  }

  struct Lane {
    double hidden, mean, reference;
    int pulses;
  };

  Lane transfer(Lane lane, double a, bool negative, bool fresh, double lambda, double after, double keep,
                double beta) const {
    double delta = a;
    if (rule.kind == TransferKind::agad) {
      if (fresh) lane.reference = lane.mean;
      delta = round(a - lane.reference, Quantity::mean);
    }
    const double step = round(lambda * delta, Quantity::hidden);
    const double w = round(negative ? lane.hidden - step : lane.hidden + step, Quantity::hidden);
    lane.pulses = static_cast<int>(std::trunc(std::clamp(w, -1.0 * rule.pulses, 1.0 * rule.pulses)));
    if (rule.forget) {
      lane.hidden = lane.pulses != 0 ? round(after * w, Quantity::hidden) : w;
    } else {
      lane.hidden = round(w - round(after * lane.pulses, Quantity::hidden), Quantity::hidden);
    }
    if (rule.kind == TransferKind::agad) {
      lane.mean = round(round(keep * lane.mean, Quantity::mean) + round(beta * a, Quantity::mean), Quantity::mean);
    }
    return lane;
  }
};

struct Case {
  spec::Transfer rule;
  std::string name;
};

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const auto kind : {TransferKind::ttv2, TransferKind::c_ttv2, TransferKind::agad}) {
    for (const bool forget : {false, true}) {
      const auto add = [&](spec::TransferArithmetic arithmetic, int pulses, int word_bits, const std::string& name) {
        all.push_back(
            {{.kind = kind, .arithmetic = arithmetic, .pulses = pulses, .forget = forget, .word_bits = word_bits},
             name + "_kind" + std::to_string(static_cast<int>(kind)) + (forget ? "_forget" : "_share")});
      };
      add(spec::TransferArithmetic::bf16, 31, 24, "bf16");
      add(spec::TransferArithmetic::fp16, 1, 24, "fp16_one_pulse");
      add(spec::TransferArithmetic::fp32, 32, 24, "fp32");
      add(spec::TransferArithmetic::fixed, 31, 24, "fixed24");
      add(spec::TransferArithmetic::fixed, 5, 9, "fixed9");
      add(spec::TransferArithmetic::fixed, 32, 32, "fixed32");
    }
  }
  return all;
}

class Transfers : public testing::TestWithParam<Case> {};

TEST_P(Transfers, AreTheStepsOfTheContractEachRoundedOnce) {
  const spec::Transfer rule = GetParam().rule;
  const TransferArithmetic arithmetic(rule, code_bits);
  const Exact exact{rule};
  constexpr std::size_t lanes = 64;
  host::PhiloxSequence draws({.seed = 7, .stream = 0x80000000}, 5);
  int pulses_seen = 0;
  int clamped_seen = 0;
  for (int trial = 0; trial < 20; ++trial) {
    const double lambda = 0.05 * (1 + draws.below(20));
    const double momentum = 0.125 * draws.below(8);
    const double beta = 0.1 * (1 + draws.below(9));
    const TransferConstants constants = arithmetic.constants(lambda, momentum, beta);
    const auto constant = [&](double value) { return exact.round(value, Quantity::constant); };
    std::vector<std::uint32_t> hidden(lanes), mean(lanes), reference(lanes), read(lanes);
    std::vector<std::int32_t> pulses(lanes);
    std::vector<Exact::Lane> expected(lanes);
    std::vector<double> a(lanes);
    const auto random_word = [&](double magnitude, Quantity quantity, double& value) {
      const std::uint32_t word =
          arithmetic.word((2.0 * static_cast<double>(draws.uniform()) - 1.0) * magnitude, quantity);
      value = arithmetic.value(word, quantity);
      return word;
    };
    for (std::size_t j = 0; j < lanes; ++j) {
      hidden[j] = random_word(1.1, Quantity::hidden, expected[j].hidden);
      mean[j] = random_word(100.0, Quantity::mean, expected[j].mean);
      reference[j] = random_word(100.0, Quantity::mean, expected[j].reference);
      const auto code = static_cast<std::int32_t>(draws.below(255)) - 127;
      read[j] = arithmetic.read_word(code);
      a[j] = code;
      EXPECT_EQ(arithmetic.value(read[j], Quantity::mean), a[j]);
    }
    const bool has_chopper = rule.kind != TransferKind::ttv2;
    const bool negative = has_chopper && draws.below(2) == 1;
    const bool fresh = rule.kind == TransferKind::agad && draws.below(2) == 1;
    arithmetic.transfer(constants, negative, fresh, read, {hidden, mean, reference}, pulses);
    for (std::size_t j = 0; j < lanes; ++j) {
      const Exact::Lane lane =
          exact.transfer(expected[j], a[j], negative, fresh, constant(lambda),
                         constant(rule.forget ? momentum : 1.0 - momentum), constant(1.0 - beta), constant(beta));
      ASSERT_EQ(arithmetic.value(hidden[j], Quantity::hidden), lane.hidden) << "lane " << j;
      ASSERT_EQ(arithmetic.value(mean[j], Quantity::mean), lane.mean) << "lane " << j;
      ASSERT_EQ(arithmetic.value(reference[j], Quantity::mean), lane.reference) << "lane " << j;
      ASSERT_EQ(pulses[j], lane.pulses) << "lane " << j;
      pulses_seen += pulses[j] != 0 ? 1 : 0;
      clamped_seen += std::abs(pulses[j]) == rule.pulses ? 1 : 0;
    }
  }
  EXPECT_GT(pulses_seen, 100);
  EXPECT_GT(clamped_seen, 0);
}

INSTANTIATE_TEST_SUITE_P(All, Transfers, testing::ValuesIn(cases()), [](const auto& of) { return of.param.name; });

TEST(TransferArithmetic, ANaNWritesAllPulsesAndStays) {
  for (const auto format :
       {spec::TransferArithmetic::bf16, spec::TransferArithmetic::fp16, spec::TransferArithmetic::fp32}) {
    const TransferArithmetic arithmetic({.kind = TransferKind::ttv2, .arithmetic = format, .pulses = 7}, code_bits);
    std::vector<std::uint32_t> hidden = {arithmetic.word(std::numeric_limits<double>::quiet_NaN(), Quantity::hidden)};
    const std::vector<std::uint32_t> read = {arithmetic.read_word(3)};
    std::vector<std::int32_t> pulses(1);
    const std::uint32_t nan = hidden.front();
    arithmetic.transfer(arithmetic.constants(0.5, 0.5, 0.0), false, false, read, {hidden, {}, {}}, pulses);
    EXPECT_EQ(hidden.front(), nan);
    EXPECT_EQ(pulses.front(), 7);
  }
}

TEST(TransferArithmetic, InfinityIsClamped) {
  const TransferArithmetic arithmetic({.kind = TransferKind::ttv2, .arithmetic = spec::TransferArithmetic::fp32},
                                      code_bits);
  std::vector<std::uint32_t> hidden = {std::bit_cast<std::uint32_t>(-std::numeric_limits<float>::infinity())};
  const std::vector<std::uint32_t> read = {arithmetic.read_word(3)};
  std::vector<std::int32_t> pulses(1);
  arithmetic.transfer(arithmetic.constants(0.5, 0.5, 0.0), false, false, read, {hidden, {}, {}}, pulses);
  EXPECT_EQ(pulses.front(), -31);
}

TEST(TransferArithmetic, FixedWordsSaturate) {
  const TransferArithmetic arithmetic({.kind = TransferKind::ttv2,
                                       .arithmetic = spec::TransferArithmetic::fixed,
                                       .pulses = 1,
                                       .forget = false,
                                       .word_bits = 10},
                                      code_bits);
  EXPECT_EQ(arithmetic.word(1e9, Quantity::hidden), 0x1FFU);
  EXPECT_EQ(arithmetic.word(-1e9, Quantity::hidden), 0x200U);
  EXPECT_EQ(arithmetic.value(0x200U, Quantity::hidden), -4.0);
  std::vector<std::uint32_t> hidden = {0x1FFU};
  std::vector<std::int32_t> pulses(1);
  const std::vector<std::uint32_t> read = {arithmetic.read_word(100)};
  arithmetic.transfer(arithmetic.constants(1.0, 1.0, 0.0), false, false, read, {hidden, {}, {}}, pulses);
  EXPECT_EQ(hidden.front(), 0x1FFU) << "share is 0";
  EXPECT_EQ(pulses.front(), 1);
}

TEST(TransferArithmetic, RefusesAFixedWordThatIsTooShort) {
  spec::Transfer rule{.kind = TransferKind::agad, .arithmetic = spec::TransferArithmetic::fixed, .word_bits = 8};
  EXPECT_THROW(TransferArithmetic(rule, 9), std::invalid_argument) << "codes";
  rule.word_bits = 7;
  EXPECT_THROW(TransferArithmetic(rule, 4), std::invalid_argument) << "pulses";
}

}  // namespace
}  // namespace spintile::refmodel
