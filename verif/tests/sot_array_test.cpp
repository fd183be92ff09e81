// The golden SOT array: each word's meaning by hand, the adders of the literature over all operands, the compiled
// engine against the word-by-word one on random programs, costs by hand, and what is refused.
#include "refmodel/sot/sot_array.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <string>

#include "host/philox.h"
#include "refmodel/sot/sot_counts.h"
#include "refmodel/sot/sot_executable.h"

namespace spintile::refmodel {
namespace {

using spec::sot::Clear;
using spec::sot::End;
using spec::sot::Loop;
using spec::sot::Mask;
using spec::sot::Move;
using spec::sot::Program;
using spec::sot::Read;
using spec::sot::Row;
using spec::sot::Search;
using spec::sot::Step;
using spec::sot::Word;
using spec::sot::Write;

Row at(int offset, int stride = 0) { return {0, offset, stride}; }

Word step(Read read, Row from, Write write, Row to, std::optional<Row> also = {}) {
  return {Step{read, from, write, to, also, false, Mask::keep}};
}

Word load_mask(Read read, Row from, Mask mask) { return {Step{read, from, Write::none, {}, {}, false, mask}}; }

Program program(std::vector<Word> words) {
  words.push_back({End{}});
  return {"test", {{"a", 64}}, words, {}};
}

std::vector<std::uint64_t> random_words(std::size_t count, std::uint32_t purpose) {
  host::PhiloxSequence random({1, 0x80000000U}, purpose);
  std::vector<std::uint64_t> words(count);
  for (auto& word : words) word = std::uint64_t{random.next()} << 32 | random.next();
  return words;
}

/// An array with rows 0 .. values.size() - 1 of 64 lanes at most.
SotArray array_of(const std::vector<std::uint64_t>& values, int lanes) {
  SotArray array(static_cast<int>(values.size()), lanes);
  for (std::size_t i = 0; i < values.size(); ++i) array.set_row(static_cast<int>(i), std::span(&values[i], 1));
  return array;
}

/// Rows of at most 64 lanes after a program with bases 0.
std::vector<std::uint64_t> rows_after(const std::vector<std::uint64_t>& values, const Program& words, int lanes = 4) {
  SotArray array = array_of(values, lanes);
  SotArray fast = array;
  run(array, words, {});
  SotExecutable(words, {}, array.rows()).run(fast);
  std::vector<std::uint64_t> rows;
  for (int row = 0; row < array.rows(); ++row) {
    rows.push_back(array.row(row)[0]);
    EXPECT_EQ(fast.row(row), array.row(row)) << row;
  }
  EXPECT_EQ(array.mask()[0], (std::uint64_t{1} << lanes) - 1);
  return rows;
}

using Rows = std::vector<std::uint64_t>;

TEST(SotArray, WritesAndReadsOfEachKind) {
  const Rows before = {0b0011, 0b0101};
  const auto second_after = [&before](Read read, Write write) {
    return rows_after(before, program({step(read, at(0), write, at(1))}))[1];
  };
  EXPECT_EQ(second_after(Read::row, Write::store), 0b0011U);
  EXPECT_EQ(second_after(Read::row, Write::and_into), 0b0001U);
  EXPECT_EQ(second_after(Read::row, Write::or_into), 0b0111U);
  EXPECT_EQ(second_after(Read::row, Write::xor_into), 0b0110U);
  EXPECT_EQ(second_after(Read::row_complement, Write::store), 0b1100U);
  EXPECT_EQ(second_after(Read::row_complement, Write::and_into), 0b0100U);
  EXPECT_EQ(second_after(Read::zero, Write::store), 0b0000U);
  EXPECT_EQ(second_after(Read::one, Write::xor_into), 0b1010U);
  EXPECT_EQ(second_after(Read::hold, Write::store), 0b0000U) << "the latch begins with 0";
  EXPECT_EQ(rows_after(before, program({step(Read::row, at(0), Write::none, {}),
                                        step(Read::hold, {}, Write::xor_into, at(1))}))[1],
            0b0110U);
}

TEST(SotArray, TwoRowsAtOnceAndTheRowThatIsRead) {
  EXPECT_EQ(rows_after({0b0011, 0b0101, 0b1111}, program({step(Read::row, at(0), Write::xor_into, at(1), at(2))})),
            (Rows{0b0011, 0b0110, 0b1100}));
  EXPECT_EQ(rows_after({0b0011, 0b0101}, program({step(Read::row, at(0), Write::xor_into, at(0), at(1))})),
            (Rows{0b0000, 0b0110}));
}

TEST(SotArray, TheMaskHoldsBackAllButUnmaskedWrites) {
  Word unmasked = step(Read::row, at(1), Write::store, at(3));
  std::get<Step>(unmasked.act).unmasked = true;
  EXPECT_EQ(
      rows_after({0b0011, 0b0101, 0b1000, 0b1000}, program({load_mask(Read::row, at(0), Mask::latch),
                                                            step(Read::row, at(1), Write::store, at(2)), unmasked})),
      (Rows{0b0011, 0b0101, 0b1001, 0b0101}));
}

TEST(SotArray, EachMaskUpdateSeesTheNewLatchOrMatch) {
  // Row 3 shows the mask that the update under test leaves, after mask <- 0b0111 and match <- 0b1010 (row 4).
  const auto mask_after = [](Mask mask) {
    const Word setup = load_mask(Read::row, at(0), Mask::latch);
    const Word match = {Search{at(4), 1, 1, false, Mask::keep}};
    const Word update = load_mask(Read::row, at(1), mask);
    return rows_after({0b0111, 0b0011, 0, 0, 0b1010},
                      program({setup, match, update, step(Read::one, {}, Write::store, at(3))}))[3];
  };
  EXPECT_EQ(mask_after(Mask::keep), 0b0111U);
  EXPECT_EQ(mask_after(Mask::ones), 0b1111U);
  EXPECT_EQ(mask_after(Mask::latch), 0b0011U);
  EXPECT_EQ(mask_after(Mask::latch_complement), 0b1100U);
  EXPECT_EQ(mask_after(Mask::match), 0b1010U);
  EXPECT_EQ(mask_after(Mask::and_latch), 0b0011U);
  EXPECT_EQ(mask_after(Mask::and_latch_complement), 0b0100U);
  EXPECT_EQ(mask_after(Mask::and_match), 0b0010U);
}

TEST(SotArray, AWriteAndItsMaskUpdateSeeTheSameLatch) {
  // Row 0 is read, inverted where it stands, and is the mask after that as it was read.
  Word both = step(Read::row, at(0), Write::store, at(0));
  std::get<Step>(both.act).read = Read::row_complement;
  std::get<Step>(both.act).mask = Mask::latch;
  EXPECT_EQ(rows_after({0b0011, 0b0000}, program({both, step(Read::one, {}, Write::store, at(1))})),
            (Rows{0b1100, 0b1100}));
}

TEST(SotArray, SearchComparesRowsWithTheKeyWhateverTheMask) {
  // Lanes hold 0 .. 7 in rows 0 .. 2; row 3 gets the match for 5.
  const Rows before = {0b10101010, 0b11001100, 0b11110000, 0};
  EXPECT_EQ(rows_after(before,
                       program({load_mask(Read::zero, {}, Mask::latch), Word{Search{at(0), 3, 5, false, Mask::match}},
                                step(Read::one, {}, Write::store, at(3))}),
                       8)[3],
            0b00100000U);
}

TEST(SotArray, LongKeysRepeatTheirBit15) {
  for (const std::uint16_t key : std::initializer_list<std::uint16_t>{0x7FFF, 0x8000, 0xABCD}) {
    // Lane 0 matches, lane 1 + i differs from it in row i alone.
    constexpr int rows = 40;
    Rows before;
    for (int i = 0; i < rows; ++i) {
      const std::uint64_t bit = (key >> std::min(i, 15)) & 1;
      before.push_back((bit != 0 ? ~std::uint64_t{0} : 0) ^ std::uint64_t{2} << i);
    }
    before.push_back(0);
    const auto after = rows_after(
        before,
        program({Word{Search{at(0), rows, key, false, Mask::match}}, step(Read::one, {}, Write::store, at(rows))}),
        rows + 1);
    EXPECT_EQ(after.back(), 1U) << key;
  }
}

TEST(SotArray, APairMustHoldTheComplementToo) {
  // Rows 0, 1: the bits; rows 2, 3: complements, wrong in lane 1 (row 2) and in lane 2 (row 3). Key 0b01.
  const Rows before = {0b1111, 0b0000, 0b0010, 0b1011, 0};
  const auto match = [&before](bool pair) {
    return rows_after(before, program({Word{Search{at(0), 2, 0b01, pair, Mask::match}},
                                       step(Read::one, {}, Write::store, at(4))}))[4];
  };
  EXPECT_EQ(match(false), 0b1111U);
  EXPECT_EQ(match(true), 0b1001U);
}

TEST(SotArray, ClearObeysTheMaskAndLeavesLatchAndMatch) {
  const Rows before = {0b0011, 0b1111, 0b1111, 0b1111, 0};
  const Word mask = load_mask(Read::row, at(0), Mask::latch);
  const Word latch_to_4 = {Step{Read::hold, {}, Write::store, at(4), {}, true, Mask::keep}};
  EXPECT_EQ(rows_after(before, program({mask, Word{Clear{at(1), 2, false, Mask::keep}}, latch_to_4})),
            (Rows{0b0011, 0b1100, 0b1100, 0b1111, 0b0011}));
  EXPECT_EQ(rows_after(before, program({mask, Word{Clear{at(1), 3, true, Mask::keep}}, latch_to_4})),
            (Rows{0b0011, 0, 0, 0, 0b0011}));
}

TEST(SotArray, AMoveBringsTheLatchARowFromFurtherLanes) {
  for (const int lanes : {1, 5, 8, 33, 64, 65, 200, 1500}) {
    SotArray array(3, lanes);
    const auto bits = random_words(array.lane_words(), static_cast<std::uint32_t>(lanes));
    array.set_row(1, bits);
    array.set_mask(LaneBits(array.lane_words()));
    array.set_match(bits);
    const LaneBits row = array.row(1);
    const auto bit = [](const LaneBits& words, std::size_t lane) { return (words[lane / 64] >> (lane % 64)) & 1; };
    for (int distance = 0; distance <= 15; ++distance) {
      array.execute(PlacedMove{1, distance});
      for (std::size_t lane = 0; lane < 64 * array.lane_words(); ++lane) {
        const std::size_t from = lane + (std::size_t{1} << distance);
        const bool is_there = from < static_cast<std::size_t>(lanes);
        ASSERT_EQ(bit(array.latch(), lane), is_there ? bit(row, from) : 0) << lanes << " " << distance << " " << lane;
      }
    }
    EXPECT_EQ(array.row(1), row);
    EXPECT_EQ(array.match(), row);
    EXPECT_EQ(array.mask(), LaneBits(array.lane_words()));
  }
}

TEST(SotArray, LoopsRunWithTheirIndexAndStrides) {
  // Rows 4 .. 7 become rows 3 .. 0, in 4 passes; outside the loop the index is 0.
  Word move = step(Read::row, at(3, -1), Write::store, at(4, 1));
  move.ends_loop = true;
  Word second = step(Read::row, at(4, 2), Write::xor_into, at(8, 2));
  second.ends_loop = true;
  EXPECT_EQ(rows_after({1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 15},
                       program({Word{Loop{4}}, move, step(Read::row, at(0, 2), Write::store, at(9, 1)), Word{Loop{2}},
                                step(Read::one, {}, Write::and_into, at(0)), second})),
            (Rows{1, 2, 3, 4, 4, 3, 2, 1, 4, 1, 15 ^ 2}));
}

TEST(SotArray, BaseRegistersMoveAProgram) {
  SotArray array = array_of({9, 0, 6, 0, 0}, 4);
  const Program copy = program({step(Read::row, {1, 0, 0}, Write::store, {7, 1, 0})});
  SotBases bases{};
  bases[1] = 2;
  bases[7] = 3;
  run(array, copy, bases);
  EXPECT_EQ(array.row(4)[0], 6U);
}

// The adders of the SOT array, cell by cell; lanes enumerate all operands.
const Rows all_of_three = {0b10101010, 0b11001100, 0b11110000};

TEST(SotArray, FullAdderIntoFreshCells) {
  for (const std::uint64_t stale : {0x00U, 0xFFU}) {
    const auto after = rows_after(
        {all_of_three[0], all_of_three[1], all_of_three[2], stale},
        program({step(Read::row, at(0), Write::store, at(3)), step(Read::row, at(1), Write::xor_into, at(2), at(3)),
                 step(Read::row_complement, at(2), Write::and_into, at(3)),
                 step(Read::row, at(0), Write::xor_into, at(2), at(3))}),
        8);
    EXPECT_EQ(after, (Rows{all_of_three[0], all_of_three[1], 0b10010110, 0b11101000}));
  }
}

std::vector<Word> in_place_adder(Read read_a, Row a, Row s, Row c) {
  return {step(read_a, a, Write::xor_into, s, c), step(Read::row, c, Write::xor_into, s),
          step(Read::row_complement, s, Write::and_into, c), step(read_a, a, Write::xor_into, s, c)};
}

TEST(SotArray, FullAdderInPlace) {
  EXPECT_EQ(rows_after(all_of_three, program(in_place_adder(Read::row, at(0), at(1), at(2))), 8),
            (Rows{all_of_three[0], 0b10010110, 0b11101000}));
}

TEST(SotArray, HalfAdderInPlace) {
  EXPECT_EQ(rows_after({0b1010, 0b1100}, program({step(Read::row, at(1), Write::xor_into, at(0)),
                                                  step(Read::row_complement, at(0), Write::and_into, at(1))})),
            (Rows{0b0110, 0b1000}));
}

/// All pairs of 6-bit words; rows 0: a, 6: s, 12: carries, 0 or 1 at first; a loop of in-place adders leaves s + a, s -
/// a.
TEST(SotArray, RippleAdderAndSubtractorOverAllWords) {
  constexpr int bits = 6;
  constexpr int lanes = 1 << (2 * bits);
  std::vector<std::uint64_t> a(lanes);
  std::vector<std::uint64_t> s(lanes);
  for (std::uint64_t lane = 0; lane < lanes; ++lane) {
    a[lane] = lane >> bits;
    s[lane] = lane & 63;
  }
  for (const bool subtract : {false, true}) {
    SotArray array(13, lanes);
    array.load(0, bits, a);
    array.load(bits, bits, s);
    std::vector<Word> words = {step(subtract ? Read::one : Read::zero, {}, Write::store, at(12)), {Loop{bits}}};
    for (Word& word : in_place_adder(subtract ? Read::row_complement : Read::row, at(0, 1), at(bits, 1), at(12))) {
      words.push_back(word);
    }
    words.back().ends_loop = true;
    run(array, program(words), {});
    std::vector<std::uint64_t> sums(lanes);
    array.unload(bits, bits, sums);
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      ASSERT_EQ(sums[lane], (subtract ? s[lane] - a[lane] : s[lane] + a[lane]) & 63) << lane;
    }
  }
}

TEST(SotArray, WordsGoToLanesAndBack) {
  for (const int lanes : {1, 7, 64, 65, 1000, 4096}) {
    for (const int bits : {1, 5, 8, 9, 16, 17, 32, 33, 64}) {
      SotArray array(70, lanes);
      const auto size = static_cast<std::size_t>(lanes);
      const auto words = random_words(size, 2);
      array.load(3, bits, words);
      const std::uint64_t kept = ~std::uint64_t{0} >> (64 - bits);
      std::vector<std::uint64_t> back(size, 99);
      array.unload(3, bits, back);
      for (std::size_t lane = 0; lane < size; ++lane) ASSERT_EQ(back[lane], words[lane] & kept) << lanes << ' ' << bits;
      for (int bit = 0; bit < bits; ++bit) {
        const LaneBits row = array.row(3 + bit);
        for (std::size_t lane = 0; lane < size; ++lane) {
          ASSERT_EQ((row[lane / 64] >> (lane % 64)) & 1, (words[lane] >> bit) & 1) << lanes << ' ' << bit;
        }
      }
      EXPECT_EQ(array.row(2), LaneBits(array.lane_words()));
      EXPECT_EQ(array.row(3 + bits), LaneBits(array.lane_words()));
    }
  }
}

TEST(SotArray, FewerWordsThanLanesLeaveTheOthers) {
  SotArray array(8, 130);
  array.load(0, 8, std::vector<std::uint64_t>(130, 0xA5));
  array.load(0, 8, std::vector<std::uint64_t>(67, 0x3C));
  std::vector<std::uint64_t> back(129, 0);
  array.unload(0, 8, back);
  for (std::size_t lane = 0; lane < 129; ++lane) EXPECT_EQ(back[lane], lane < 67 ? 0x3CU : 0xA5U) << lane;
}

/// Rows 0 .. 39 hold anything, base registers 0 .. 7 are 0, 1, .. 7.
class RandomProgram {
 public:
  static constexpr int rows = 40;
  static constexpr SotBases bases = {0, 1, 2, 3, 4, 5, 6, 7};

