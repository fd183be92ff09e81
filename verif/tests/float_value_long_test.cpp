// Every fused multiply-add of the 8-bit formats against MPFR: 2^24 cases a mode.
#include "verif/tests/float_values.h"

namespace spintile::refmodel {
namespace {

class EveryTriple : public testing::TestWithParam<std::tuple<const char*, spec::Rounding>> {};

INSTANTIATE_TEST_SUITE_P(FloatValue, EveryTriple,
                         testing::Combine(testing::Values("fp8_e4m3", "fp8_e5m2"),
                                          testing::ValuesIn(spec::all_roundings)),
                         [](const auto& param) {
                           return fmt::format("{}_{}", std::get<0>(param.param), name(std::get<1>(param.param)));
                         });

TEST_P(EveryTriple, OfMultiplyAdd) {
  const auto& [format, rounding] = GetParam();
  for (const spec::Subnormals subnormals : both_subnormals) {
    expect_as_oracle_exhaustively({.kind = spec::FloatKind::multiply_add,
                                   .format = spec::float_format(format),
                                   .target = {},
                                   .rounding = rounding,
                                   .subnormals = subnormals});
  }
}

}  // namespace
}  // namespace spintile::refmodel
