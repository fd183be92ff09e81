// Partial-sum counters: the ones of one phase, over its samples.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "spec/variant.h"

namespace spintile::refmodel {

/// W L counters, one a line, slice major.
class PartialSumCounter {
 public:
  explicit PartialSumCounter(const spec::Variant& variant);

  void clear();
  /// Adds the W L sub-array sums of one sample, or of several.
  void count(std::span<const std::int32_t> sums);
  const std::vector<std::int32_t>& counts() const { return counts_; }

 private:
  std::vector<std::int32_t> counts_;
};

}  // namespace spintile::refmodel
