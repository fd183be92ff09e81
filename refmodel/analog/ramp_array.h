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
  host::Matrix<std::uint8_t> flags;  // as the space ramp_flags has them

  friend bool operator==(const RampCodes&, const RampCodes&) = default;
};

/// What AnalogArray is to stochastic converters. Inputs are rows forward and columns backward, outputs the others; one
/// integer conductance a cell serves both directions. Rows are all of the array: an offset row is the last one, an
/// input but never an output.
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

  /// x of N vectors of counts (N x inputs, signed active slots in +-(2^m - 1); std::invalid_argument otherwise), each a
  /// read: what the integrators hold, in full scales, N x outputs. Advances reads(direction).
  host::Matrix<float> read(const host::Matrix<std::int32_t>& counts, FullScale full_scale = FullScale::subarray,
                           Direction direction = Direction::forward);
  /// The same reads, as the first steps of the ramp at which the comparators show 1: 2^ramp_bits where one shows none.
  host::Matrix<std::int32_t> first_steps(const host::Matrix<std::int32_t>& counts,
                                         FullScale full_scale = FullScale::subarray,
                                         Direction direction = Direction::forward);
  /// The same reads, as the codes and flags that the periphery makes of those.
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
    std::vector<bool> stale_rows;  // of those in `charge`: which it does not have yet
    std::vector<double> factor;    // of each output: x of a charge of 1
    std::vector<double> one_row_factor;
    std::uint64_t reads = 0;
  };

  Way& way(Direction direction) { return ways_[direction_index(variant_, direction)]; }
  const Way& way(Direction direction) const { return ways_[direction_index(variant_, direction)]; }
  /// As way(); it holds the cells as they are now.
  Way& way_to_read(Direction direction);
  void rows_changed(int first, int end);
  /// Charges that the integrators hold, N x outputs.
  host::Matrix<std::int64_t> charges(const Way& way, const host::Matrix<std::int32_t>& counts,
                                     std::span<const double> factor) const;

  spec::Variant variant_;
  Crossbar cells_;
  RampConverter converter_;
  std::vector<Way> ways_;  // by direction
};

}  // namespace spintile::refmodel
