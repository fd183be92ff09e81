// Packets of a float unit: docs/contract.md, "Float unit". How many elements and bits they have is up to registers.
#pragma once

#include "spec/interface.h"
#include "spec/variant.h"

namespace spintile::refmodel {

/// Program words, 64 bits each; words >= 1.
spec::SpaceLayout program_packet(int words);
/// One element of `bits` (1 .. 64) a lane.
spec::SpaceLayout lanes_packet(const spec::Variant& variant, int bits);

}  // namespace spintile::refmodel