  explicit RandomProgram(std::uint32_t purpose) : random_({2, 0x80000000U}, purpose) {}

  Program next() {
    std::vector<Word> words;
    for (int part = 0; part < 20; ++part) {
      const int passes = below(3) == 0 ? 1 + below(4) : 1;
      if (passes > 1) words.push_back({Loop{passes}});
      const int length = 1 + below(6);
      for (int i = 0; i < length; ++i) words.push_back(word(passes > 1));
      words.back().ends_loop = passes > 1;
    }
    return program(words);
  }

 private:
  int below(int bound) { return static_cast<int>(random_.below(static_cast<std::uint32_t>(bound))); }
  bool flag() { return below(2) != 0; }
  Mask mask() { return below(3) == 0 ? static_cast<Mask>(below(8)) : Mask::keep; }

  /// At most 3 passes on: `reach` more rows are there, whatever the stride.
  Row row(bool in_loop, int reach = 1) {
    const int base = below(8);
    return {base, 6 - std::min(base, 6) + below(rows - 7 - 6 - 6 - reach), in_loop ? below(5) - 2 : below(2)};
  }

  Word word(bool in_loop) {
    const int kind = below(12);
    if (kind == 0) {
      const int count = 1 + below(6);
      return {Search{row(in_loop, 2 * count), count, static_cast<std::uint16_t>(below(65536)), flag(), mask()}};
    }
    if (kind == 1) {
      const int count = 1 + below(3);
      return {Clear{row(in_loop, count), count, flag(), mask()}};
    }
    if (kind == 2) return {Move{row(in_loop), below(16)}};
    Step act;
    act.read = static_cast<Read>(std::min(below(8), 4));
    act.from = row(in_loop);
    act.write = static_cast<Write>(below(5));
    act.to = row(in_loop);
    if (act.write != Write::none && flag()) {
      act.also = act.to;
      act.also->offset += 1;
    }
    if (below(4) == 0) act.from = act.to;
    act.unmasked = flag();
    act.mask = mask();
    return {act};
  }

