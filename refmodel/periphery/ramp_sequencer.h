// Ramp sequencer: what the pins do in each cycle of a ramp read, of an outer product and of a pulse of a row.
// docs/contract.md, "Timing of a ramp read", "Timing of an outer product", "PROGRAM, CARRY and CALIBRATE".
#pragma once

#include <vector>

#include "spec/variant.h"

namespace spintile::refmodel {

/// The pins of one cycle of a ramp read.
struct RampPinState {
  bool connected = false;  // the integrators, to the side that is read
  bool integ_rst = false;
  bool integ_en = false;
  bool ramp_rst = false;
  bool ramp_en = false;
  int bit = -1;  // of the magnitudes that drives the lines; -1: standby

  friend bool operator==(const RampPinState&, const RampPinState&) = default;
};

/// The phase_cycles() cycles of a read and the combine cycle, cycle 1 first; then everything stands by, connected.
std::vector<RampPinState> ramp_schedule(const spec::Variant& variant);

/// The pins of one cycle of an outer product.
struct OuterPinState {
  int phase = -1;  // sign phase whose columns are driven, 0 .. 3: 2 x (rows negative) + (columns negative); -1: standby
  bool update_en = false;
  int bit = -1;  // of the magnitudes that drives the rows of the phase; -1: standby

  friend bool operator==(const OuterPinState&, const OuterPinState&) = default;
};

/// The update_cycles() cycles of an outer product, cycle 1 first.
std::vector<OuterPinState> outer_schedule(const spec::Variant& variant);

/// The cycles of a pulse of a row: sign phases 0 and 1 of an outer product.
std::vector<OuterPinState> row_pulse_schedule(const spec::Variant& variant);

}  // namespace spintile::refmodel
