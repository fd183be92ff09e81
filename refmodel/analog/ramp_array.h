// The analog side of a tile with the ramp read-out: cells, integrators, ramp converter. docs/contract.md, "Ramp
// read-out". Golden model and co-simulation feed it the same records, so they get the same bits.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/array.h"
#include "host/matrix.h"
#include "host/philox.h"
#include "host/state.h"
#include "refmodel/analog/charge_array.h"
#include "refmodel/analog/crossbar.h"
#include "refmodel/analog/full_scale.h"
#include "refmodel/analog/ramp_converter.h"
#include "refmodel/analog/read_direction.h"
#include "refmodel/analog/simd.h"
#include "spec/variant.h"

namespace spintile::refmodel {

/// Of N reads, N x outputs each.
struct RampCodes {
  host::Matrix<std::int32_t> codes;  // in +-ramp_code_max
  host::Matrix<std::uint8_t> flags;  // ramp_overflow, ramp_underflow

  friend bool operator==(const RampCodes&, const RampCodes&) = default;
};

/// What AnalogArray is to stochastic converters. Inputs are rows forward and columns backward, outputs the others; one
/// integer conductance a cell serves both directions.
class RampArray {
 public:
  using Direction = host::Direction;

  /// A fresh array: weight code 0 in every cell, without error; every column and row has the variant's gain.
  explicit RampArray(const spec::Variant& variant, std::uint32_t seed, std::uint32_t array = 0,
                     Simd simd = best_simd());

  /// Programs R x C weight codes in +-weight_code_max; std::invalid_argument otherwise.
  void program(const host::Matrix<std::int32_t>& weight_codes);
  /// Every cell as a number, R x C; std::invalid_argument for another size.
  void set_cells(const host::Matrix<float>& cells);
  /// Rows first .. end - 1 alone, of `cells` of all rows.
  void set_rows(const host::Matrix<float>& cells, int first, int end);
  /// R x C: the weight codes over their full scale as the cells hold them; of a training array its cells.
  host::Matrix<float> weights() const { return cells_.weights(); }
  /// One positive, finite gain an output; std::invalid_argument otherwise.
  void set_gain(Direction direction, const std::vector<float>& gain);

  /// Reads made in a direction since the array was created: the number of the next one.
  std::uint64_t reads(Direction direction = Direction::forward) const { return way(direction).reads; }
  void set_reads(std::uint64_t reads, Direction direction = Direction::forward) { way(direction).reads = reads; }

  /// One integ_en_o: what the integrators of all outputs hold after `counts`, one signed slot count an input, in
  /// +-(2^m - 1); std::invalid_argument otherwise. Advances reads(direction).
  void read(std::span<const std::int32_t> counts, FullScale full_scale = FullScale::subarray,
            Direction direction = Direction::forward);
  /// x of the last read, in full scales, one an output.
  std::span<const float> x() const { return x_; }
  /// What the comparators show of the last read at a step of the ramp: RampConverter::compare. std::logic_error before
  /// the first read.
  void compare(int step, std::span<std::uint64_t> bits) const;

  /// N vectors of counts (N x inputs), each a read. The same codes as N calls of read() and the first steps at which
  /// compare() shows 1 after each.
  RampCodes codes(const host::Matrix<std::int32_t>& counts, FullScale full_scale = FullScale::subarray,
                  Direction direction = Direction::forward);

  const RampConverter& converter() const { return converter_; }

  /// "reads", a number for each direction. Not the cells, not the gains.
  host::State state() const;
  /// Of a state like state().
  void set_state(const host::State& state);
  /// What was programmed: Crossbar::state().
  host::State programmed_state() const { return cells_.state(); }
  void set_programmed_state(const host::State& state);

 private:
  /// Reads in one direction.
  struct Way {
    Way(const spec::Variant& variant, host::PhiloxKey array, Direction direction, Simd simd);

    host::PhiloxKey key;
    ChargeArray charge;
    std::vector<bool> stale_rows;  // of the array: those that `charge` does not have yet
    std::vector<double> factor;    // of each output: x of a charge of 1
    std::vector<double> one_row_factor;
    std::uint64_t reads = 0;
  };

  Way& way(Direction direction) { return ways_[direction_index(variant_, direction)]; }
  const Way& way(Direction direction) const { return ways_[direction_index(variant_, direction)]; }
  /// As way(); it holds the cells as they are now.
  Way& way_to_read(Direction direction);
  void rows_changed(int first, int end);
  /// What the integrators hold, N x outputs.
  host::Matrix<std::int64_t> charges(const Way& way, const host::Matrix<std::int32_t>& counts,
                                     std::span<const double> factor) const;
  /// x of the next read, from its charges; advances reads.
  void settle(Way& way, std::span<const std::int64_t> charges, std::span<const double> factor);

  spec::Variant variant_;
  Crossbar cells_;
  RampConverter converter_;
  std::vector<Way> ways_;  // by direction
  std::vector<float> x_;
};

}  // namespace spintile::refmodel
