// The analog part of the ramp converter: one ramp for all lines, one comparator a line, whose first step with a 1 makes
// the code.
// docs/contract.md, "Ramp read-out".
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/philox.h"
#include "spec/variant.h"

namespace spintile::refmodel {

class RampConverter {
 public:
  /// Of a variant with the ramp read-out; draws the offsets of as many comparators as the larger direction needs.
  RampConverter(const spec::Variant& variant, host::PhiloxKey key);

  int lines() const { return static_cast<int>(offsets_.size()); }
  /// Of the ramp at step 0 .. 2^ramp_bits - 1, in full scales.
  float level(int step) const { return levels_[static_cast<std::size_t>(step)]; }
  /// Of the comparators, in full scales.
  std::span<const float> offsets() const { return offsets_; }

  /// Of lines 0 .. x.size() - 1 the first step at which the comparator shows 1, 2^ramp_bits where none does.
  void first_steps(std::span<const float> x, std::span<std::int32_t> steps) const;

 private:
  /// Of what a comparator sees.
  std::int32_t first_step(float seen) const;

  std::int32_t code_max_;      // F
  std::vector<float> levels_;  // and one past the last that nothing passes
  std::vector<float> offsets_;
};

}  // namespace spintile::refmodel
