// Weights as digits on several arrays, and their periodic carry: spec/periodic_carry.h.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/matrix.h"
#include "host/philox.h"
#include "host/state.h"
#include "refmodel/analog/array_read.h"
#include "refmodel/analog/array_update.h"
#include "refmodel/analog/resistive_array.h"
#include "spec/periodic_carry.h"
#include "spec/resistive_device.h"
#include "spec/training_algorithm.h"

namespace spintile::refmodel {

/// Key of the array of digit i of a weight whose digit 0 has this one.
constexpr host::PhiloxKey digit_key(host::PhiloxKey least, int digit) {
  return {least.seed, least.stream + (static_cast<std::uint32_t>(digit) << 24)};
}

class DigitArrays {
 public:
  /// carry.digits arrays of R x C devices, all weights 0; `row_read` is how a carry reads a row of one of them.
  /// std::invalid_argument that names a member of `carry` and what is allowed.
  DigitArrays(const spec::ResistiveDevice& device, const spec::PeriodicCarry& carry, const spec::Read& row_read,
              int rows, int columns, host::PhiloxKey key);

  int digits() const { return static_cast<int>(arrays_.size()); }
  ResistiveArray& digit(int i) { return arrays_[static_cast<std::size_t>(i)]; }
  const ResistiveArray& digit(int i) const { return arrays_[static_cast<std::size_t>(i)]; }
  /// base^(i + 1 - digits): what a weight of 1 of digit i counts.
  double place_value(int i) const { return place_values_[static_cast<std::size_t>(i)]; }

  /// The digits together, R x C.
  host::Matrix<float> weights() const;
  /// The highest digit takes as much as it can, the others what is left.
  void set_weights(const host::Matrix<float>& weights);

  /// Reads row k digit by digit, the highest first, so that each has room for what comes. Where a digit is past the
  /// threshold, the next is written until it reads as whole thresholds / base more than it did, and then the digit
  /// until it reads as less by what the next really took: the value stays, to the tolerance of the lower digit, also
  /// where the next is at its bound. Rows are written by `update` with this row alone driven.
  void carry_row(int k, ArrayUpdate& update);

  /// Digits of cells that have been carried, and writes of one that ended outside the tolerance.
  std::uint64_t carried() const { return carried_; }
  std::uint64_t missed() const { return missed_; }

  /// "digit<i>." of each array, "reads" of rows, "carried" and "missed".
  host::State state() const;
  /// As ResistiveArray::set_state(), all arrays together.
  void set_state(const host::State& state);

 private:
  std::vector<float> read_row(int digit, int k);
  /// Writes row k of a digit towards `target`, C values, a NaN: leave it. The row as it reads in the end.
  std::vector<float> write_row(int digit, int k, std::span<const float> target, ArrayUpdate& update);

  spec::PeriodicCarry carry_;
  std::vector<ResistiveArray> arrays_;
  std::vector<ArrayRead> row_reads_;
  std::vector<double> place_values_;
  std::uint64_t carried_ = 0;
  std::uint64_t missed_ = 0;
};

}  // namespace spintile::refmodel