  host::PhiloxSequence random_;
};

void expect_same(const SotArray& actual, const SotArray& expected) {
  for (int row = 0; row < expected.rows(); ++row) ASSERT_EQ(actual.row(row), expected.row(row)) << row;
  EXPECT_EQ(actual.latch(), expected.latch());
  EXPECT_EQ(actual.mask(), expected.mask());
  EXPECT_EQ(actual.match(), expected.match());
}

TEST(SotExecutable, DoesWhatTheWordsDoOnRandomPrograms) {
  RandomProgram random(0);
  int changed = 0;
  for (int i = 0; i < 300; ++i) {
    const Program words = random.next();
    const SotExecutable executable(words, RandomProgram::bases, RandomProgram::rows);
    const int lanes = std::array{1, 7, 64, 65, 1000, 4096}[static_cast<std::size_t>(i) % 6];
    SotArray array(RandomProgram::rows, lanes);
    // Long searches match nothing in noise: half of the arrays are nearly constant.
    for (int row = 0; row < array.rows(); ++row) {
      auto bits = random_words(array.lane_words(), static_cast<std::uint32_t>(1000 * i + row));
      if (i % 2 == 0 && row % 3 != 0) std::fill(bits.begin(), bits.end(), row % 3 == 1 ? ~std::uint64_t{0} : 0);
      array.set_row(row, bits);
    }
    array.set_latch(random_words(array.lane_words(), 5));
    array.set_mask(random_words(array.lane_words(), 6));
    array.set_match(random_words(array.lane_words(), 7));
    SotArray plain = array;
    SotArray counted = array;
    SotArray scalar = array;
    SotArray fast = array;
    run(plain, words, RandomProgram::bases);
    run_counted(counted, words, RandomProgram::bases, XorWrite::rmw);
    executable.run(scalar, Simd::baseline);
    executable.run(fast);
    expect_same(counted, plain);
    expect_same(scalar, plain);
    expect_same(fast, plain);
    if (HasFatalFailure()) FAIL() << "program " << i << ", " << lanes << " lanes";
    if (plain.row(12) != array.row(12)) ++changed;
  }
  EXPECT_GT(changed, 100);
}

TEST(SotExecutable, RefusesAnArrayOfOtherRows) {
  const SotExecutable executable(program({}), {}, 8);
  SotArray array(9, 4);
  EXPECT_THROW(executable.run(array), std::invalid_argument);
  EXPECT_THROW(SotExecutable(program({}), {}, 0), std::invalid_argument);
}

template <class Exception>
std::string refusal(const Program& words, const SotBases& bases = {}) {
  SotArray array = array_of(Rows(8, 0b0101), 4);
  EXPECT_THROW(SotExecutable(words, bases, array.rows()), Exception);
  try {
    run(array, words, bases);
  } catch (const Exception& error) {
    for (int row = 0; row < array.rows(); ++row) EXPECT_EQ(array.row(row)[0], 0b0101U) << "nothing is written";
    return error.what();
  }
  ADD_FAILURE() << "ran";
  return "";
}

TEST(SotArray, RefusesWhatIsNoProgram) {
  const Word write = step(Read::one, {}, Write::store, at(0));
  Word last = write;
  last.ends_loop = true;
  const auto invalid = [](const std::vector<Word>& words) { return refusal<std::invalid_argument>(program(words)); };

  EXPECT_EQ(invalid({write, Word{Loop{2}}, Word{Loop{2}}, last}),
            "SOT program 'test', word 2, loop index 0: a loop inside a loop");
  EXPECT_EQ(invalid({write, last}), "SOT program 'test', word 1, loop index 0: the end of a loop outside one");
  EXPECT_EQ(invalid({write, Word{Loop{2}}, write}), "SOT program 'test', word 3, loop index 0: End inside a loop");
  EXPECT_EQ(invalid({write, Word{End{}}, write}), "SOT program 'test', word 1, loop index 0: End before the last word");
  EXPECT_EQ(refusal<std::invalid_argument>({"open", {}, {write}, {}}),
            "SOT program 'open', word 1, loop index 0: the last word is not End");
  EXPECT_EQ(refusal<std::invalid_argument>({"empty", {}, {}, {}}),
            "SOT program 'empty', word 0, loop index 0: the last word is not End");
  EXPECT_EQ(invalid({write, step(Read::one, {}, Write::store, at(3), at(3))}),
            "SOT program 'test', word 1, loop index 0: row 3 is written twice");
  Word meet = step(Read::one, {}, Write::store, at(0, 1), at(4, -1));
  meet.ends_loop = true;
  EXPECT_EQ(invalid({Word{Loop{4}}, meet}), "SOT program 'test', word 1, loop index 2: row 2 is written twice");
  EXPECT_EQ(invalid({write, step(Read::one, {}, Write::none, {}, at(3))}),
            "SOT program 'test', word 1, loop index 0: a second row to write, but no write");
  EXPECT_EQ(invalid({write, Word{Search{at(0), 65}}}),
            "SOT program 'test', word 1, loop index 0: rows of a search is 65, allowed are 1 .. 64");
  EXPECT_EQ(invalid({write, Word{Clear{at(0), 0}}}),
            "SOT program 'test', word 1, loop index 0: rows of a clear is 0, allowed are 1 .. 512");
  EXPECT_EQ(invalid({write, Word{Loop{0}}, last}),
            "SOT program 'test', word 1, loop index 0: loop count is 0, allowed are 1 .. 1024");
  EXPECT_EQ(invalid({write, step(Read::row, {8, 0, 0}, Write::store, at(0))}),
            "SOT program 'test', word 1, loop index 0: base register 8, allowed are 0 .. 7");
}

TEST(SotArray, RefusesRowsItDoesNotHave) {
  const Word write = step(Read::one, {}, Write::store, at(0));
  const auto range = [&write](const Word& word) { return refusal<std::out_of_range>(program({write, word})); };
  EXPECT_EQ(range(step(Read::row, at(8), Write::store, at(0))),
            "SOT program 'test', word 1, loop index 0: read rows 8 .. 8, the array has rows 0 .. 7");
  EXPECT_EQ(range(step(Read::one, {}, Write::store, at(0), at(9))),
            "SOT program 'test', word 1, loop index 0: write rows 9 .. 9, the array has rows 0 .. 7");
  EXPECT_EQ(range({Search{at(4), 5}}),
            "SOT program 'test', word 1, loop index 0: search rows 4 .. 8, the array has rows 0 .. 7");
  EXPECT_EQ(range({Search{at(4), 3, 0, true}}),
            "SOT program 'test', word 1, loop index 0: search rows 4 .. 9, the array has rows 0 .. 7");
  EXPECT_EQ(range({Clear{at(7), 2}}),
            "SOT program 'test', word 1, loop index 0: clear rows 7 .. 8, the array has rows 0 .. 7");
  Word down = step(Read::row, at(1, -1), Write::store, at(2));
  down.ends_loop = true;
  EXPECT_EQ(refusal<std::out_of_range>(program({write, Word{Loop{3}}, down})),
            "SOT program 'test', word 2, loop index 2: read rows -1 .. -1, the array has rows 0 .. 7");
  SotBases bases{};
  bases[0] = 8;
  EXPECT_EQ(refusal<std::out_of_range>(program({write}), bases),
            "SOT program 'test', word 0, loop index 0: write rows 8 .. 8, the array has rows 0 .. 7");
}

TEST(SotArray, RefusesBadShapesAndTransfers) {
  EXPECT_THROW(SotArray(0, 1), std::invalid_argument);
  EXPECT_THROW(SotArray(1, 0), std::invalid_argument);
  EXPECT_THROW(SotArray(SotArray::rows_max + 1, 1), std::invalid_argument);
  SotArray array(8, 65);
  std::vector<std::uint64_t> words(66);
  EXPECT_THROW(array.load(0, 8, words), std::out_of_range);
  EXPECT_THROW(array.unload(0, 8, words), std::out_of_range);
  words.pop_back();
  EXPECT_NO_THROW(array.load(0, 8, words));
  EXPECT_THROW(array.load(1, 8, words), std::out_of_range);
  EXPECT_THROW(array.load(-1, 2, words), std::out_of_range);
  EXPECT_THROW(array.load(0, 0, words), std::out_of_range);
  EXPECT_THROW(array.row(8), std::out_of_range);
  EXPECT_THROW(array.set_row(0, LaneBits(1)), std::invalid_argument);
}

TEST(SotCounts, ByHand) {
  const auto with_mask = [](Word word, Mask mask) {
    std::get<Step>(word.act).mask = mask;
    return word;
  };
  Word last = {Clear{at(4), 3, true, Mask::latch}};  // the latch was there: the clear's step alone
  last.ends_loop = true;
  const Program words = program({
      step(Read::row, at(0), Write::none, {}),                                     // a read, no step
      load_mask(Read::hold, {}, Mask::latch),                                      // nothing
      load_mask(Read::row, at(1), Mask::latch),                                    // read, mask load: 1 step
      with_mask(step(Read::row, at(0), Write::store, at(3)), Mask::and_latch),     // read, pulse: 1 step
      with_mask(step(Read::one, {}, Write::xor_into, at(4), at(5)), Mask::match),  // pulse, mask load: 2 steps
      with_mask(step(Read::hold, {}, Write::store, at(4), at(5)), Mask::ones),     // pulse: 1 step
      Word{Search{at(0), 3, 0, false, Mask::keep}},                                // 1 step
      Word{Search{at(0), 2, 0, true, Mask::and_match}},                            // 2 steps
      Word{Loop{2}}, step(Read::row_complement, at(0), Write::xor_into, at(6)),    // twice: read, pulse, step
      last,                                                                        // twice: pulse, step
  });
  SotCounts expected;
  expected.words = 12 + 2;
  expected.steps = 1 + 1 + 2 + 1 + 1 + 2 + 2 * (1 + 1);
  expected.reads = 1 + 1 + 1 + 2 * 1;
  expected.write_pulses = 1 + 1 + 1 + 2 * (1 + 1);
  expected.rows_written = 1 + 2 + 2 + 2 * (1 + 3);
  expected.searches = 2;
  expected.mask_loads = 1 + 1 + 1;
  expected.clears = 2;
  EXPECT_EQ(static_counts(words, XorWrite::toggle), expected);

  SotCounts rmw = expected;
  rmw.reads += 2 + 2 * 1;  // the rows an XOR goes to
  rmw.write_pulses += 1;   // its two rows one after the other
  EXPECT_EQ(static_counts(words, XorWrite::rmw), rmw);

  // Four lanes. Masks at the writes: row 3 under row 1 = 0b0111, rows 4, 5 under that and row 0 = 0b0011, rows 4, 5
  // again under match = 0b0000; the search under Mask::and_match finds lanes 2 and 3 (rows 0, 1 are 0, rows 2, 3 are
  // 1).
  const Rows before = {0b0011, 0b0111, 0b1000, 0b1000, 0, 0, 0, 0};
  SotArray array = array_of(before, 4);
  SotWear wear(array);
  rmw.cells_written = 3 + 2 * 2 + 2 * 0;
  // Row 3 becomes 0b1011 (lanes 0 .. 2 get 0b0011): the pair search (rows 0, 1 are 0; 2, 3 are 1) finds lane 3.
  // First pass: row 6 in lane 3; clear of 3 rows in all lanes; mask <- ~row 0 = 0b1100. Second pass: 2 lanes, then 12.
  rmw.cells_written += 1 + 12 + 2 + 12;
  EXPECT_EQ(run_counted(array, words, {}, XorWrite::rmw, &wear), rmw);
  EXPECT_EQ(wear.rows, (std::vector<std::int64_t>{0, 0, 0, 3, 2 + 8, 2 + 8, 3 + 8, 0}));
  EXPECT_EQ(wear.lanes, (std::vector<std::int64_t>{3 + 6, 3 + 6, 1 + 6 + 1, 6 + 2}));
}

TEST(SotCounts, RefusesAWearOfAnotherShape) {
  SotArray array(8, 4);
  SotWear wear(SotArray(8, 5));
  EXPECT_THROW(run_counted(array, program({}), {}, XorWrite::toggle, &wear), std::invalid_argument);
}

TEST(SotCounts, RegionsMayLieAnywhere) {
  EXPECT_EQ(static_counts(program({step(Read::row, {7, 1023, 2}, Write::store, {0, 0, -2})}), XorWrite::toggle).steps,
            1);
  EXPECT_THROW(static_counts(program({Word{Loop{2}}}), XorWrite::toggle), std::invalid_argument);
}

}  // namespace
}  // namespace spintile::refmodel
