#include "refmodel/periphery/partial_sum_counter.h"

#include <gtest/gtest.h>

namespace spintile::refmodel {
namespace {

using Counts = std::vector<std::int32_t>;

TEST(PartialSumCounter, CountsAndClears) {
  spec::Variant variant;
  variant.crossbar = {.rows = 4, .columns = 2, .array_rows = 2, .weight_slices = 2};
  PartialSumCounter counter(variant);
  EXPECT_EQ(counter.counts(), (Counts{0, 0, 0, 0}));
  counter.count(Counts{0, 1, 2, 2});
  counter.count(Counts{1, 0, 2, 1});
  EXPECT_EQ(counter.counts(), (Counts{1, 1, 4, 3}));
  counter.clear();
  EXPECT_EQ(counter.counts(), (Counts{0, 0, 0, 0}));
  counter.count(Counts{2, 0, 0, 0});
  EXPECT_EQ(counter.counts(), (Counts{2, 0, 0, 0}));
}

TEST(PartialSumCounter, HasACounterALine) {
  spec::Variant variant;
  variant.crossbar = {.rows = 4, .columns = 5, .array_rows = 2, .weight_slices = 2};
  variant.readout.column_mux = 3;
  EXPECT_EQ(PartialSumCounter(variant).counts(), Counts(4, 0));
}

}  // namespace
}  // namespace spintile::refmodel
