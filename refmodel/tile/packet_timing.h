// How long a READ or WRITE takes: docs/contract.md, "Commands", and of words and lanes of a SOT array "Cycles of a
// float unit".
#pragma once

#include <cstdint>

#include "refmodel/sot/sot_sequencer.h"
#include "spec/interface.h"
#include "spec/variant.h"

namespace spintile::refmodel {

/// Cycles without stalls, of a packet of a tile's space as `layout` has it at present. When a packet of program words
/// or lanes is done is no promise: these are what it takes where nothing is in the way.
std::uint64_t write_cycles(const spec::Variant& tile, spec::Space space, const spec::SpaceLayout& layout,
                           const AccessWaits& waits);
std::uint64_t read_cycles(const spec::Variant& tile, spec::Space space, const spec::SpaceLayout& layout,
                          const AccessWaits& waits);

}  // namespace spintile::refmodel
