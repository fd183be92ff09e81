// Words of the SOT program store: there and back, the table of the contract by hand, and what is refused.
#include "spec/sot_program.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <stdexcept>
#include <vector>

#include "host/philox.h"

namespace spintile::spec::sot {
namespace {

/// Random words whose unused fields are as encode() takes them to be.
class RandomWords {
 public:
  Word next() {
    Word word;
    switch (below(6)) {
      case 0:
      case 1:
        word.act = step();
        break;
      case 2:
        word.act = Search{row(), 1 + below(64), static_cast<std::uint16_t>(below(65536)), flag(), mask()};
        break;
      case 3:
        word.act = Clear{row(), 1 + below(512), flag(), mask()};
        break;
      case 4:
        word.act = Move{row(), below(16)};
        break;
      default:
        word.act = Loop{1 + below(1024)};
        return word;
    }
    word.ends_loop = flag();
    return word;
  }

  std::uint64_t bits() { return std::uint64_t{random_.next()} << 32 | random_.next(); }

 private:
  int below(std::uint32_t bound) { return static_cast<int>(random_.below(bound)); }
  bool flag() { return below(2) != 0; }
  Row row() { return {below(8), below(1024), below(5) - 2}; }
  Mask mask() { return static_cast<Mask>(below(8)); }

  Step step() {
    Step act;
    act.read = static_cast<Read>(below(5));
    if (act.read >= Read::row) act.from = row();
    act.write = static_cast<Write>(below(5));
    if (act.write != Write::none) {
      act.to = row();
      if (flag()) act.also = row();
    }
    act.unmasked = flag();
    act.mask = mask();
    return act;
  }

  host::PhiloxSequence random_{{1, 0x80000000U}, 0};
};

TEST(SotProgram, WordsComeBack) {
  RandomWords random;
  for (int i = 0; i < 20000; ++i) {
    const Word word = random.next();
    ASSERT_EQ(decode(encode(word)), word) << std::hex << encode(word);
  }
}

TEST(SotProgram, APatternIsRefusedOrComesBack) {
  RandomWords random;
  int words = 0;
  for (int i = 0; i < 20000; ++i) {
    // Plain noise is hardly ever a word: flip one bit of a word.
    const std::uint64_t bits = encode(random.next()) ^ std::uint64_t{1} << (random.bits() % 64);
    try {
      ASSERT_EQ(encode(decode(bits)), bits) << std::hex << bits;
      ++words;
    } catch (const std::invalid_argument&) {
    }
  }
  EXPECT_GT(words, 1000);
  EXPECT_LT(words, 19000);
}

TEST(SotProgram, TheTableByHand) {
  EXPECT_EQ(encode({}), 0U);
  EXPECT_EQ(encode({Loop{1024}}), 0x0004'0000'0000'0400U);
  // from: base 2, offset 5, stride -1; to: base 4, offset 1; also: base 4, offset 1023, stride 2
  const std::uint64_t rows = 0x5FFC'000C'E02AU;
  EXPECT_EQ(encode({Step{Read::row_complement,
                         {2, 5, -1},
                         Write::xor_into,
                         {4, 1, 0},
                         Row{4, 1023, 2},
                         true,
                         Mask::and_latch_complement},
                    true}),
            rows | std::uint64_t{1} << 48 | std::uint64_t{6} << 51 | std::uint64_t{1} << 54 | std::uint64_t{4} << 55 |
                std::uint64_t{4} << 58 | std::uint64_t{1} << 61 | std::uint64_t{1} << 62);
  EXPECT_EQ(encode({Search{{1, 2, 0}, 64, 0x8001, true, Mask::match}}), 0x0022'00C0'8001'0011U);
  EXPECT_EQ(encode({Move{{2, 5, -1}, 15}, true}), 0x0045'0000'000F'E02AU);
  EXPECT_EQ(encode({Clear{{3, 0, 1}, 512, true, Mask::ones}}), 0x400B'0200'2003'0000U);
}

TEST(SotProgram, EncodeRefusesFieldsOutOfRange) {
  const auto step = [](const Row& row) { return Word{Step{Read::row, row, {}, {}, {}, {}, {}}}; };
  const std::vector<Word> refused = {
      step({-1, 0, 0}),
      step({8, 0, 0}),
      step({0, -1, 0}),
      step({0, 1024, 0}),
      step({0, 0, -3}),
      step({0, 0, 3}),
      {Step{{}, {}, Write::store, {8, 0, 0}, {}, {}, {}}},
      {Step{{}, {}, Write::store, {}, Row{0, 1024, 0}, {}, {}}},
      {Step{{}, {}, Write::none, {}, Row{}, {}, {}}},
      {Move{{8, 0, 0}, 0}},
      {Move{{}, -1}},
      {Move{{}, 16}},
      {Search{{}, 0}},
      {Search{{}, 65}},
      {Clear{{}, 0}},
      {Clear{{}, 513}},
      {Loop{0}},
      {Loop{1025}},
      {Loop{1}, true},
      {End{}, true},
  };
  for (std::size_t i = 0; i < refused.size(); ++i) EXPECT_THROW(encode(refused[i]), std::invalid_argument) << i;
}

TEST(SotProgram, DecodeRefusesWhatEncodeNeverGives) {
  const std::uint64_t kind = std::uint64_t{1} << 48;
  const std::vector<std::uint64_t> refused = {
      1,                                       // End with a field
      std::uint64_t{1} << 54,                  // End that ends a loop
      6 * kind,                                // no such kind
      5 * kind | std::uint64_t{1} << 20,       // a move too far
      5 * kind | std::uint64_t{1} << 51,       // a mask update in a move
      kind | std::uint64_t{5} << 55,           // no such read
      kind | std::uint64_t{5} << 58,           // no such write
      kind | 8,                                // from, but no read of a row
      kind | 8 << 16,                          // to, but no write
      kind | std::uint64_t{1} << 61,           // a second row, but no write
      kind | std::uint64_t{1} << 63,           // not a field
      2 * kind,                                // a search of 0 rows
      2 * kind | std::uint64_t{65} << 32,      // of 65
      3 * kind,                                // a clear of 0 rows
      3 * kind | std::uint64_t{513} << 32,     // of 513
      3 * kind | std::uint64_t{1} << 32 | 1,   // a key in a clear
      4 * kind,                                // a loop of 0
      4 * kind | 1025,                         // of 1025
      4 * kind | 1 | std::uint64_t{1} << 51,   // a mask update in a Loop
      4 * kind | 1 | std::uint64_t{1} << 54,   // a Loop that ends a loop
      kind | std::uint64_t{3} << 55 | 3 << 13  // stride 3
  };
  for (const std::uint64_t bits : refused) EXPECT_THROW(decode(bits), std::invalid_argument) << std::hex << bits;
}

TEST(SotProgram, RowsAreThoseOfAllRegions) {
  EXPECT_EQ((Program{"", {{"a", 16}, {"b", 16}, {"result", 16}, {"flags", 0}, {"scratch", 7}}, {}, {}}.rows()), 55);
}

}  // namespace
}  // namespace spintile::spec::sot
