// How fast the Verilated RTL of a training tile of real size runs, everything between a driver and its pins counted.
#pragma once

namespace spintile::verif {

/// The first layer of 784-64-10, trained by AGAD in bf16: seven sub-arrays, two streams of two bits, 64 samples. One
/// core.
struct TrainingTileSpeed {
  double sample_milliseconds = 0.0;  // input, FORWARD, probabilities, UPDATE, accumulators out, TRANSFER
  // Of one clock cycle.
  double idle_nanoseconds = 0.0;  // of the model alone, nothing moving
  double forward_nanoseconds = 0.0;
  double transfer_nanoseconds = 0.0;
  double packet_nanoseconds = 0.0;  // probabilities on their way in
};

TrainingTileSpeed training_tile_speed();

}  // namespace spintile::verif
