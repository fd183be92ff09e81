// How fast the Verilated RTL of the published analog block runs: 1024 x 1024, 8 bits.
#pragma once

namespace spintile::verif {

/// Milliseconds of one kernel on one core: the clock cycles of its command and the analog side at the pins; packets are
/// not counted.
struct AnalogBlockSpeed {
  double vmm = 0.0;  // FORWARD
  double mvm = 0.0;  // BACKWARD
  double opu = 0.0;  // UPDATE
};

AnalogBlockSpeed analog_block_speed();

}  // namespace spintile::verif
