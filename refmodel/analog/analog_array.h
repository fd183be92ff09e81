// The analog side of a tile: crossbar, integrators, converters. The pure golden model and the co-simulation feed it the
// same records, so they get the same bits. Randomness is drawn by event number (docs/contract.md, "Randomness").
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/matrix.h"
#include "host/philox.h"
#include "refmodel/analog/converter_bank.h"
#include "refmodel/analog/crossbar.h"
#include "refmodel/analog/simd.h"
#include "spec/variant.h"

namespace spintile::refmodel {

class AnalogArray {
 public:
  /// A fresh array: weight code 0 in every cell, without error; every column has the variant's gain.
  explicit AnalogArray(const spec::Variant& variant, std::uint32_t seed, std::uint32_t array = 0,
                       Simd simd = best_simd());

  /// Programs R x C weight codes in +-weight_code_max; std::invalid_argument otherwise.
  void program(const host::Matrix<std::int32_t>& weight_codes);
  /// Every cell as a number, R x C: the apparent weights of a training array, which has one weight slice.
  /// std::invalid_argument for another size or more slices.
  void set_cells(const host::Matrix<float>& cells);
  /// C positive, finite gains; std::invalid_argument otherwise.
  void set_column_gain(const std::vector<float>& gain);

  /// Reads made since the array was created: the number of the next one.
  std::uint64_t reads() const { return reads_; }
  /// The next read's number, as if that many had been made: draws and drift are those of that read. The states that
  /// MTJs keep where there are faults stay.
  void set_reads(std::uint64_t reads) { reads_ = reads; }

  /// What a partial sum of 1 is: all rows of the sub-array at the highest level, or, of a one-hot read, one of them.
  enum class FullScale { subarray, one_row };

  /// One integ_en_o in phase `phase`, 0 .. M - 1. `drive`: R signed counts of active slots, |count| <= 2^stream_bits
  /// - 1. Settles every converter's switching threshold and advances reads().
  void read(std::span<const std::int32_t> drive, int phase = 0, FullScale full_scale = FullScale::subarray);
  /// Bits of one sample of the last read in converter order: converter i is bit i % 64 of word i / 64, unused bits, and
  /// those of MTJs that the sample does not use, 0. `bits` has ceil(converters / 64) words. Samples ascend, each once.
  /// std::logic_error before the first read.
  void sample(int sample, std::span<std::uint64_t> bits);

  /// N drives (N x R) in order, each read in all M phases: for each read the ones of every converter over samples 0 ..
  /// samples - 1 (N M x converters). The same bits as N M calls of read and samples calls of sample after each.
  host::Matrix<std::int32_t> ones(const host::Matrix<std::int32_t>& drives, int samples);

 private:
  /// Partial sums of N drives in full scales, column gain included, N x S W C.
  host::Matrix<float> partial_sums(const host::Matrix<std::int32_t>& drives, FullScale full_scale) const;
  /// Thresholds of read `read`, of every converter, from the S W C partial sums of its drive.
  void settle(std::span<const float> partial_sums, int phase, std::uint64_t read, std::span<std::uint32_t> thresholds);
  host::PhiloxKey key() const { return {seed_, array_}; }

  spec::Variant variant_;
  std::uint32_t seed_;
  std::uint32_t array_;
  Simd simd_;
  Crossbar crossbar_;
  ConverterBank converters_;
  std::vector<float> factor_;              // of each partial sum, S W C: gain over full scale of its sub-array
  std::vector<float> one_row_factor_;      // the same in a one-hot read
  std::vector<float> x_;                   // of each converter, in the read at hand
  std::vector<std::uint32_t> thresholds_;  // of the last read
  std::uint64_t reads_ = 0;
};

}  // namespace spintile::refmodel
