// `spintile fp` from outside: text in, text out, bad input, checks.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "verif/external_program.h"
#include "verif/scratch_folder.h"

namespace spintile {
namespace {

class FpCommand : public testing::Test {
 protected:
  verif::ProgramResult spintile(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {SPINTILE_COMMAND, "fp"});
    return verif::run_program(arguments, scratch_.path());
  }

  /// The command with `text` as its input file.
  verif::ProgramResult evaluate(const std::string& text, std::vector<std::string> arguments) const {
    verif::write_file(scratch_.path() / "cases.txt", text);
    arguments.insert(arguments.end(), {"--input", "cases.txt"});
    return spintile(arguments);
  }

  std::string output(const std::string& text, const std::vector<std::string>& arguments) const {
    const auto result = evaluate(text, arguments);
    EXPECT_EQ(result.status, 0) << result.log;
    return result.log;
  }

  void expect_refused(const std::string& text, const std::vector<std::string>& arguments,
                      const std::vector<std::string>& says) const {
    const auto result = evaluate(text, arguments);
    EXPECT_EQ(result.status, 2) << result.log;
    for (const auto& part : says) {
      EXPECT_NE(result.log.find(part), std::string::npos) << "expected \"" << part << "\" in:\n" << result.log;
    }
  }

  verif::ScratchFolder scratch_;
};

TEST_F(FpCommand, OneCaseALineInHexadecimal) {
  EXPECT_EQ(output("3F800000 40000000\n7F800000 FF800000\n1 80000001\n", {"add"}),
            "3F800000 40000000 40400000 00\n7F800000 FF800000 7FC00000 10\n00000001 80000001 00000000 00\n");
}

TEST_F(FpCommand, BlanksEmptyLinesFurtherColumnsAndAMissingLastEndOfLine) {
  EXPECT_EQ(output("\n  3f800000\t3F800000 any thing: 7\r\n   \n\r\n0 0", {"add"}),
            "3F800000 3F800000 40000000 00\n00000000 00000000 00000000 00\n");
  EXPECT_EQ(output("", {"add"}), "");
}

TEST_F(FpCommand, WordsAsWideAsTheirTypes) {
  EXPECT_EQ(output("3C00 4000\n", {"equal", "--format", "fp16"}), "3C00 4000 0 00\n");
  EXPECT_EQ(output("3C00 4000\n", {"less", "--format", "fp16"}), "3C00 4000 1 00\n");
  EXPECT_EQ(output("3FF8000000000000\n", {"convert", "--format", "fp64", "--to", "fp16"}),
            "3FF8000000000000 3E00 00\n");
  EXPECT_EQ(output("38\n", {"negate", "--format", "fp8_e4m3"}), "38 B8 00\n");
  EXPECT_EQ(output("1\n", {"negate", "--format", "e2m2"}), "01 11 00\n") << "five bits are two digits";
  EXPECT_EQ(output("C0200000\n", {"to_integer"}), "C0200000 FFFFFFFE 01\n");
  EXPECT_EQ(output("FF\n", {"from_integer", "--integer", "int8"}), "FF BF800000 00\n");
  EXPECT_EQ(output("FF\n", {"from_integer", "--integer", "uint8"}), "FF 437F0000 00\n");
  EXPECT_EQ(output("BF800000\n", {"to_integer", "--integer", "uint64"}), "BF800000 0000000000000000 10\n");
}

TEST_F(FpCommand, AReductionTakesALineOfAllLanes) {
  EXPECT_EQ(output("3F800000 40000000 40400000\n0 80000000 1\n", {"lane_sum", "--lanes", "3"}),
            "3F800000 40000000 40400000 40C00000 00\n00000000 80000000 00000001 00000001 00\n");
  EXPECT_EQ(output("3C00 4000 4200 3C00\n", {"lane_dot", "--format", "fp16", "--lanes", "2"}),
            "3C00 4000 4200 3C00 4500 00\n")
      << "operands of all lanes, then their partners";
  const auto checked = evaluate("3F800000 40000000 40400000 00\n3F800000 40000000 40000000 01\n",
                                {"lane_maximum", "--lanes", "2", "--check"});
  EXPECT_EQ(checked.status, 1);
  EXPECT_EQ(checked.log,
            "3F800000 40000000 got 40000000 00 expected 40400000 00 line 1\n"
            "3F800000 40000000 got 40000000 00 expected 40000000 01 line 2\n2 cases, 2 differ\n");
  expect_refused("", {"lane_sum"}, {"lane_sum needs --lanes"});
  expect_refused("", {"lane_sum", "--lanes", "65537"}, {"--lanes 65537", "1 .. 65536"});
  expect_refused("0 0\n", {"lane_sum", "--lanes", "3"}, {"operand 3 is missing"});
}

TEST_F(FpCommand, EveryOptionOfAnOperationReachesIt) {
  EXPECT_EQ(output("3F800000 33800001\n", {"add"}), "3F800000 33800001 3F800001 01\n");
  EXPECT_EQ(output("3F800000 33800001\n", {"add", "--rounding", "toward_zero"}), "3F800000 33800001 3F800000 01\n");
  // 1 and a half place: between two numbers.
  for (const auto& [rounding, result] :
       std::vector<std::pair<std::string, std::string>>{{"nearest_even", "3F800000"},
                                                        {"toward_zero", "3F800000"},
                                                        {"toward_positive", "3F800001"},
                                                        {"toward_negative", "3F800000"},
                                                        {"nearest_away", "3F800001"}}) {
    EXPECT_EQ(output("3F800000 33800000\n", {"add", "--rounding", rounding}),
              fmt::format("3F800000 33800000 {} 01\n", result));
  }
  EXPECT_EQ(output("1 0\n", {"add", "--subnormals", "flush"}), "00000001 00000000 00000000 00\n");
  EXPECT_EQ(output("7F7FFFFF 7F7FFFFF\n", {"add"}), "7F7FFFFF 7F7FFFFF 7F800000 05\n");
  EXPECT_EQ(output("7F7FFFFF 7F7FFFFF\n", {"add", "--saturate"}), "7F7FFFFF 7F7FFFFF 7F7FFFFF 05\n");
  for (const char* constant : {"0x40000000", "40000000"}) {
    EXPECT_EQ(output("3F800000\n", {"multiply_constant", "--constant", constant}), "3F800000 40000000 00\n");
  }
}

TEST_F(FpCommand, EveryOperationIsReachable) {
  const std::vector<std::pair<std::string, std::string>> two = {
      {"add", "40400000"}, {"subtract", "BF800000"}, {"multiply", "40000000"}, {"equal", "0"},        {"less", "1"},
      {"less_equal", "1"}, {"minimum", "3F800000"},  {"maximum", "40000000"},  {"divide", "3F000000"}};
  for (const auto& [operation, result] : two) {
    EXPECT_EQ(output("3F800000 40000000\n", {operation}), fmt::format("3F800000 40000000 {} 00\n", result));
  }
  EXPECT_EQ(output("BF800000\n", {"absolute"}), "BF800000 3F800000 00\n");
  EXPECT_EQ(output("41100000\n", {"square_root"}), "41100000 40400000 00\n");
  EXPECT_EQ(output("3F800000 0\n", {"divide"}), "3F800000 00000000 7F800000 08\n");
}

TEST_F(FpCommand, ThreeOperandsALine) {
  EXPECT_EQ(output("40000000 40400000 3F800000\n3F800001 3F800001 BF800002\n", {"multiply_add"}),
            "40000000 40400000 3F800000 40E00000 00\n3F800001 3F800001 BF800002 28800000 00\n");
  EXPECT_EQ(output("3C00 4000 0 4000 00\n", {"multiply_add", "--format", "fp16", "--check"}), "1 cases, 0 differ\n");
  const auto wrong = evaluate("3C00 4000 1 4000 00\n", {"multiply_add", "--format", "fp16", "--check"});
  EXPECT_EQ(wrong.status, 1);
  EXPECT_EQ(wrong.log, "3C00 4000 0001 got 4000 01 expected 4000 00 line 1\n1 cases, 1 differ\n");
  expect_refused("0 0\n", {"multiply_add"}, {"operand 3 is missing"});
}

TEST_F(FpCommand, ReadsTheStandardInput) {
  const std::string pipe = fmt::format("printf '3F800000 40000000\\n' | '{}' fp add", SPINTILE_COMMAND);
  const auto result = verif::run_program({"/bin/sh", "-c", pipe}, scratch_.path());
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.log, "3F800000 40000000 40400000 00\n");
}

