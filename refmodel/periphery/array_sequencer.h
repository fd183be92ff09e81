// Array sequencer: what the strobes do in each cycle of a FORWARD.
#pragma once

#include <vector>

#include "spec/variant.h"

namespace spintile::refmodel {

/// The pins of one cycle.
struct PinState {
  bool integ_rst = false;
  bool integ_en = false;
  bool mtj_reset = false;
  bool mtj_write = false;
  bool mtj_read = false;
  int stream = -1;  // the rows drive this stream; -1: standby

  friend bool operator==(const PinState&, const PinState&) = default;
};

/// The forward_cycles(samples) cycles of a FORWARD, cycle 1 first.
std::vector<PinState> forward_schedule(const spec::Variant& variant, int samples);

}  // namespace spintile::refmodel
