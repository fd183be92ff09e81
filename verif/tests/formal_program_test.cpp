// The adders of the microcode, run by the RTL in one lane, are Verilog's `+` for all operands and any old content of
// the array; a step left out, or another carry row, is refuted.
#include "verif/formal_program.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "gen/microcode/addition.h"

namespace spintile::verif {
namespace {

using gen::microcode::Assembler;
using gen::microcode::Bit;
using gen::microcode::Bits;
using gen::microcode::Source;
namespace region = gen::microcode::region;

std::vector<Source> sources(const Bits& rows) {
  std::vector<Source> all;
  for (int i = 0; i < rows.size(); ++i) all.emplace_back(rows[i]);
  return all;
}

ProgramClaim sum(int width, bool carry_in) {
  Assembler p("sum", width, width, width + 1, 0, false);
  add_rows(p, sources(p.rows(region::a)), sources(p.rows(region::b)), carry_in, p.rows(region::result));
  return {.program = p.finish(true),
          .operands = {region::a, region::b},
          .expected = fmt::format("  assign expected = {{1'b0, r0}} + {{1'b0, r1}} + {};", carry_in ? 1 : 0)};
}

/// Where sum[0] is the carry in: the sum comes to lie where carries were.
ProgramClaim sum_in_place(int width) {
  Assembler p("sum in place", {{"a", width}, {"b", width}, {"sum", width + 1}, {"", 0}, {"scratch", 0}}, false);
  add_rows(p, sources(p.rows(region::a)), sources(p.rows(region::b)), p.rows(region::result));
  return {.program = p.finish(true),
          .operands = {region::a, region::b, region::result},
          .expected = "  assign expected = {1'b0, r0} + {1'b0, r1} + r2[0];"};
}

ProgramClaim counted(int width, bool up) {
  Assembler p("counted", {{"", 0}, {"", 0}, {"number", width}, {"", 0}, {"scratch", 0}}, false);
  const std::vector<Bit> rows = p.rows(region::result);
  up ? increment(p, rows) : decrement(p, rows);
  return {.program = p.finish(true),
          .operands = {region::result},
          .expected = fmt::format("  assign expected = r2 {} 1'b1;", up ? '+' : '-')};
}

ProgramClaim constant_added(int width, int constant) {
  Assembler p("constant", {{"", 0}, {"", 0}, {"number", width}, {"", 0}, {"scratch", 0}}, false);
  p.mask(p.rows(region::result)[0]);  // whatever the mask was
  add_constant(p, p.rows(region::result), constant);
  return {.program = p.finish(true),
          .operands = {region::result},
          .expected =
              fmt::format("  localparam signed [31:0] Constant = {};\n  assign expected = r2 + Constant;", constant)};
}

void expect(const ProgramClaim& claim, FormalVerdict verdict) {
  const FormalResult result = prove_program(claim, 60);
  EXPECT_EQ(result.verdict, verdict) << claim.program.name << result.log;
}

TEST(FormalAdders, AreSums) {
  for (const int width : {1, 5}) {
    for (const bool carry_in : {false, true}) expect(sum(width, carry_in), FormalVerdict::proved);
  }
}

TEST(FormalAdders, AreSumsOfWideNumbers) { expect(sum(24, true), FormalVerdict::proved); }

TEST(FormalAdders, AreSumsInPlace) { expect(sum_in_place(8), FormalVerdict::proved); }

TEST(FormalAdders, Count) {
  expect(counted(8, true), FormalVerdict::proved);
  expect(counted(8, false), FormalVerdict::proved);
}

TEST(FormalAdders, AddConstants) {
  for (const int constant : {-11, 23}) expect(constant_added(6, constant), FormalVerdict::proved);
}

TEST(FormalAdders, WithoutAStepAreRefuted) {
  ProgramClaim claim = sum_in_place(1);
  const std::size_t steps = claim.program.words.size() - 1;
  for (std::size_t step = 0; step < steps; ++step) {
    ProgramClaim without = claim;
    without.program.words.erase(without.program.words.begin() + static_cast<std::ptrdiff_t>(step));
    expect(without, FormalVerdict::refuted);
  }
}

TEST(FormalAdders, WithAnotherCarryRowAreRefuted) {
  ProgramClaim claim = sum_in_place(2);
  for (spec::sot::Word& word : claim.program.words) {
    auto* step = std::get_if<spec::sot::Step>(&word.act);
    if (step == nullptr || step->read != spec::sot::Read::row_complement) continue;
    --step->to.offset;  // the carry out goes where the sum is
    break;
  }
  expect(claim, FormalVerdict::refuted);
}

}  // namespace
}  // namespace spintile::verif
