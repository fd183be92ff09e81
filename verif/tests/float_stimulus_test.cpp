#include "verif/float_stimulus.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "refmodel/numeric/float_value.h"

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

/// The exact result lies in the middle of two numbers: one place more would hold it.
bool is_tie(FloatOperation operation, std::uint64_t a, std::uint64_t b) {
  if ((refmodel::evaluate(operation, a, b).flags & (flag::inexact | flag::overflow)) != flag::inexact) return false;
  ++operation.format.fraction_bits;
  return (refmodel::evaluate(operation, a << 1, b << 1).flags & flag::inexact) == 0;
}

/// How many of the cases belong to each class, in thousandths.
std::map<std::string, int> shares(const FloatOperation& operation) {
  const FloatFormat& format = operation.format;
  std::map<std::string, int> counts;
  for (std::uint64_t i = 0; i < cases; ++i) {
    const auto [a, b, c] = float_operands(operation, 1, i);
    const auto result = refmodel::evaluate(operation, a, b, c);
    const auto count = [&counts](const char* name, bool belongs) { counts[name] += belongs ? 1 : 0; };
    const auto either = [&, a = a, b = b](const auto& property) { return property(a) || property(b); };
    const bool nan = either([&](std::uint64_t word) { return format.is_nan(word); });
    const bool infinite =
        either([&](std::uint64_t word) { return format.has_infinity && size(format, word) == format.infinity(); });
    const bool numbers = !nan && !infinite;
    const int greater = std::max(exponent(format, a), exponent(format, b));

    count("NaN operand", nan);
    count("signalling operand", either([&](std::uint64_t word) { return format.is_signalling_nan(word); }));
    count("infinite operand", infinite);
    count("zero operand", either([&](std::uint64_t word) { return size(format, word) == 0; }));
    count("subnormal operand", either([&](std::uint64_t word) { return is_subnormal(format, word); }));
    count("two subnormals", is_subnormal(format, a) && is_subnormal(format, b));
    count("exact", numbers && result.flags == 0);
    count("invalid", (result.flags & flag::invalid) != 0);
    count("overflow", (result.flags & flag::overflow) != 0);
    count("underflow", (result.flags & flag::underflow) != 0);
    count("tie", numbers && is_tie(operation, a, b));
    const bool finite = numbers && (result.flags & flag::overflow) == 0;
    count("subnormal result", finite && is_subnormal(format, result.word));
    count("at the least normal",
          finite && std::abs(static_cast<std::int64_t>(size(format, result.word) - format.fraction_mask() - 1)) <= 1);
    count("at the largest", finite && size(format, result.word) + 2 > format.largest());
    count("full carry", finite && size(format, a) != 0 && size(format, b) != 0 && (result.flags & flag::inexact) != 0 &&
                            (result.word & format.fraction_mask()) == 0);
    if (operation.kind != FloatKind::add) continue;
    const int apart = exponent(format, a) - exponent(format, b);
    count("cancels to zero", numbers && size(format, a) != 0 && size(format, result.word) == 0);
    count("cancels half of the places",
          numbers && exponent(format, result.word) + (format.fraction_bits + 1) / 2 <= greater);
    count("sticky distance", numbers && std::abs(std::abs(apart) - format.fraction_bits - 1) <= 2);
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
