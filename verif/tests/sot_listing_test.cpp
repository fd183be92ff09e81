// The listing of a program written by hand: each kind of word, each way to name rows.
#include "verif/sot_listing.h"

#include <gtest/gtest.h>

namespace spintile::verif {
namespace {

using namespace spec::sot;

const std::vector<Region> regions = {{"a", 8}, {"b", 0}, {"result", 8}, {"flags", 0}, {"scratch", 40}};

std::string text_of(const Word& word) { return act_text(word, Program{"test", regions, {word}, {}}); }

TEST(SotListing, Steps) {
  Step step;
  EXPECT_EQ(text_of({step}), "nothing");
  step.read = Read::row;
  step.from = {0, 3, 0};
  EXPECT_EQ(text_of({step}), "latch <- a[3]");
  step.mask = Mask::and_latch_complement;
  EXPECT_EQ(text_of({step}), "latch <- a[3]; mask &= ~latch");
  step.write = Write::store;
  step.to = {2, 4, 1};
  step.mask = Mask::keep;
  EXPECT_EQ(text_of({step}), "result[4 + i] <- a[3]");
  step.read = Read::row_complement;
  step.write = Write::xor_into;
  step.also = Row{4, 22, -2};
  step.unmasked = true;
  step.mask = Mask::latch;
  EXPECT_EQ(text_of({step}), "result[4 + i], scratch[22 - 2i] ^= ~a[3] in all lanes; mask <- latch");
  step = {.read = Read::one, .write = Write::or_into, .to = {2, 0, 0}};
  EXPECT_EQ(text_of({step}), "result[0] |= 1");
  step = {.read = Read::zero, .write = Write::and_into, .to = {7, 0, 0}};
  EXPECT_EQ(text_of({step}), "base7[0] &= 0") << "a region the program does not have";
  step = {.read = Read::hold, .write = Write::store, .to = {2, 0, 0}};
  EXPECT_EQ(text_of({step}), "result[0] <- latch");
}

TEST(SotListing, MaskUpdates) {
  const auto with = [](Mask mask) { return text_of({Step{.mask = mask}}); };
  EXPECT_EQ(with(Mask::ones), "mask <- 1");
  EXPECT_EQ(with(Mask::latch), "mask <- latch");
  EXPECT_EQ(with(Mask::latch_complement), "mask <- ~latch");
  EXPECT_EQ(with(Mask::match), "mask <- match");
  EXPECT_EQ(with(Mask::and_latch), "mask &= latch");
  EXPECT_EQ(with(Mask::and_latch_complement), "mask &= ~latch");
  EXPECT_EQ(with(Mask::and_match), "mask &= match");
}

TEST(SotListing, SearchesClearsLoopsAndTheEnd) {
  EXPECT_EQ(text_of({Search{{0, 3, 0}, 1, 1}}), "match <- a[3] = 0x1");
  EXPECT_EQ(text_of({Search{{4, 0, 1}, 4, 10, true, Mask::match}}),
            "match <- scratch[0 + i .. 3 + i] = 0xa, complements in scratch[4 + i .. 7 + i]; mask <- match");
  EXPECT_EQ(text_of({Clear{{4, 8, 0}, 5, true, Mask::ones}}), "scratch[8 .. 12] <- 0 in all lanes; mask <- 1");
  EXPECT_EQ(text_of({Clear{{4, 8, 0}, 1}}), "scratch[8] <- 0");
  EXPECT_EQ(text_of({Loop{7}}), "for i in 0 .. 6");
  EXPECT_EQ(text_of({End{}}), "end");
}

TEST(SotListing, AProgramWithItsStepsAndNotes) {
  Program program{"copy", regions, {}, {}};
  program.words = {{Clear{{4, 0, 0}, 40, true}},
                   {Loop{8}},
                   {Step{.read = Read::row, .from = {0, 0, 1}, .write = Write::store, .to = {2, 0, 1}}, true},
                   {Search{{2, 0, 0}, 8, 0, false, Mask::match}},
                   {End{}}};
  program.notes = {"", "", "a -> result", "", ""};
  const std::string text = listing(program);
  EXPECT_EQ(text,
            "copy: 11 steps, 5 words, 56 rows\n"
            "base 0  a           8 rows\n"
            "base 1  b           0 rows\n"
            "base 2  result      8 rows\n"
            "base 3  flags       0 rows\n"
            "base 4  scratch    40 rows\n"
            "8 reads, 9 write pulses into 48 rows, 1 searches, 1 mask loads, 1 clears, 0 moves\n"
            "\n"
            " word  steps\n"
            "    0      1  scratch[0 .. 39] <- 0 in all lanes\n"
            "    1      0  for i in 0 .. 7\n"
            "    2      8    result[0 + i] <- a[0 + i]                                   a -> result\n"
            "    3      2  match <- result[0 .. 7] = 0x0; mask <- match\n"
            "    4      0  end\n");
}

}  // namespace
}  // namespace spintile::verif
