// The ramp converter: one ramp for all lines, one comparator a line, whose first step with a 1 is the code.
// docs/contract.md, "Ramp read-out".
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/philox.h"
#include "spec/variant.h"

namespace spintile::refmodel {

/// Flags of a conversion, as the space ramp_flags has them.
inline constexpr std::uint8_t ramp_overflow = 1;
inline constexpr std::uint8_t ramp_underflow = 2;

class RampConverter {
 public:
  /// Of a variant with the ramp read-out; draws the offsets of as many comparators as the larger direction needs.
  RampConverter(const spec::Variant& variant, host::PhiloxKey key);

  int lines() const { return static_cast<int>(offsets_.size()); }
  /// Of the ramp at step 0 .. 2^ramp_bits - 1, in full scales.
  float level(int step) const { return levels_[static_cast<std::size_t>(step)]; }
  /// Of the comparators, in full scales.
  std::span<const float> offsets() const { return offsets_; }

  /// Codes in +-F and flags of lines 0 .. x.size() - 1.
  void convert(std::span<const float> x, std::span<std::int32_t> codes, std::span<std::uint8_t> flags) const;

  /// What the comparators show at a step of the ramp: line l is bit l % 64 of word l / 64. `bits` has ceil(lines / 64)
  /// words; lines past x show 0.
  void compare(std::span<const float> x, int step, std::span<std::uint64_t> bits) const;

 private:
  /// The first step at which a comparator shows 1, 2^ramp_bits where none does.
  std::int32_t first_step(float seen) const;

  std::int32_t code_max_;  // F
  std::vector<float> levels_;
  std::vector<float> offsets_;
};

}  // namespace spintile::refmodel
