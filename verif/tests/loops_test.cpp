// Rolled programs do what they did before: random programs, and some by hand.
#include "gen/microcode/loops.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>

#include "host/philox.h"
#include "verif/tests/unrolled.h"

namespace spintile::gen::microcode {
namespace {

using spec::sot::Clear;
using spec::sot::Loop;
using spec::sot::Mask;
using spec::sot::Program;
using spec::sot::Read;
using spec::sot::Row;
using spec::sot::Search;
using spec::sot::Step;
using spec::sot::Word;
using spec::sot::Write;

Program straight(std::vector<Word> words) {
  Program program{"straight", {}, std::move(words), {}};
  for (std::size_t i = 0; i < program.words.size(); ++i) program.notes.push_back(fmt::format("{}", i));
  return program;
}

Program rolled(const Program& program) {
  Program result = program;
  roll(result);
  return result;
}

Word copy(int from, int to) { return {Step{Read::row, {4, from}, Write::store, {2, to}, {}, false, Mask::keep}}; }

TEST(Loops, CopyOfRowsIsOneWordInALoop) {
  std::vector<Word> words;
  for (int i = 0; i < 5; ++i) words.push_back(copy(10 - 2 * i, i));
  const Program program = rolled(straight(words));
  ASSERT_EQ(program.words.size(), 2U);
  EXPECT_EQ(program.words[0], (Word{Loop{5}}));
  Word body{Step{Read::row, {4, 10, -2}, Write::store, {2, 0, 1}, {}, false, Mask::keep}};
  body.ends_loop = true;
  EXPECT_EQ(program.words[1], body);
  EXPECT_EQ(program.notes, (std::vector<std::string>{"repeat", "0"}));
}

TEST(Loops, NothingIsGainedByTwoRoundsOfOneWord) {
  const std::vector<Word> words = {copy(0, 0), copy(1, 1)};
  EXPECT_EQ(rolled(straight(words)).words, words);
}

TEST(Loops, StridesBeyondTwoStayAsTheyAre) {
  const std::vector<Word> words = {copy(0, 0), copy(3, 1), copy(6, 2), copy(9, 3)};
  EXPECT_EQ(rolled(straight(words)).words, words);
}

TEST(Loops, BodiesOfTwelveWordsAndNoLonger) {
  for (const int length : {12, 13}) {
    std::vector<Word> words;
    for (int i = 0; i < 3 * length; ++i) {
      // No shorter period: the row read is a square within the body.
      words.push_back(copy((i % length) * (i % length) + i / length, 7));
    }
    EXPECT_EQ(rolled(straight(words)).words.size(), length == 12 ? 13U : 39U);
  }
}

TEST(Loops, LongestLoop) {
  const std::vector<Word> words(12 * 1024 + 5, copy(0, 0));
  const Program program = rolled(straight(words));
  EXPECT_EQ(program.words[0], (Word{Loop{1024}}));
  EXPECT_EQ(verif::unrolled(program.words), words);
}

class RandomWords {
 public:
  explicit RandomWords(std::uint32_t number) : random_({1, 0x80000000U}, number) {}

  int below(int bound) { return static_cast<int>(random_.below(static_cast<std::uint32_t>(bound))); }

  /// Rows from 100 on, so that strides lead nowhere below 0.
  Word word() {
    constexpr std::array updates = {Mask::keep, Mask::keep, Mask::latch, Mask::match};
    const Mask mask = updates.at(static_cast<std::size_t>(below(4)));
    switch (below(4)) {
      case 0:
        return {Search{row(), 1 + below(4), static_cast<std::uint16_t>(below(2)), below(2) == 1, mask}};
      case 1:
        return {Clear{row(), 1 + below(4), below(2) == 1, mask}};
      default: {
        Step step{Read::row, row(), Write::xor_into, row(), {}, below(2) == 1, mask};
        if (below(2) == 1) step.also = row();
        return {step};
      }
    }
  }

  /// Some words over and over, their rows moved a constant stride each time; now and then a round spoilt.
  void append_rounds(std::vector<Word>& words) {
    std::vector<Word> body;
    const int length = 1 + below(14);
    for (int i = 0; i < length; ++i) body.push_back(with_strides(word()));
    const int rounds = 1 + below(6);
    for (int round = 0; round < rounds; ++round) {
      for (const Word& each : body) words.push_back(verif::in_round(each, round));
    }
    if (below(2) == 0) words[words.size() - 1 - static_cast<std::size_t>(below(length))] = word();
  }

 private:
  Row row() { return {below(3), 100 + below(4), 0}; }

  Word with_strides(Word word) {
    const auto set = [this](Row& row) { row.stride = below(20) == 0 ? 3 : below(5) - 2; };
    if (auto* step = std::get_if<Step>(&word.act)) {
      set(step->from);
      set(step->to);
      if (step->also) set(*step->also);
    } else if (auto* search = std::get_if<Search>(&word.act)) {
      set(search->first);
    } else if (auto* clear = std::get_if<Clear>(&word.act)) {
      set(clear->first);
    }
    return word;
  }

  host::PhiloxSequence random_;
};

TEST(Loops, RandomProgramsUnrollToWhatTheyWere) {
  std::size_t loops = 0;
  for (std::uint32_t number = 0; number < 300; ++number) {
    RandomWords random(number);
    std::vector<Word> words;
    for (int part = 0; part < 6; ++part) random.append_rounds(words);
    const Program program = rolled(straight(words));
    ASSERT_EQ(verif::unrolled(program.words), words) << "program " << number;
    EXPECT_EQ(program.words.size(), program.notes.size());
    EXPECT_LE(program.words.size(), words.size());
    for (const Word& word : program.words) {
      EXPECT_NO_THROW(encode(word));
      if (std::holds_alternative<Loop>(word.act)) ++loops;
    }
  }
  EXPECT_GT(loops, 300U);
}

}  // namespace
}  // namespace spintile::gen::microcode
