// Array sequencer: what the strobes do in each cycle of a read.
#pragma once

#include <vector>

#include "spec/variant.h"

namespace spintile::refmodel {

/// The pins of one cycle. The MTJ strobes have a bit for each MTJ of a line: bit b for pair b.
struct PinState {
  bool integ_rst = false;
  bool integ_en = false;
  unsigned mtj_reset = 0;
  unsigned mtj_write = 0;
  unsigned mtj_read = 0;
  int stream = -1;     // its digits are driven; -1: standby
  int column_sel = 0;  // the phase, 0 .. M - 1

  friend bool operator==(const PinState&, const PinState&) = default;
};

/// The forward_cycles(samples) cycles of a FORWARD, cycle 1 first.
std::vector<PinState> forward_schedule(const spec::Variant& variant, int samples);

/// The backward_cycles(samples) cycles of a BACKWARD; streams are those of the columns.
std::vector<PinState> backward_schedule(const spec::Variant& variant, int samples);

/// The read of a TRANSFER: one stream, number 0, and the combine cycle after it.
std::vector<PinState> one_hot_schedule(const spec::Variant& variant, int samples);

}  // namespace spintile::refmodel
