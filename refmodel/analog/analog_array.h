// The analog side of a tile: crossbar, integrators, converters. The pure golden model and the co-simulation feed it the
// same records, so they get the same bits. Randomness is drawn by event number (docs/contract.md, "Randomness").
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/array.h"
#include "host/matrix.h"
#include "host/philox.h"
#include "host/state.h"
#include "refmodel/analog/converter_bank.h"
#include "refmodel/analog/crossbar.h"
#include "refmodel/analog/full_scale.h"
#include "refmodel/analog/read_direction.h"
#include "refmodel/analog/simd.h"
#include "spec/variant.h"

namespace spintile::refmodel {

/// Reads go forward, and with a BACKWARD of the variant backward too: columns driven, rows read, the same cells and the
/// same converters, but draws, gains and a number of reads of their own. A backward read is in all the forward read of
/// the transposed array (spec::backward_of), to which R, C and M below then refer.
class AnalogArray {
 public:
  using Direction = host::Direction;

  /// A fresh array: weight code 0 in every cell, without error; every column and row has the variant's gain.
  explicit AnalogArray(const spec::Variant& variant, std::uint32_t seed, std::uint32_t array = 0,
                       Simd simd = best_simd());

  /// Programs R x C weight codes in +-weight_code_max; std::invalid_argument otherwise.
  void program(const host::Matrix<std::int32_t>& weight_codes);
  /// Every cell as a number, R x C: the apparent weights of a training array, which has one weight slice.
  /// std::invalid_argument for another size or more slices.
  void set_cells(const host::Matrix<float>& cells);
  /// Rows first .. end - 1 alone, of `cells` of all rows.
  void set_rows(const host::Matrix<float>& cells, int first, int end);
  /// R x C: the weight codes over their full scale as the cells hold them; of a training array its cells.
  host::Matrix<float> weights() const;
  /// One positive, finite gain an output: C forward, R backward; std::invalid_argument otherwise.
  void set_gain(Direction direction, const std::vector<float>& gain);

  /// Reads made in a direction since the array was created: the number of the next one.
  std::uint64_t reads(Direction direction = Direction::forward) const { return way(direction).reads; }
  /// The next read's number, as if that many had been made: draws and drift are those of that read. The states that
  /// MTJs keep where there are faults stay.
  void set_reads(std::uint64_t reads, Direction direction = Direction::forward) { way(direction).reads = reads; }

  using FullScale = refmodel::FullScale;

  /// One integ_en_o in phase `phase`, 0 .. M - 1. `drive`: R signed counts of active slots, |count| <= 2^stream_bits
  /// - 1. Settles every converter's switching threshold and advances reads(direction).
  void read(std::span<const std::int32_t> drive, int phase = 0, FullScale full_scale = FullScale::subarray,
            Direction direction = Direction::forward);
  /// Bits of one sample of the last read in converter order: converter i is bit i % 64 of word i / 64; unused bits, and
  /// those of MTJs that the sample does not use, 0. `bits` has ceil(converters / 64) words, where converters are the
  /// most of both directions. Samples ascend, each once. std::logic_error before the first read.
  void sample(int sample, std::span<std::uint64_t> bits);

  /// N drives (N x R) in order, each read in all M phases: for each read the ones of every converter of the direction
  /// over samples 0 .. samples - 1 (N M x converters). The same bits as N M calls of read and samples calls of sample
  /// after each.
  host::Matrix<std::int32_t> ones(const host::Matrix<std::int32_t>& drives, int samples,
                                  FullScale full_scale = FullScale::subarray, Direction direction = Direction::forward);

  /// "reads", a number for each direction; "mtjs", where there are faults: 32 states of MTJs a word. Not the cells, not
  /// the gains.
  host::State state() const;
  /// Of a state like state().
  void set_state(const host::State& state);
  /// What was programmed: Crossbar::state().
  host::State programmed_state() const { return way(Direction::forward).crossbar.state(); }
  void set_programmed_state(const host::State& state);

 private:
  /// Reads in one direction.
  struct Way {
    Way(const spec::Variant& read_shape, host::PhiloxKey array, Direction read_direction);

    spec::Variant shape;  // of the tile whose FORWARD they are
    Direction direction;
    host::PhiloxKey key;
    Crossbar crossbar;
    std::vector<float> factor;          // of each partial sum, S W C: gain over full scale of its sub-array
    std::vector<float> one_row_factor;  // the same in a one-hot read
    std::vector<float> x;               // of each converter, in the read at hand
    std::uint64_t reads = 0;
  };

  Way& way(Direction direction) { return ways_[direction_index(variant_, direction)]; }
  const Way& way(Direction direction) const { return ways_[direction_index(variant_, direction)]; }
  /// As way(); its crossbar holds the cells as they are now.
  Way& way_to_read(Direction direction);
  void rows_changed(int first, int end);
  /// Partial sums of N drives in full scales, gain included, N x S W C.
  host::Matrix<float> partial_sums(const Way& way, const host::Matrix<std::int32_t>& drives,
                                   FullScale full_scale) const;
  /// Thresholds of the next read, of every converter, from the S W C partial sums of its drive; advances reads.
  void settle(Way& way, std::span<const float> partial_sums, int phase);

  spec::Variant variant_;
  std::size_t sample_words_;
  Simd simd_;
  ConverterBank converters_;
  std::vector<Way> ways_;                  // by direction
  std::vector<bool> stale_rows_;           // those that the backward crossbar does not have yet
  std::vector<std::uint32_t> thresholds_;  // of the last read
  Direction last_direction_ = Direction::forward;
};

}  // namespace spintile::refmodel
