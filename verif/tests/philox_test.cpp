// Philox4x32-10 against the known answers its authors publish with Random123 (kat_vectors).
#include "host/philox.h"

#include <gtest/gtest.h>

namespace spintile::host {
namespace {

TEST(Philox, KnownAnswers) {
  EXPECT_EQ(philox({0, 0}, {0, 0, 0, 0}), (PhiloxBlock{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox({0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}),
            (PhiloxBlock{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox({0xa4093822, 0x299f31d0}, {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}),
            (PhiloxBlock{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Philox, SequenceWalksTheWordsOfOneBlockThenTheNext) {
  PhiloxSequence sequence({7, 0x80000000U}, 3);
  const auto first = philox({7, 0x80000000U}, {0, 0, 0, 3});
  const auto second = philox({7, 0x80000000U}, {1, 0, 0, 3});
  for (const auto word : first) EXPECT_EQ(sequence.next(), word);
  EXPECT_EQ(sequence.next(), second[0]);
}

}  // namespace
}  // namespace spintile::host
