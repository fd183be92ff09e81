// Every operand of formats of at most 8 bits against MPFR.
#include "verif/tests/float_values.h"

namespace spintile::refmodel {
namespace {

using spec::float_format;
using spec::FloatFormat;
using spec::FloatKind;
using spec::FloatOperation;
using spec::Rounding;
using spec::Subnormals;

class EightBits : public testing::TestWithParam<const char*> {
 protected:
  FloatOperation operation(FloatKind kind) const {
    return {.kind = kind, .format = float_format(GetParam()), .target = {}};
  }
};

INSTANTIATE_TEST_SUITE_P(FloatValue, EightBits, testing::Values("fp8_e4m3", "fp8_e5m2"),
                         [](const auto& param) { return param.param; });

TEST_P(EightBits, EveryPairRounded) {
  for (const FloatKind kind : {FloatKind::add, FloatKind::subtract, FloatKind::multiply, FloatKind::divide}) {
    for (const Rounding rounding : spec::all_roundings) {
      for (const Subnormals subnormals : both_subnormals) {
        FloatOperation each = operation(kind);
        each.rounding = rounding;
        each.subnormals = subnormals;
        expect_as_oracle_exhaustively(each);
      }
    }
    FloatOperation saturated = operation(kind);
    saturated.saturate = true;
    expect_as_oracle_exhaustively(saturated);
  }
}

TEST_P(EightBits, EveryPairComparedAndEverySign) {
  for (const FloatKind kind : without_rounding) {
    for (const Subnormals subnormals : both_subnormals) {
      FloatOperation each = operation(kind);
      each.subnormals = subnormals;
      expect_as_oracle_exhaustively(each);
    }
  }
}

TEST_P(EightBits, EverySquareRoot) {
  for (const FloatOperation& each : in_every_mode(operation(FloatKind::square_root))) {
    expect_as_oracle_exhaustively(each);
  }
}

TEST_P(EightBits, EveryWordToOtherFormats) {
  for (const char* target : {"fp32", "fp16", "bf16", "fp8_e4m3", "fp8_e5m2", "e2m1"}) {
    FloatOperation convert = operation(FloatKind::convert);
    convert.target = float_format(target);
    for (const FloatOperation& each : in_every_mode(convert)) expect_as_oracle_exhaustively(each);
  }
}

TEST_P(EightBits, EveryWordToIntegersAndShortIntegersBack) {
  for (int bits = 2; bits <= 64; ++bits) {
    for (const bool is_signed : {true, false}) {
      for (const Rounding rounding : spec::all_roundings) {
        FloatOperation each = operation(FloatKind::to_integer);
        each.rounding = rounding;
        each.integer_bits = bits;
        each.integer_signed = is_signed;
        expect_as_oracle_exhaustively(each);
        each.kind = FloatKind::from_integer;
        if (bits <= 10) expect_as_oracle_exhaustively(each);
      }
    }
  }
}

/// Fused multiply-adds of 8 bits have 2^24 cases: float_value_long_test.
TEST(FloatValue, EveryTripleOfFewBits) {
  for (const FloatFormat& format :
       {FloatFormat{2, 1}, FloatFormat{3, 1}, FloatFormat{2, 2}, FloatFormat{3, 1, false}}) {
    for (const FloatOperation& each :
         in_every_mode({.kind = FloatKind::multiply_add, .format = format, .target = {}})) {
      expect_as_oracle_exhaustively(each);
    }
  }
}

}  // namespace
}  // namespace spintile::refmodel
