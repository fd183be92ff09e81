// Weighted operands of formats of every width against MPFR, in every mode.
#include "refmodel/numeric/float_value.h"

#include "verif/tests/float_values.h"

namespace spintile::refmodel {
namespace {

using spec::float_format;
using spec::FloatFormat;
using spec::FloatKind;
using spec::FloatOperation;
using spec::Subnormals;

class EveryFormat : public testing::TestWithParam<std::string> {
 protected:
  FloatFormat format() const { return float_format(GetParam()); }
};

INSTANTIATE_TEST_SUITE_P(FloatValue, EveryFormat,
                         testing::Values("fp32", "fp16", "bf16", "tf32", "fp8_e4m3", "fp8_e5m2", "fp64", "e2m1", "e2m2",
                                         "e3m2", "e8m1", "e11m1", "e2m52", "e5m17", "e11m31"),
                         [](const auto& param) { return param.param; });

TEST_P(EveryFormat, ArithmeticIsMpfr) {
  for (const FloatKind kind : arithmetic) {
    for (const FloatOperation& operation : in_every_mode({.kind = kind, .format = format(), .target = {}})) {
      expect_as_oracle(operation, 2000);
    }
  }
}

TEST_P(EveryFormat, MultiplyByConstantIsMpfr) {
  for (std::uint64_t i = 0; i < 40; ++i) {
    FloatOperation operation{.kind = FloatKind::multiply_constant, .format = format(), .target = {}};
    operation.constant =
        verif::float_operands({.kind = FloatKind::multiply, .format = format(), .target = {}}, 5, i).front();
    for (const FloatOperation& each : in_every_mode(operation)) expect_as_oracle(each, 100);
  }
}

TEST_P(EveryFormat, ComparisonsAndSignsAreMpfr) {
  for (const FloatKind kind : without_rounding) {
    for (const Subnormals subnormals : both_subnormals) {
      expect_as_oracle({.kind = kind, .format = format(), .target = {}, .subnormals = subnormals}, 3000);
    }
  }
}

TEST_P(EveryFormat, IntegersAreMpfr) {
  for (const FloatKind kind : {FloatKind::from_integer, FloatKind::to_integer}) {
    for (const int bits : {2, 3, 8, 16, 31, 32, 53, 63, 64}) {
      for (const bool is_signed : {true, false}) {
        for (const FloatOperation& operation : in_every_mode(
                 {.kind = kind, .format = format(), .target = {}, .integer_bits = bits, .integer_signed = is_signed})) {
          expect_as_oracle(operation, 300);
        }
      }
    }
  }
}

TEST_P(EveryFormat, ConversionIsMpfr) {
  for (const char* target : {"fp32", "fp16", "bf16", "fp8_e4m3", "fp8_e5m2", "fp64", "e2m1", "e8m1", "e2m52"}) {
    for (const FloatOperation& operation :
         in_every_mode({.kind = FloatKind::convert, .format = format(), .target = float_format(target)})) {
      expect_as_oracle(operation, 600);
    }
  }
}

}  // namespace
}  // namespace spintile::refmodel
