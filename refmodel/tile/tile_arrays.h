// The analog side of a tile: its arrays W and A, the devices that pulses or outer products write (of a variant with
// update; else conductances by weight codes), and the converters that read them. The golden engine and the one in RTL
// give it the same records, so they get the same bits.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "host/array.h"
#include "host/matrix.h"
#include "host/state.h"
#include "host/tile_port.h"
#include "refmodel/analog/analog_array.h"
#include "refmodel/analog/opu_drive.h"
#include "refmodel/analog/ramp_array.h"
#include "refmodel/analog/reference_array.h"
#include "refmodel/analog/resistive_array.h"
#include "refmodel/analog/simd.h"
#include "refmodel/analog/update_drive.h"

namespace spintile::refmodel {

/// An array that the variant does not have is std::invalid_argument everywhere, and so is what another kind of read-out
/// or update has. Rows that are driven are all of an array (spec::array_rows), rows that are read, and those of
/// weights, the tile's R: an offset row is written by an UpdateDrive or OpuDrive alone.
class TileArrays {
 public:
  using FullScale = refmodel::FullScale;

  /// Weights 0. Draws are those of arrays 2 t (W) and 2 t + 1 (A), t = tile.number.
  explicit TileArrays(const host::SimulatedTile& tile, Simd simd = best_simd());

  /// One integ_en_o: AnalogArray::read.
  void read(host::Array array, host::Direction direction, std::span<const std::int32_t> drive, int phase = 0,
            FullScale full_scale = FullScale::subarray);
  /// A sample of the last read of either array: AnalogArray::sample.
  void sample(int sample, std::span<std::uint64_t> bits);
  /// Many reads with all their samples: AnalogArray::ones.
  host::Matrix<std::int32_t> ones(host::Array array, host::Direction direction,
                                  const host::Matrix<std::int32_t>& drives, int samples,
                                  FullScale full_scale = FullScale::subarray);
  /// With the ramp read-out, many reads: RampArray::first_steps.
  host::Matrix<std::int32_t> first_steps(host::Array array, host::Direction direction,
                                         const host::Matrix<std::int32_t>& counts,
                                         FullScale full_scale = FullScale::subarray);
  /// All pulses of an UPDATE, or of a TRANSFER on W.
  void update(host::Array array, const UpdateDrive& drive);
  /// An UPDATE by an outer product.
  void update(host::Array array, const OpuDrive& drive);

  // What host::TilePort says of each.
  host::Matrix<float> weights(host::Array array) const;
  void set_weights(host::Array array, const host::Matrix<float>& weights);
  void program(host::Array array, const host::Matrix<std::int32_t>& weight_codes);
  void set_gain(host::Array array, host::Direction direction, const std::vector<float>& gain);
  std::uint64_t pulses(host::Array array) const { return at(array).pulses; }
  /// Of each array, under "weight." and "fast.": "devices." and what ResistiveArray::state() gives, or "programmed."
  /// and Crossbar::state(); and AnalogArray::state().
  host::State state() const;
  void set_state(const host::State& state);

  /// Of a variant with update (std::bad_optional_access otherwise).
  const ResistiveArray& devices(host::Array array) const { return at(array).devices.value(); }

 private:
  using Readout = std::variant<AnalogArray, RampArray>;

  struct Side {
    std::optional<ResistiveArray> devices;
    std::optional<ReferenceArray> reference;
    Readout readout;
    std::uint64_t pulses = 0;
    // Rows whose devices have changed since the read-out had their weights.
    int stale_row = 0;
    int stale_end = 0;
  };

  Side& at(host::Array array) { return sides_[index(array)]; }
  const Side& at(host::Array array) const { return sides_[index(array)]; }
  std::size_t index(host::Array array) const;
  /// With the weights that its devices have now.
  Readout& readout(host::Array array);
  /// The devices, of a variant with this update.
  ResistiveArray& devices_for(host::Array array, bool has_this_update, const char* kind);
  static void rows_written(Side& side, int first, int end);
  static void mark_stale(Side& side, int first, int end);
  host::State state_of(const Side& side) const;

  int rows_;
  bool pulsed_;
  bool outer_;
  std::vector<Side> sides_;  // W, and A where the variant has it
  host::Array last_read_ = host::Array::weight;
};

}  // namespace spintile::refmodel
