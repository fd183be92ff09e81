// Training as a host does it: FORWARD, BACKWARD where there is one, an update of array A, a transfer into W, again and
// again, on arrays of resistive devices; RTL and golden model side by side (scoreboard.h), and the numbers beside both
// (transfer_witness.h).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "spec/variant.h"
#include "verif/bus_harness.h"
#include "verif/mismatch.h"

namespace spintile::verif {

struct TrainingCosimulationOptions {
  int transfers = 200;  // or updates, of a variant without a transfer
  int warm_up = 1;      // sweeps without pulses to W
  bool regular = true;  // choppers
  bool random = true;
  bool cut_array = false;  // sot_rdata_i is held at 0
  HarnessOptions harness = {};
};

struct TrainingReport {
  std::uint64_t cycles = 0;
  std::uint64_t updates = 0;
  std::uint64_t backwards = 0;
  std::uint64_t transfers = 0;
  std::uint64_t coincidences = 0;  // pulses of all cells in updates, of A where there are transfers
  std::uint64_t flips = 0;         // of choppers
  std::uint64_t crossings = 0;     // columns of transfers whose |H| reached 1
  std::uint64_t programs = 0;      // PROGRAMs of which every column came to its target
  std::uint64_t failed_programs = 0;
  std::uint64_t carries_up = 0;  // columns whose digit was above 0
  std::uint64_t carries_down = 0;
  std::uint64_t weight_pulses = 0;   // of all cells of W, by transfers
  std::optional<Mismatch> mismatch;  // none: RTL, golden model and arithmetic agree in everything
};

/// Of a variant with an update. Everything follows from variant, seed and options. Throws as transfer_layout().
TrainingReport cosimulate_training(const std::shared_ptr<const ModelLibrary>& library, const spec::Variant& variant,
                                   std::uint32_t seed, const TrainingCosimulationOptions& options = {});

}  // namespace spintile::verif
