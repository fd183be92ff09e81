#include "refmodel/periphery/partial_sum_counter.h"

#include <algorithm>

#include "spec/derive.h"

namespace spintile::refmodel {

PartialSumCounter::PartialSumCounter(const spec::Variant& variant)
    : counts_(static_cast<std::size_t>(variant.crossbar.weight_slices * spec::lines(variant)), 0) {}

void PartialSumCounter::clear() { std::fill(counts_.begin(), counts_.end(), 0); }

void PartialSumCounter::count(std::span<const std::int32_t> sums) {
  for (std::size_t line = 0; line < counts_.size(); ++line) counts_[line] += sums[line];
}

}  // namespace spintile::refmodel
