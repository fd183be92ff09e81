// The programs that add numbers of eight bits, run by the RTL in one lane, give the exact sum rounded to nearest even
// for all pairs of operands and any old content of the array.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "gen/microcode/microcode.h"
#include "verif/formal_program.h"

namespace spintile::verif {
namespace {

ProgramClaim sum(const spec::FloatFormat& format) {
  std::ifstream file(SPINTILE_SOURCE_DIR "/verif/formal/float_sum.v");
  return {.program = gen::microcode::compile({.format = format}),
          .operands = {0, 1},
          .expected = fmt::format("  float_sum #({}, {}, {}) reference (.a_i(r0), .b_i(r1), .sum_o(expected));",
                                  format.exponent_bits, format.fraction_bits, format.has_infinity ? 1 : 0),
          .modules = {{"float_sum.v", std::string{std::istreambuf_iterator<char>(file), {}}}}};
}

class FormalSumOf : public testing::TestWithParam<const char*> {};

TEST_P(FormalSumOf, IsTheRoundedSum) {
  const FormalResult result = prove_program(sum(spec::float_format(GetParam())), 100);
  EXPECT_EQ(result.verdict, FormalVerdict::proved) << result.log;
}

INSTANTIATE_TEST_SUITE_P(Formal, FormalSumOf, testing::Values("fp8_e4m3", "fp8_e5m2"),
                         [](const auto& one) { return std::string(one.param); });

TEST(FormalSum, WithoutTiesIsRefuted) {
  ProgramClaim claim = sum(spec::float_format("e2m1"));
  // The search for ties, the last but those of packing, then finds none.
  for (spec::sot::Word& word : claim.program.words) {
    auto* search = std::get_if<spec::sot::Search>(&word.act);
    if (search != nullptr && search->rows >= 3 && search->first.base == 4) search->mask = spec::sot::Mask::ones;
  }
  EXPECT_EQ(prove_program(claim, 60).verdict, FormalVerdict::refuted);
}

}  // namespace
}  // namespace spintile::verif
