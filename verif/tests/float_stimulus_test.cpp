#include "verif/float_stimulus.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "refmodel/numeric/float_value.h"
#include "verif/float_patterns.h"

namespace spintile::verif {
namespace {

using spec::float_format;
using spec::FloatFormat;
using spec::FloatKind;
using spec::FloatOperation;
namespace flag = spec::float_flag;

constexpr std::uint64_t cases = 40'000;

std::uint64_t size(const FloatFormat& format, std::uint64_t word) { return word & ~format.sign_bit(); }

int exponent(const FloatFormat& format, std::uint64_t word) {
  return static_cast<int>(size(format, word) >> format.fraction_bits);
}

bool is_subnormal(const FloatFormat& format, std::uint64_t word) {
  return size(format, word) != 0 && exponent(format, word) == 0;
}

/// The result of numbers in a format of some places more, not rounded.
refmodel::FloatResult wider(FloatOperation operation, const FloatOperands& operands, int places) {
  operation.format.fraction_bits += places;
  operation.rounding = spec::Rounding::toward_zero;
  const auto& [a, b, c] = operands;
  return refmodel::evaluate(operation, a << places, b << places, c << places);
}

/// How the exact result of numbers lies between two numbers of the format.
enum class Place { exact, tie, near_tie, near_number, elsewhere };

Place place(const FloatOperation& operation, const FloatOperands& operands) {
  const auto& [a, b, c] = operands;
  const unsigned flags = refmodel::evaluate(operation, a, b, c).flags;
  if ((flags & flag::inexact) == 0) return Place::exact;
  if ((wider(operation, operands, 1).flags & flag::inexact) == 0) return Place::tie;
  constexpr int places = 6;
  const std::uint64_t below = wider(operation, operands, places).word & low_bits(places);
  constexpr std::uint64_t half = std::uint64_t{1} << (places - 1);
  if (below == half || below == half - 1) return Place::near_tie;
  return below == 0 || below == low_bits(places) ? Place::near_number : Place::elsewhere;
}

/// How many of the cases belong to each class, in thousandths.
std::map<std::string, int> shares(const FloatOperation& operation) {
  const FloatFormat& format = operation.format;
  std::map<std::string, int> counts;
  for (std::uint64_t i = 0; i < cases; ++i) {
    const FloatOperands all = float_operands(operation, 1, i);
    const std::span operands = std::span(all).first(static_cast<std::size_t>(operation.operands()));
    const auto& [a, b, c] = all;
    const auto result = refmodel::evaluate(operation, a, b, c);
    const auto count = [&counts](const char* name, bool belongs) { counts[name] += belongs ? 1 : 0; };
    const auto any = [&](const auto& property) { return std::ranges::any_of(operands, property); };
    const auto is_infinite = [&](std::uint64_t word) {
      return format.has_infinity && size(format, word) == format.infinity();
    };
    const bool nan = any([&](std::uint64_t word) { return format.is_nan(word); });
    const bool numbers = !nan && !any(is_infinite);
    const auto subnormal = [&](std::uint64_t word) { return is_subnormal(format, word); };

    count("NaN operand", nan);
    count("signalling operand", any([&](std::uint64_t word) { return format.is_signalling_nan(word); }));
    count("infinite operand", any(is_infinite));
    count("zero operand", any([&](std::uint64_t word) { return size(format, word) == 0; }));
    count("subnormal operand", any(subnormal));
    count("two subnormals", std::ranges::count_if(operands, subnormal) >= 2);
    count("exact", numbers && result.flags == 0);
    count("invalid", (result.flags & flag::invalid) != 0);
    count("infinite result of numbers", (result.flags & flag::infinite) != 0);
    count("overflow", (result.flags & flag::overflow) != 0);
    count("underflow", (result.flags & flag::underflow) != 0);
    const bool finite = numbers && (result.flags & (flag::overflow | flag::invalid | flag::infinite)) == 0;
    const Place lies = finite ? place(operation, all) : Place::exact;
    count("tie", lies == Place::tie);
    count("near a tie", lies == Place::near_tie);
    count("near a number", lies == Place::near_number);
    count("subnormal result", finite && is_subnormal(format, result.word));
    count("at the least normal",
          finite && std::abs(static_cast<std::int64_t>(size(format, result.word) - format.fraction_mask() - 1)) <= 1);
    count("at the largest", finite && size(format, result.word) + 2 > format.largest());
    count("full carry", finite && size(format, a) != 0 && size(format, b) != 0 && (result.flags & flag::inexact) != 0 &&
                            (result.word & format.fraction_mask()) == 0);
    if (operation.kind != FloatKind::add && operation.kind != FloatKind::multiply_add) continue;

    // Of a sum the terms: a and b, or their product and c.
    const bool fused = operation.kind == FloatKind::multiply_add;
    const int first = fused ? exponent(format, a) + exponent(format, b) - format.bias() : exponent(format, a);
    const int second = exponent(format, fused ? c : b);
    const int greater = std::max(first, second);
    const bool no_zeros = !any([&](std::uint64_t word) { return size(format, word) == 0; });
    count("cancels to zero", numbers && no_zeros && size(format, result.word) == 0 && result.flags == 0);
    count("cancels half of the places", numbers && no_zeros && size(format, result.word) != 0 &&
                                            exponent(format, result.word) + (format.fraction_bits + 1) / 2 <= greater);
    count("sticky distance", numbers && std::abs(std::abs(first - second) - format.fraction_bits - 1) <= 2);
    count("product above all places", numbers && first > second + 2 * format.fraction_bits + 2);
    count("carries out", finite && exponent(format, result.word) > greater);
  }
  for (auto& [name, count] : counts) count = static_cast<int>(static_cast<std::uint64_t>(count) * 1000 / cases);
  return counts;
}

struct Promise {
  const char* name;
  int least;  // thousandths
};

void expect_shares(FloatKind kind, const char* format, const std::vector<Promise>& promises) {
  const auto found = shares({.kind = kind, .format = float_format(format), .target = {}});
  for (const Promise& promise : promises) {
    EXPECT_GE(found.at(promise.name), promise.least) << name(kind) << ' ' << format << ": " << promise.name;
  }
}

const std::vector<Promise> any_format = {{"NaN operand", 15},      {"zero operand", 20}, {"subnormal operand", 100},
                                         {"exact", 100},           {"tie", 30},          {"overflow", 30},
                                         {"subnormal result", 40}, {"full carry", 10}};
const std::vector<Promise> with_infinity = {{"infinite operand", 10}, {"signalling operand", 5}, {"invalid", 5}};
const std::vector<Promise> sums = {{"cancels to zero", 15},   {"cancels half of the places", 60},
                                   {"carries out", 40},       {"sticky distance", 60},
                                   {"two subnormals", 50},    {"at the largest", 5},
                                   {"at the least normal", 2}};
const std::vector<Promise> products = {{"underflow", 60}, {"at the least normal", 2}};

TEST(FloatStimulus, SumsReachEveryClass) {
  for (const char* format : {"fp32", "bf16", "fp8_e4m3"}) {
    expect_shares(FloatKind::add, format, any_format);
    expect_shares(FloatKind::add, format, sums);
    if (float_format(format).has_infinity) expect_shares(FloatKind::add, format, with_infinity);
  }
}

TEST(FloatStimulus, ProductsReachEveryClass) {
  for (const char* format : {"fp32", "bf16", "fp8_e4m3"}) {
    expect_shares(FloatKind::multiply, format, any_format);
    expect_shares(FloatKind::multiply, format, products);
    if (float_format(format).has_infinity) expect_shares(FloatKind::multiply, format, with_infinity);
  }
}

TEST(FloatStimulus, FusedMultiplyAddsReachEveryClass) {
  for (const char* format : {"fp32", "bf16", "fp8_e4m3"}) {
    expect_shares(FloatKind::multiply_add, format, any_format);
    expect_shares(FloatKind::multiply_add, format,
                  {{"cancels to zero", 3},
                   {"cancels half of the places", 100},
                   {"carries out", 80},
                   {"sticky distance", 60},
                   {"product above all places", 40},
                   {"two subnormals", 30},
                   {"at the largest", 20},
                   {"at the least normal", 4},
                   {"underflow", 30}});
    if (float_format(format).has_infinity) expect_shares(FloatKind::multiply_add, format, with_infinity);
  }
}

TEST(FloatStimulus, QuotientsReachEveryClass) {
  for (const char* format : {"fp32", "bf16", "fp8_e4m3"}) {
    // A tie of a normal quotient does not exist, one of a subnormal does.
    expect_shares(FloatKind::divide, format,
                  {{"NaN operand", 15},
                   {"zero operand", 20},
                   {"subnormal operand", 100},
                   {"exact", 80},
                   {"tie", 6},
                   {"overflow", 30},
                   {"underflow", 60},
                   {"subnormal result", 60},
                   {"full carry", 20},
                   {"two subnormals", 20},
                   {"infinite result of numbers", 5},
                   {"at the largest", 5},
                   {"at the least normal", 1}});
    if (float_format(format).has_infinity) expect_shares(FloatKind::divide, format, with_infinity);
  }
}

TEST(FloatStimulus, SquareRootsReachEveryClass) {
  for (const char* format : {"fp32", "bf16", "fp8_e4m3"}) {
    expect_shares(
        FloatKind::square_root, format,
        {{"NaN operand", 10}, {"zero operand", 10}, {"subnormal operand", 80}, {"exact", 60}, {"invalid", 50}});
  }
}

/// Where one place more is not enough to round by: formats that are wide enough to have such results.
TEST(FloatStimulus, ResultsLieNearTiesAndNearNumbers) {
  for (const char* format : {"fp32", "bf16"}) {
    for (const FloatKind kind :
         {FloatKind::multiply, FloatKind::multiply_add, FloatKind::divide, FloatKind::square_root}) {
      expect_shares(kind, format, {{"near a tie", 15}, {"near a number", 40}});
    }
  }
}

TEST(FloatStimulus, ConversionsReachEveryClass) {
  const FloatFormat fp32 = float_format("fp32");
  const auto raised = [](const FloatOperation& operation, unsigned flags) {
    int count = 0;
    for (std::uint64_t i = 0; i < cases; ++i) {
      const std::uint64_t a = float_operands(operation, 1, i).front();
      count += (refmodel::evaluate(operation, a).flags & flags) == flags ? 1 : 0;
    }
    return static_cast<std::uint64_t>(count) * 1000 / cases;
  };
  const FloatOperation to_half{.kind = FloatKind::convert, .format = fp32, .target = float_format("fp16")};
  EXPECT_GE(raised(to_half, flag::overflow), 50U);
  EXPECT_GE(raised(to_half, flag::underflow), 50U);
  const FloatOperation to_int{.kind = FloatKind::to_integer, .format = fp32, .target = {}};
  EXPECT_GE(raised(to_int, flag::invalid), 50U);
  EXPECT_GE(raised(to_int, flag::inexact), 200U);
  EXPECT_LE(raised(to_int, flag::inexact), 800U);
  const FloatOperation from_int{.kind = FloatKind::from_integer, .format = fp32, .target = {}};
  EXPECT_GE(raised(from_int, flag::inexact), 200U);
  EXPECT_LE(raised(from_int, flag::inexact), 800U);
}

TEST(FloatStimulus, IntegerLimitsAndHalvesAreHit) {
  std::map<std::uint64_t, int> words;
  const FloatOperation to_int{.kind = FloatKind::to_integer, .format = float_format("fp32"), .target = {}};
  for (std::uint64_t i = 0; i < cases; ++i) ++words[float_operands(to_int, 1, i).front()];
  // 2^31 and the number below, of both signs; 0.5, 1.5, -2.5.
  for (const std::uint64_t word : std::initializer_list<std::uint64_t>{0x4F000000, 0x4EFFFFFF, 0xCF000000, 0xCF000001,
                                                                       0x3F000000, 0x3FC00000, 0xC0200000}) {
    EXPECT_GE(words[word], 3) << std::hex << word;
  }
}

TEST(FloatStimulus, EveryPairOfE4m3ComesUp) {
  const FloatOperation add{.kind = FloatKind::add, .format = float_format("fp8_e4m3"), .target = {}};
  std::set<FloatOperands> pairs;
  for (std::uint64_t i = 0; i < 600'000; ++i) pairs.insert(float_operands(add, 1, i));
  EXPECT_GE(pairs.size(), 60'000U);  // of 65,536
}

TEST(FloatStimulus, WordsFitEveryFormat) {
  for (const char* format : {"fp32", "fp8_e4m3", "fp64", "e2m1", "e11m1", "e2m52"}) {
    for (const char* target : {"fp16", "fp8_e4m3", "e2m1", "e11m1", "e2m52"}) {
      for (const FloatKind kind : spec::all_float_kinds) {
        for (const int bits : {2, 5, 64}) {
          const FloatOperation operation{
              .kind = kind, .format = float_format(format), .target = float_format(target), .integer_bits = bits};
          const std::uint64_t allowed = ~std::uint64_t{0} >> (64 - operation.operand_bits());
          for (std::uint64_t i = 0; i < 300; ++i) {
            const auto [a, b, c] = float_operands(operation, 2, i);
            ASSERT_EQ((a | b | c) & ~allowed, 0U) << to_string(operation) << " case " << i;
            ASSERT_TRUE(operation.operands() >= 2 || b == 0);
            ASSERT_TRUE(operation.operands() == 3 || c == 0);
          }
        }
      }
    }
  }
}

TEST(FloatStimulus, SamePairsEverywhere) {
  const FloatOperation add{.kind = FloatKind::add, .format = float_format("fp32"), .target = {}};
  const FloatOperation multiply{.kind = FloatKind::multiply, .format = float_format("fp64"), .target = {}};
  EXPECT_EQ(float_operands(add, 1, 77), float_operands(add, 1, 77));
  EXPECT_NE(float_operands(add, 1, 77), float_operands(add, 2, 77));
  EXPECT_NE(float_operands(add, 1, 77), float_operands(add, 1 + (std::uint64_t{1} << 32), 77));
  EXPECT_NE(float_operands(add, 1, 77), float_operands(add, 1, 77 + (std::uint64_t{1} << 32)));
  // Of either compiler.
  std::uint64_t hash = 0;
  for (const FloatOperation& operation : {add, multiply}) {
    for (std::uint64_t i = 0; i < 1000; ++i) {
      const auto [a, b, c] = float_operands(operation, 1, i);
      hash = (hash ^ a) * 0x100000001B3;
      hash = (hash ^ b) * 0x100000001B3;
    }
  }
  EXPECT_EQ(hash, 0x48B0126624A57F37U);
}

}  // namespace
}  // namespace spintile::verif
