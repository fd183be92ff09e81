// Cases worked out by hand.
#include <tuple>

#include "verif/tests/float_values.h"

namespace spintile::refmodel {
namespace {

using spec::float_format;
using spec::FloatKind;
using spec::FloatOperation;
using spec::Rounding;
using spec::Subnormals;
namespace flag = spec::float_flag;

struct Case {
  FloatOperation operation;
  std::uint64_t a;
  std::uint64_t b;
  FloatResult result;
  std::uint64_t c = 0;
};

void expect_cases(const std::vector<Case>& cases) {
  for (const Case& each : cases) EXPECT_TRUE(same(each.operation, {each.a, each.b, each.c}, each.result));
}

TEST(FloatValue, EachFlagByHand) {
  const FloatOperation add{.kind = FloatKind::add, .format = float_format("fp32"), .target = {}};
  FloatOperation multiply = add;
  multiply.kind = FloatKind::multiply;
  FloatOperation flushing = multiply;
  flushing.subnormals = Subnormals::flush;
  expect_cases({
      {add, 0x3F800000, 0x3F800000, {0x40000000, 0}},                                     // 1 + 1
      {add, 0x3F800000, 0x33800000, {0x3F800000, flag::inexact}},                         // 1 + 2^-24: to even
      {add, 0x3F800001, 0x33800000, {0x3F800002, flag::inexact}},                         // the odd one above: up
      {add, 0x3F800000, 0xBF800000, {0x00000000, 0}},                                     // 1 - 1 = +0
      {add, 0x80000000, 0x80000000, {0x80000000, 0}},                                     // -0 + -0
      {add, 0x7F7FFFFF, 0x7F7FFFFF, {0x7F800000, flag::overflow | flag::inexact}},        //
      {add, 0x7F800000, 0xFF800000, {0x7FC00000, flag::invalid}},                         // infinity - infinity
      {add, 0xFFC12345, 0x3F800000, {0x7FC00000, 0}},                                     // quiet NaN
      {add, 0x7F812345, 0x3F800000, {0x7FC00000, flag::invalid}},                         // signalling NaN
      {multiply, 0x7F800000, 0x80000000, {0x7FC00000, flag::invalid}},                    // infinity x -0
      {multiply, 0x00800000, 0x3F000000, {0x00400000, 0}},                                // exact subnormal
      {multiply, 0x00000001, 0x3F000000, {0x00000000, flag::underflow | flag::inexact}},  // half the least: to even
      {multiply, 0x00FFFFFF, 0x3F000000, {0x00800000, flag::underflow | flag::inexact}},  // tiny, yet the least normal
      {multiply, 0x00800001, 0x3F7FFFFF, {0x00800000, flag::inexact}},                    // tiny before rounding only
      {flushing, 0x00800000, 0xBF000000, {0x80000000, flag::underflow | flag::inexact}},  // exact, but flushed
      {flushing, 0x00800001, 0x3F7FFFFF, {0x00800000, flag::inexact}},                    // not below the least normal
      {flushing, 0x807FFFFF, 0x7F000000, {0x80000000, 0}},                                // a subnormal operand is 0
      {flushing, 0x007FFFFF, 0x7F800000, {0x7FC00000, flag::invalid}},                    // and so 0 x infinity
  });
}

TEST(FloatValue, OverflowOfE4m3ByHand) {
  FloatOperation add{.kind = FloatKind::add, .format = float_format("fp8_e4m3"), .target = {}};
  const unsigned overflow = flag::overflow | flag::inexact;
  expect_cases({{add, 0x7E, 0x58, {0x7E, flag::inexact}},  // 448 + 16: a tie, 448 is even
                {add, 0x7E, 0x59, {0x7F, overflow}},       // 448 + 18 rounds to 480, which is not there
                {add, 0xFE, 0xD9, {0x7F, overflow}}});     // NaN has no sign
  add.saturate = true;
  expect_cases({{add, 0xFE, 0xD9, {0xFE, overflow}}});
  add.saturate = false;
  add.rounding = Rounding::toward_zero;
  expect_cases({{add, 0x7E, 0x59, {0x7E, flag::inexact}},  // 466, cut to 448
                {add, 0xFE, 0xE0, {0xFE, overflow}}});     // -480

  FloatOperation convert{.kind = FloatKind::convert, .format = float_format("fp32"), .target = add.format};
  expect_cases({{convert, 0xFF800000, 0, {0x7F, 0}}});
  convert.saturate = true;
  expect_cases({{convert, 0xFF800000, 0, {0xFE, overflow}}, {convert, 0xFFC00000, 0, {0x7F, 0}}});
}

FloatOperation fp32(FloatKind kind, Rounding rounding = Rounding::nearest_even) {
  return {.kind = kind, .format = float_format("fp32"), .target = {}, .rounding = rounding};
}

TEST(FloatValue, EachRoundingByHand) {
  const unsigned overflow = flag::overflow | flag::inexact;
  const auto sum = [](Rounding rounding) { return fp32(FloatKind::add, rounding); };
  for (const auto& [rounding, above_one, below_minus_one, tie, zero, beyond, beneath] :
       std::vector<std::tuple<Rounding, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned>>{
           {Rounding::nearest_even, 0x3F800000, 0xBF800000, 0x3F800000, 0, 0x7F800000, 0xFF800000},
           {Rounding::toward_zero, 0x3F800000, 0xBF800000, 0x3F800000, 0, 0x7F7FFFFF, 0xFF7FFFFF},
           {Rounding::toward_positive, 0x3F800001, 0xBF800000, 0x3F800001, 0, 0x7F800000, 0xFF7FFFFF},
           {Rounding::toward_negative, 0x3F800000, 0xBF800001, 0x3F800000, 0x80000000, 0x7F7FFFFF, 0xFF800000},
           {Rounding::nearest_away, 0x3F800000, 0xBF800000, 0x3F800001, 0, 0x7F800000, 0xFF800000}}) {
    expect_cases({{sum(rounding), 0x3F800000, 0x00000001, {above_one, flag::inexact}},        // 1 and the least number
                  {sum(rounding), 0xBF800000, 0x80000001, {below_minus_one, flag::inexact}},  //
                  {sum(rounding), 0x3F800000, 0x33800000, {tie, flag::inexact}},              // 1 + 2^-24
                  {sum(rounding), 0x3F800000, 0xBF800000, {zero, 0}},                         // 1 - 1
                  {sum(rounding), 0x7F7FFFFF, 0x7F7FFFFF, {beyond, overflow}},
                  {sum(rounding), 0xFF7FFFFF, 0xFF7FFFFF, {beneath, overflow}}});
  }
}

TEST(FloatValue, FusedMultiplyAddByHand) {
  const FloatOperation fused = fp32(FloatKind::multiply_add);
  const FloatOperation down = fp32(FloatKind::multiply_add, Rounding::toward_negative);
  const unsigned tiny = flag::underflow | flag::inexact;
  expect_cases({
      {fused, 0x40000000, 0x40400000, {0x40E00000, 0}, 0x3F800000},              // 2 x 3 + 1
      {fused, 0x3F800001, 0x3F800001, {0x28800000, 0}, 0xBF800002},              // (1 + e)^2 - (1 + 2 e) = e^2
      {fused, 0x3F800001, 0x3F7FFFFE, {0xA8800000, 0}, 0xBF800000},              // (1 + e)(1 - e) - 1
      {fused, 0x3F800000, 0xBF800000, {0x00000000, 0}, 0x3F800000},              //
      {down, 0x3F800000, 0xBF800000, {0x80000000, 0}, 0x3F800000},               // exact zero
      {fused, 0x80000000, 0x3F800000, {0x80000000, 0}, 0x80000000},              // -0 + -0
      {fused, 0x00000000, 0x7F800000, {0x7FC00000, flag::invalid}, 0x7FC00000},  // 0 x infinity + NaN
      {fused, 0x3F800000, 0x7F800000, {0x7FC00000, flag::invalid}, 0xFF800000},  // infinity - infinity
      {fused, 0x7F7FFFFF, 0x40000000, {0x7F7FFFFF, 0}, 0xFF7FFFFF},              // the product alone overflows
      {fused, 0x00000001, 0x00000001, {0x3F800000, flag::inexact}, 0x3F800000},  //
      {fused, 0x00000001, 0x3F000000, {0x00000002, tiny}, 0x00000001},           // 1.5 of the least: to even
  });
}

TEST(FloatValue, QuotientsAndSquareRootsByHand) {
  const FloatOperation divide = fp32(FloatKind::divide);
  const FloatOperation root = fp32(FloatKind::square_root);
  FloatOperation e4m3 = divide;
  e4m3.format = float_format("fp8_e4m3");
  FloatOperation saturating = e4m3;
  saturating.saturate = true;
  expect_cases({
      {divide, 0x3F800000, 0x40400000, {0x3EAAAAAB, flag::inexact}},                    // 1 / 3
      {divide, 0x40C00000, 0xC0400000, {0xC0000000, 0}},                                // 6 / -3
      {divide, 0x3F800000, 0x80000000, {0xFF800000, flag::infinite}},                   // 1 / -0
      {divide, 0x00000000, 0x80000000, {0x7FC00000, flag::invalid}},                    //
      {divide, 0x7F800000, 0xFF800000, {0x7FC00000, flag::invalid}},                    //
      {divide, 0x7F800000, 0x80000000, {0xFF800000, 0}},                                // infinity / -0: no flag
      {divide, 0x3F800000, 0xFF800000, {0x80000000, 0}},                                //
      {divide, 0x00000001, 0x40000000, {0x00000000, flag::underflow | flag::inexact}},  // half the least: to even
      {divide, 0x7F7FFFFF, 0x3F000000, {0x7F800000, flag::overflow | flag::inexact}},   //
      {root, 0x40000000, 0, {0x3FB504F3, flag::inexact}},                               // 2
      {root, 0x41100000, 0, {0x40400000, 0}},                                           // 9
      {root, 0x00000001, 0, {0x1A3504F3, flag::inexact}},                               // 2^-149
      {root, 0x80000000, 0, {0x80000000, 0}},                                           // -0
      {root, 0x80000001, 0, {0x7FC00000, flag::invalid}},                               //
      {root, 0x7F800000, 0, {0x7F800000, 0}},                                           //
      {e4m3, 0xB8, 0x00, {0x7F, flag::infinite}},                                       // NaN has no sign
      {saturating, 0xB8, 0x00, {0xFE, flag::infinite}},                                 //
      {saturating, 0x00, 0x00, {0x7F, flag::invalid}},                                  //
  });
}

TEST(FloatValue, IntegersByHand) {
  FloatOperation to{.kind = FloatKind::to_integer, .format = float_format("fp32"), .target = {}, .integer_bits = 8};
  expect_cases({{to, 0x40200000, 0, {2, flag::inexact}},     // 2.5
                {to, 0x42FF0000, 0, {127, flag::invalid}},   // 127.5 -> 128
                {to, 0xC3008000, 0, {0x80, flag::inexact}},  // -128.5 -> -128
                {to, 0xC3010000, 0, {0x80, flag::invalid}},  // -129
                {to, 0xFFC00000, 0, {127, flag::invalid}},   // NaN, whatever its sign
                {to, 0x80000000, 0, {0, 0}}});
  to.integer_signed = false;
  expect_cases({{to, 0xBE99999A, 0, {0, flag::inexact}},      // -0.3
                {to, 0xBF19999A, 0, {0, flag::invalid}},      // -0.6 -> -1
                {to, 0x43800000, 0, {255, flag::invalid}}});  // 256
  to.rounding = Rounding::toward_negative;
  expect_cases({{to, 0xBE99999A, 0, {0, flag::invalid}}});  // -1
  to.rounding = Rounding::nearest_away;
  expect_cases({{to, 0x40200000, 0, {3, flag::inexact}}});  // 2.5
  to.rounding = Rounding::toward_zero;
  expect_cases({{to, 0xBF19999A, 0, {0, flag::inexact}}, {to, 0x437FFF00, 0, {255, flag::inexact}}});
}

}  // namespace
}  // namespace spintile::refmodel
