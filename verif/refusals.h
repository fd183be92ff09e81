// What a tile must refuse, one after the other: every command code with operands of all kinds, every address, every
// set of strobes, values just outside of every register's range, accesses while a command runs, packets too short, too
// long, and with elements just outside of their range. Each must give the error code of docs/contract.md, and nothing
// may have changed: registers, state spaces, program store, SOT array.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "spec/variant.h"
#include "verif/bus_harness.h"
#include "verif/mismatch.h"

namespace spintile::verif {

struct RefusalOptions {
  std::uint32_t seed = 1;
  bool all_operands = false;  // 256 of each command code; else those that mean something, and some beside them
  HarnessOptions harness = {};
};

struct RefusalReport {
  std::uint64_t refused = 0;
  std::uint64_t cycles = 0;
  std::optional<Mismatch> mismatch;  // none: all refused as they should be
};

/// Of a tile.
RefusalReport try_refusals(const std::shared_ptr<const ModelLibrary>& library, const spec::Variant& variant,
                           const RefusalOptions& options = {});

}  // namespace spintile::verif