TEST_F(FpCommand, ManyBlocksKeepTheOrder) {
  // More than two reading buffers and many blocks; a last one that is not full.
  constexpr unsigned count = 150'001;
  std::string cases;
  std::string expected;
  for (unsigned i = 0; i < count; ++i) {
    cases += fmt::format("{:08X} 00000000\n", i);
    expected += fmt::format("{0:08X} 00000000 {0:08X} 00\n", i);
  }
  EXPECT_TRUE(output(cases, {"add"}) == expected) << "too long to print";
}

TEST_F(FpCommand, ABadLineNamesItsNumberItsTextAndWhatIsAllowed) {
  expect_refused("3F800000 1\n\n3F80G000 1\n", {"add"},
                 {"3F800000 00000001 3F800000 01\n", "cases.txt:3:", "\"3F80G000 1\"", "operand 1 is \"3F80G000\"",
                  "allowed are 0 to FFFFFFFF"});
  expect_refused("3F800000\n", {"add"}, {"cases.txt:1:", "operand 2 is missing"});
  expect_refused("100000000 0\n", {"add"}, {"operand 1 is \"100000000\"", "allowed are 0 to FFFFFFFF"});
  expect_refused("20\n", {"negate", "--format", "e2m2"}, {"allowed are 0 to 1F"});
  expect_refused("00000000000000001\n", {"negate"}, {"operand 1"});
  expect_refused("0x1 0\n", {"add"}, {"\"0x1\"", "without prefix"});
  expect_refused("-1 0\n", {"add"}, {"\"-1\""});
  expect_refused(std::string("1\0002 0\n", 6), {"add"}, {"\"1?2\""});
  expect_refused("0 0\n" + std::string(3 << 20, '0'), {"add"}, {"cases.txt:2:", "longer than"});
}

