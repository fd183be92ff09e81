// Every variant through every check, with more cases than the default run has time for.
#include "verif/tests/every_variant.h"

namespace spintile::verif {
namespace {

class EveryVariantAtLength : public testing::TestWithParam<std::string> {};

TEST_P(EveryVariantAtLength, PassesEveryCheck) {
  VerifyOptions options;
  const bool is_block = GetParam().starts_with("analog_1024");
  options.cases = is_block ? 20 : 2000;  // a case of a block of the published size takes seconds
  options.jobs = 2;
  expect_every_check_passes(GetParam(), options);
}

INSTANTIATE_TEST_SUITE_P(Variants, EveryVariantAtLength, testing::ValuesIn(variant_names()),
                         [](const auto& variant) { return variant.param; });

}  // namespace
}  // namespace spintile::verif
