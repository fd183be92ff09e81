#include "host/constant_words.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "host/philox.h"
#include "refmodel/periphery/transfer_arithmetic.h"
#include "verif/host_draws.h"

namespace spintile::host {
namespace {

using refmodel::TransferArithmetic;
using spec::TransferKind;

std::vector<spec::Transfer> arithmetics() {
  std::vector<spec::Transfer> list;
  for (const auto arithmetic :
       {spec::TransferArithmetic::bf16, spec::TransferArithmetic::fp16, spec::TransferArithmetic::fp32})
    list.push_back({.kind = TransferKind::agad, .arithmetic = arithmetic});
  for (const int bits : {12, 24, 32})
    list.push_back(
        {.kind = TransferKind::agad, .arithmetic = spec::TransferArithmetic::fixed, .pulses = 1, .word_bits = bits});
  return list;
}

/// Numbers of every magnitude, ends of ranges, halves between two words.
std::vector<double> values() {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  std::vector<double> list = {0.0,        -0.0,       1.0,
                              -1.0,       0.9,        1.0 / 3.0,
                              2.0,        -2.0,       1.999999,
                              65504.,     65519.99,   65520.0,
                              0x1p-24,    0x1p-25,    0x1.8p-24,
                              0x1p-126,   0x1p-133,   0x1p-134,
                              1e-320,     1e300,      -1e300,
                              -infinity,  infinity,   1.00390625,
                              1.01171875, 0x1.FFp127, std::numeric_limits<double>::quiet_NaN()};
  PhiloxSequence random({5, verif::host_draws::stimulus}, 0);
  for (int i = 0; i < 4000; ++i) {
    const int exponent = static_cast<int>(random.below(i % 2 == 0 ? 300 : 12)) - (i % 2 == 0 ? 150 : 10);
    const double fraction =
        std::ldexp(static_cast<double>(random.next() >> (i % 3 == 0 ? 23 : 0)), i % 3 == 0 ? -9 : -32);
    list.push_back(std::ldexp(i % 5 == 0 ? -1.0 - fraction : 1.0 + fraction, exponent));
  }
  return list;
}

TEST(ConstantWord, IsThatOfTheGoldenArithmetic) {
  for (const spec::Transfer& transfer : arithmetics()) {
    const TransferArithmetic golden(transfer, 8);
    for (const double value : values()) {
      ASSERT_EQ(constant_word(value, transfer), golden.word(value, TransferArithmetic::Quantity::constant))
          << value << " in arithmetic " << static_cast<int>(transfer.arithmetic) << ", " << transfer.word_bits
          << " bits";
    }
  }
}

TEST(ConstantWords, StandInTheOrderOfTheirRows) {
  for (spec::Transfer transfer : arithmetics()) {
    for (const bool forget : {true, false}) {
      transfer.forget = forget;
      const refmodel::TransferConstants golden = TransferArithmetic(transfer, 8).constants(0.07, 0.3, 0.6);
      EXPECT_EQ(constant_words(0.07, 0.3, 0.6, transfer),
                (std::vector<std::uint32_t>{golden.lambda, golden.after, golden.keep, golden.beta}));
    }
    transfer.kind = TransferKind::ttv2;
    EXPECT_EQ(constant_words(0.07, 0.3, 0.6, transfer).size(), 2U);
  }
}

}  // namespace
}  // namespace spintile::host