TEST_F(FpCommand, ManyGoodBlocksBeforeABadLineAreGivenOut) {
  std::string cases;
  for (int i = 0; i < 20'000; ++i) cases += "0 0\n";
  const auto result = evaluate(cases + "oops\n", {"add"});
  EXPECT_EQ(result.status, 2);
  EXPECT_NE(result.log.find("cases.txt:20001:"), std::string::npos);
  EXPECT_GT(result.log.size(), 20'000U * 30);
}

TEST_F(FpCommand, CheckIsSilentAboutWhatAgrees) {
  EXPECT_EQ(output("3F800000 40000000 40400000 00\n0 0 0 0\n", {"add", "--check"}), "2 cases, 0 differ\n");
}

TEST_F(FpCommand, CheckShowsAWrongResultAndAWrongFlag) {
  const auto result = evaluate("3F800000 40000000 40400001 00\n0 0 0 0\n0 0 0 1 and more\n", {"add", "--check"});
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.log,
            "3F800000 40000000 got 40400000 00 expected 40400001 00 line 1\n"
            "00000000 00000000 got 00000000 00 expected 00000000 01 line 3\n"
            "3 cases, 2 differ\n");
}

TEST_F(FpCommand, CheckNeedsItsColumns) {
  expect_refused("0 0 0\n", {"add", "--check"}, {"expected flags is missing"});
  expect_refused("0 0\n", {"add", "--check"}, {"expected result is missing"});
  expect_refused("0 0 2 0\n", {"less", "--check"}, {"expected result is \"2\"", "allowed are 0 to 1"});
  expect_refused("0 0 0 20\n", {"add", "--check"}, {"expected flags is \"20\"", "allowed are 0 to 1F"});
}

TEST_F(FpCommand, AnyNanIsAnyNanOnlyWhenAskedFor) {
  const std::string other_nan = "7FC00001 0 FFC00001 00\n";
  EXPECT_EQ(evaluate(other_nan, {"add", "--check"}).status, 1);
  EXPECT_EQ(evaluate(other_nan, {"add", "--check", "--any-nan"}).status, 0);
  EXPECT_EQ(evaluate("7FC00001 0 FFC00001 10\n", {"add", "--check", "--any-nan"}).status, 1) << "flags still count";
  EXPECT_EQ(evaluate("7FC00001 0 7F800000 00\n", {"add", "--check", "--any-nan"}).status, 1) << "no NaN";
  EXPECT_EQ(evaluate("0 7FC00000 00\n", {"to_integer", "--check", "--any-nan"}).status, 1) << "an integer is no NaN";
  expect_refused("", {"add", "--any-nan"}, {"--any-nan", "--check"});
}

TEST_F(FpCommand, TheArrayEngineGivesTheSameText) {
  std::string cases;
  for (unsigned i = 0; i < 20'000; ++i)
    cases += fmt::format("{:04X} {:04X}\n", i * 40503U & 0xFFFF, i * 25717U & 0xFFFF);
  const std::string expected = output(cases, {"add", "--format", "fp16"});
  EXPECT_TRUE(output(cases, {"add", "--format", "fp16", "--engine", "array"}) == expected);
  EXPECT_TRUE(output(cases, {"add", "--format", "fp16", "--engine", "array", "--lanes", "300"}) == expected);
  expect_refused("", {"add", "--engine", "array", "--lanes", "0"}, {"0 lanes", "1 .. "});
}

TEST_F(FpCommand, ListNamesEveryOperationFormatAndEngine) {
  const auto table = spintile({"--list"});
  EXPECT_EQ(table.status, 0);
  for (const char* word : {"multiply_constant", "fp8_e4m3", "e<Ne>m<Nm>", "value array rtl"}) {
    EXPECT_NE(table.log.find(word), std::string::npos) << word;
  }
  const auto list = nlohmann::json::parse(spintile({"--list", "--json"}).log);
  EXPECT_EQ(list.size(), (17U + 4) * 7);
  EXPECT_EQ(list[0].at("operation"), "add");
  EXPECT_EQ(list[0].at("engines").size(), 3U);
}

TEST_F(FpCommand, ListingIsTheProgram) {
  const auto plain = spintile({"add", "--format", "bf16", "--listing"});
  EXPECT_EQ(plain.status, 0);
  EXPECT_EQ(plain.log.rfind("add bf16 nearest_even full: ", 0), 0U);
  EXPECT_NE(plain.log.find("end\n"), std::string::npos);
  EXPECT_EQ(plain.log.find("flags       5"), std::string::npos);
  const auto flags = spintile({"add", "--format", "bf16", "--listing", "--flags"});
  EXPECT_NE(flags.log.find("flags       5"), std::string::npos);
  const auto pairs = spintile({"add", "--format", "bf16", "--listing", "--search-pairs"});
  EXPECT_NE(pairs.log.find("complements in"), std::string::npos);
}

TEST_F(FpCommand, CostStandsBesideWhatOthersCount) {
  const auto table = spintile({"add", "--cost"});
  EXPECT_EQ(table.status, 0);
  for (const char* word : {"search", "pair", "rmw", "AritPIM", "3997", "1097 + 47", "recalled", "required"}) {
    EXPECT_NE(table.log.find(word), std::string::npos) << word;
  }
  const auto all = nlohmann::json::parse(spintile({"--cost", "--json", "--format", "fp16"}).log);
  EXPECT_EQ(all.size(), 17U);
  EXPECT_EQ(all[0].at("operation"), "add fp16 nearest_even full");
  EXPECT_EQ(all[0].at("devices").size(), 8U);
  EXPECT_EQ(all[0].at("devices")[0].at("flags"), false);
  EXPECT_EQ(all[0].at("compare")[1].at("source"), "FloatPIM");
  EXPECT_EQ(all[0].at("compare")[1].at("steps"), 373);
  const auto summary = spintile({"--cost", "--format", "fp16"});
  EXPECT_EQ(summary.status, 0);
  EXPECT_NE(summary.log.find("373 + 21"), std::string::npos);
}

TEST_F(FpCommand, RefusesOptionsThatSayNothing) {
  expect_refused("", {"ad"}, {"operation ad", "add, subtract"});
  expect_refused("", {"add", "--format", "fp33"}, {"fp33", "fp8_e4m3"});
  expect_refused("", {"add", "--rounding", "up"}, {"--rounding up", "nearest_even, toward_zero, toward_positive"});
  expect_refused("", {"add", "--subnormals", "some"}, {"--subnormals some", "full, flush"});
  expect_refused("", {"add", "--to", "fp16"}, {"--to fp16", "convert"});
  expect_refused("", {"convert"}, {"--to"});
  expect_refused("", {"add", "--integer", "int8"}, {"--integer int8", "from_integer"});
  for (const char* integer : {"int1", "int65", "uint", "sint8", "int8x"}) {
    expect_refused("", {"to_integer", "--integer", integer}, {"int2 .. int64"});
  }
  expect_refused("", {"add", "--constant", "1"}, {"--constant 1", "multiply_constant"});
  expect_refused("", {"multiply_constant"}, {"--constant"});
  for (const char* constant : {"0x100000000", "0x", "one", "-1"}) {
    expect_refused("", {"multiply_constant", "--constant", constant}, {"0x0 to 0xffffffff"});
  }
  expect_refused("", {"add", "--engine", "abacus"}, {"--engine abacus", "value"});
  expect_refused("", {"add", "--engine", "rtl"}, {"--variant"});
  expect_refused("", {"add", "--engine", "rtl", "--variant", SPINTILE_SOURCE_DIR "/variants/single_cell.yaml"},
                 {"single_cell", "unit: float"});
  EXPECT_EQ(spintile({}).status, 2);
  EXPECT_EQ(spintile({"add", "--input", "nowhere.txt"}).status, 2);
}

}  // namespace
}  // namespace spintile
