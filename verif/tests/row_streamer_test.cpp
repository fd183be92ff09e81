#include "refmodel/periphery/row_streamer.h"

#include <gtest/gtest.h>

namespace spintile::refmodel {
namespace {

using Levels = std::vector<std::int32_t>;

spec::Variant with_input(int streams, int stream_bits) {
  spec::Variant variant;
  variant.input = {.streams = streams, .stream_bits = stream_bits};
  return variant;
}

TEST(RowStreamer, OneBitStreamsAreTheBitsOfTheMagnitude) {
  const spec::Variant variant = with_input(4, 1);
  const Levels codes = {0b1011, -0b1011, 0, 15, -8};
  EXPECT_EQ(stream_levels(variant, codes, 3), (Levels{1, -1, 0, 1, -1}));
  EXPECT_EQ(stream_levels(variant, codes, 2), (Levels{0, 0, 0, 1, 0}));
  EXPECT_EQ(stream_levels(variant, codes, 1), (Levels{1, -1, 0, 1, 0}));
  EXPECT_EQ(stream_levels(variant, codes, 0), (Levels{1, -1, 0, 1, 0}));
}

TEST(RowStreamer, StreamsAddUpToTheCode) {
  for (const auto& [streams, bits] : {std::pair{1, 1}, {1, 4}, {3, 2}, {2, 3}, {8, 1}, {4, 4}}) {
    const spec::Variant variant = with_input(streams, bits);
    const std::int32_t limit = (1 << (streams * bits)) - 1;
    Levels codes;
    for (std::int32_t code = -limit; code <= limit; ++code) codes.push_back(code);
    Levels sums(codes.size(), 0);
    for (int stream = streams - 1; stream >= 0; --stream) {
      const Levels levels = stream_levels(variant, codes, stream);
      for (std::size_t i = 0; i < codes.size(); ++i) {
        EXPECT_LT(std::abs(levels[i]), 1 << bits);
        EXPECT_GE(levels[i] * codes[i], 0) << "the sign of the code";
        sums[i] = sums[i] * (1 << bits) + levels[i];
      }
    }
    EXPECT_EQ(sums, codes);
  }
}

}  // namespace
}  // namespace spintile::refmodel
