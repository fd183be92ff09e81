// The programs of a transfer on the golden array against the arithmetic of a transfer.
#include <gtest/gtest.h>

#include "verif/tests/transfer_lanes.h"

namespace spintile::verif {
namespace {

using gen::microcode::compile_transfer;
using spec::Transfer;
using spec::TransferArithmetic;
using spec::TransferKind;

struct Subject {
  TransferKind kind;
  TransferArithmetic arithmetic;
};

struct TransferProgram : testing::TestWithParam<Subject> {
  Transfer transfer(int pulses, bool forget, int word_bits = 24) const {
    return {GetParam().kind, GetParam().arithmetic, pulses, forget, word_bits};
  }
  void compare(const Transfer& transfer, int code_bits, const gen::microcode::Options& options, int lanes) const {
    SCOPED_TRACE(fmt::format("{} pulses, forget {}, {} bits, code of {}", transfer.pulses, transfer.forget,
                             transfer.word_bits, code_bits));
    const auto program = compile_transfer(transfer, code_bits, options);
    const auto difference =
        TransferRun(program, transfer, code_bits).first_difference(transfer_cases(transfer, code_bits, 5, lanes));
    EXPECT_FALSE(difference) << *difference;
  }
};

std::vector<Subject> subjects() {
  std::vector<Subject> all;
  for (const auto kind : {TransferKind::ttv2, TransferKind::c_ttv2, TransferKind::agad}) {
    for (const auto arithmetic :
         {TransferArithmetic::fixed, TransferArithmetic::bf16, TransferArithmetic::fp16, TransferArithmetic::fp32}) {
      all.push_back({kind, arithmetic});
    }
  }
  return all;
}

std::string subject_name(const testing::TestParamInfo<Subject>& subject) {
  constexpr std::array kinds = {"none", "ttv2", "c_ttv2", "agad"};
  constexpr std::array arithmetics = {"fixed", "bf16", "fp16", "fp32"};
  return fmt::format("{}_{}", kinds.at(static_cast<std::size_t>(subject.param.kind)),
                     arithmetics.at(static_cast<std::size_t>(subject.param.arithmetic)));
}

INSTANTIATE_TEST_SUITE_P(All, TransferProgram, testing::ValuesIn(subjects()), subject_name);

TEST_P(TransferProgram, GivesWhatTheArithmeticGives) {
  for (const bool forget : {true, false}) {
    for (const int pulses : {1, 2, 5, 31, 32}) {
      for (const int code_bits : {2, 5, 8, 16}) compare(transfer(pulses, forget), code_bits, {}, 3000);
    }
  }
}

TEST_P(TransferProgram, TakesFixedWordsOfAnyLength) {
  if (GetParam().arithmetic != TransferArithmetic::fixed) return;
  for (const bool forget : {true, false}) {
    for (const int pulses : {1, 20, 31}) {
      for (const int word_bits : {8, 11, 16, 32}) {
        if (word_bits - 2 - spec::ceil_log2(pulses + 1) < 1) continue;
        for (const int code_bits : {2, 8, 16}) {
          if (code_bits <= word_bits) compare(transfer(pulses, forget, word_bits), code_bits, {}, 3000);
        }
      }
    }
  }
}

TEST_P(TransferProgram, DoesTheSameWithSearchPairsAndUnrolled) {
  compare(transfer(31, true), 8, {.search_pairs = true}, 1000);
  compare(transfer(5, false), 8, {.roll_loops = false}, 1000);
}

TEST_P(TransferProgram, FitsTheProgramStoreAndHasANoteAWord) {
  for (const bool forget : {true, false}) {
    const auto program = compile_transfer(transfer(31, forget), 8);
    const bool is_fixed = GetParam().arithmetic == TransferArithmetic::fixed;
    EXPECT_LE(program.words.size(), is_fixed                                            ? 1024U
                                    : GetParam().arithmetic == TransferArithmetic::fp32 ? 4096U
                                                                                        : 2048U);
    EXPECT_EQ(program.words.size(), program.notes.size());
    for (const auto& word : program.words) EXPECT_EQ(spec::sot::decode(spec::sot::encode(word)), word);
  }
}

TEST(TransferProgramArguments, AreChecked) {
  const auto message = [](const Transfer& transfer, int code_bits, const gen::microcode::Options& options) {
    try {
      compile_transfer(transfer, code_bits, options);
    } catch (const std::invalid_argument& error) {
      return std::string(error.what());
    }
    return std::string("no error");
  };
  const Transfer agad{TransferKind::agad, TransferArithmetic::fixed, 31, true, 24};
  Transfer wrong = agad;
  EXPECT_EQ(message(agad, 8, {}), "no error");
  wrong.kind = TransferKind::none;
  EXPECT_EQ(message(wrong, 8, {}), "program of a transfer: kind none: allowed are ttv2, c_ttv2, agad");
  EXPECT_EQ(message(agad, 8, {.flags = true}), "program of a transfer: flags: a transfer has none");
  EXPECT_EQ(message(agad, 17, {}), "program of a transfer: code bits 17: allowed are 2 .. 16");
  wrong = agad;
  wrong.pulses = 33;
  EXPECT_EQ(message(wrong, 8, {}), "program of a transfer: pulses 33: allowed are 1 .. 32");
  wrong = agad;
  wrong.word_bits = 8;
  EXPECT_EQ(message(wrong, 9, {}), "program of a transfer: code bits of a fixed word 9: allowed are 2 .. 8");
  wrong.pulses = 32;
  EXPECT_EQ(message(wrong, 8, {}), "program of a transfer: fraction bits of H 0: allowed are 1 .. 8");
}

}  // namespace
}  // namespace spintile::verif
