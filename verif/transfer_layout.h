// Where the rows of a tile's SOT array go for its transfer, and the program that works on them.
#pragma once

#include "refmodel/sot/placed_program.h"
#include "spec/sot_program.h"
#include "spec/variant.h"

namespace spintile::verif {

struct TransferLayout {
  spec::sot::Program program;
  refmodel::SotBases bases{};  // of row 0, as a package says them
};

/// The variant with the larger array or program store that its transfer needs, where its own are too small for it. One
/// without a transfer stays as it is.
spec::Variant with_room_for_transfer(spec::Variant variant);

/// Throws std::invalid_argument naming the key where the variant's program store or array is too small for it.
TransferLayout transfer_layout(const spec::Variant& variant);

}  // namespace spintile::verif
