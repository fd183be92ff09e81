// How a host reads products through the converters of a tile, stochastic or a ramp: numbers to input codes,
// accumulators back to numbers. docs/contract.md, "Numbers", "Analog side" and "Ramp read-out"; docs/training.md,
// "Reads through stochastic converters".
#pragma once

#include <cstdint>
#include <span>

#include "spec/training_algorithm.h"

namespace spintile::host {

/// Throws std::invalid_argument that names a member of `read` and what is allowed for an array of so many driven lines,
/// which may have at most 64 sub-arrays (stochastic) or one (ramp).
void check_converters(const spec::Read& read, int lines);

/// What one count of a one-hot read is, as a weight: value = accumulator x this, where the accumulator is 2 ones -
/// samples or a code of the ramp.
double one_hot_unit(const spec::Read& read);

/// An array's `lines` driven lines: rows of a forward, columns of a backward read.
class ConverterScale {
 public:
  /// Throws as check_converters does.
  ConverterScale(const spec::Read& read, int lines);

  /// Analog gain before the converters: sums of many weights of both signs grow with the root of their number, full
  /// scales with the number.
  double gain() const { return gain_; }
  /// A vector as codes, each value over the largest magnitude, times the largest code, to nearest even. Returns that
  /// magnitude; 0: there is nothing to read, and no code is touched.
  float codes(std::span<const float> x, std::span<std::int32_t> codes) const;
  /// Accumulators of such codes as numbers: the slope at 0 is that of the product.
  void numbers(std::span<const std::int64_t> accumulators, float largest, std::span<float> y) const;

 private:
  double gain_;
  double unit_;  // output of a code of 1 by a cell of 1
  float code_max_;
};

}  // namespace spintile::host
