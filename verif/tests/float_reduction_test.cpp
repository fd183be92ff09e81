// Reductions over lanes by arithmetic: by hand, and against a tree of sums that is written out.
#include "refmodel/numeric/float_reduction.h"

#include <gtest/gtest.h>

#include <bit>
#include <stdexcept>
#include <vector>
namespace spintile::refmodel {
namespace {

using spec::FloatKind;
namespace flag = spec::float_flag;

constexpr unsigned signalling_nan = 0x7F800001;

spec::FloatOperation reduction(FloatKind kind, int lanes, std::string_view format = "fp32") {
  spec::FloatOperation operation;
  operation.kind = kind;
  operation.format = spec::float_format(format);
  operation.lanes = lanes;
  return operation;
}

std::uint64_t word(float value) { return std::bit_cast<std::uint32_t>(value); }

std::vector<std::uint64_t> words(const std::vector<float>& values) {
  std::vector<std::uint64_t> result;
  for (const float value : values) result.push_back(word(value));
  return result;
}

FloatResult sum(const std::vector<float>& values) {
  return reduce_lanes(reduction(FloatKind::lane_sum, static_cast<int>(values.size())), words(values));
}

TEST(LaneReduction, NeighboursComeFirst) {
  const float large = 16777216;  // 2^24: 1 is lost beside it
  EXPECT_EQ(sum({large, 1, 1, 1}), (FloatResult{word(large + 2), flag::inexact}));
  EXPECT_EQ(sum({1, 1, large, 0}), (FloatResult{word(large + 2), 0}));
  EXPECT_EQ(sum({large, 1, -large, 1}), (FloatResult{word(1), flag::inexact}));
  EXPECT_EQ(sum({1, 2, 3, 4, 5}), (FloatResult{word(15), 0}));
}

TEST(LaneReduction, IsTheTreeOfTheContractForAnyNumberOfLanes) {
  for (const int lanes : {2, 3, 5, 6, 7, 8, 13, 33}) {
    std::vector<float> values;
    for (int lane = 0; lane < lanes; ++lane) values.push_back(1.0F / static_cast<float>(3 + lane * lane));
    std::vector<float> tree = values;  // a lane whose partner is not there goes up as it is
    while (tree.size() > 1) {
      std::vector<float> next;
      for (std::size_t i = 0; i < tree.size(); i += 2)
        next.push_back(i + 1 < tree.size() ? tree[i] + tree[i + 1] : tree[i]);
      tree = next;
    }
    EXPECT_EQ(sum(values).word, word(tree.front())) << lanes;
  }
}

TEST(LaneReduction, OneLaneIsLeftAsItIs) {
  const std::vector<std::uint64_t> one = {signalling_nan};
  for (const FloatKind kind : {FloatKind::lane_sum, FloatKind::lane_minimum, FloatKind::lane_maximum}) {
    EXPECT_EQ(reduce_lanes(reduction(kind, 1), one), (FloatResult{signalling_nan, 0})) << name(kind);
  }
  EXPECT_EQ(reduce_lanes(reduction(FloatKind::lane_dot, 1), one, one), (FloatResult{0x7FC00000, flag::invalid}));
}

TEST(LaneReduction, MinimumMaximumAndDot) {
  const auto values = words({3, -1, 7, -5, 2});
  EXPECT_EQ(reduce_lanes(reduction(FloatKind::lane_minimum, 5), values).word, word(-5));
  EXPECT_EQ(reduce_lanes(reduction(FloatKind::lane_maximum, 5), values).word, word(7));
  const auto weights = words({1, 2, 3, 4, -5});
  EXPECT_EQ(reduce_lanes(reduction(FloatKind::lane_dot, 5), values, weights).word, word(3 - 2 + 21 - 20 - 10));
}

TEST(LaneReduction, FlagsAreThoseOfAllOperations) {
  // Overflow and underflow in places that do not show in the result.
  const auto a = words({3e38F, 1e-30F, 1});
  const auto b = words({1e10F, 1e-30F, 0});
  EXPECT_EQ(reduce_lanes(reduction(FloatKind::lane_dot, 3), a, b),
            (FloatResult{0x7F800000, flag::overflow | flag::underflow | flag::inexact}));
  const std::vector<std::uint64_t> with_nan = {word(1), word(2), signalling_nan};
  EXPECT_EQ(reduce_lanes(reduction(FloatKind::lane_minimum, 3), with_nan), (FloatResult{word(1), flag::invalid}));
}

TEST(LaneReduction, RefusesWhatIsNoReduction) {
  const std::vector<std::uint64_t> two(2);
  EXPECT_THROW(reduce_lanes(reduction(FloatKind::lane_sum, 3), two), std::invalid_argument);
  EXPECT_THROW(reduce_lanes(reduction(FloatKind::lane_dot, 2), two), std::invalid_argument);
  EXPECT_THROW(reduce_lanes(reduction(FloatKind::add, 2), two, two), std::invalid_argument);
}

TEST(LaneReduction, RoundsReachAllLanes) {
  EXPECT_EQ(reduction(FloatKind::lane_sum, 1).rounds(), 0);
  EXPECT_EQ(reduction(FloatKind::lane_sum, 2).rounds(), 1);
  EXPECT_EQ(reduction(FloatKind::lane_sum, 5).rounds(), 3);
  EXPECT_EQ(reduction(FloatKind::lane_sum, 8).rounds(), 3);
  EXPECT_EQ(reduction(FloatKind::lane_sum, spec::reduction_lanes_max).rounds(), 16);
}

}  // namespace
}  // namespace spintile::refmodel
