// A reset inside every command a tile has, in each of its cycles or in a sample of them: afterwards all pins stand by,
// registers and state spaces are as after power-up, program store and SOT array as the command left them, and the next
// commands do what the golden tile says.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "spec/variant.h"
#include "verif/bus_harness.h"
#include "verif/mismatch.h"

namespace spintile::verif {

struct ResetSweepOptions {
  std::uint32_t seed = 1;
  /// Resets in a command: its first cycle, its last, and as many between them. 0: one in every cycle, and of a command
  /// of more than 400 cycles one at each change of the strobes and in a hundred other cycles.
  int points = 0;
  HarnessOptions harness = {};
};

struct ResetSweepReport {
  int commands = 0;  // with operands of their own
  std::uint64_t resets = 0;
  std::uint64_t cycles = 0;
  std::optional<Mismatch> mismatch;  // none: each led to the defined state
  std::string where;                 // of the mismatch: the command, and the cycle of its reset
};

/// Of a tile. Throws as transfer_layout().
ResetSweepReport sweep_resets(const std::shared_ptr<const ModelLibrary>& library, const spec::Variant& variant,
                              const ResetSweepOptions& options = {});

}  // namespace spintile::verif
