// `spintile fp --transfer`: the program of a transfer, and what such programs cost.
#pragma once

#include "spec/variant.h"

namespace spintile::cli {

/// The program of a tile, word by word, and whether the tile has room for it. Throws std::invalid_argument for a
/// variant without a transfer.
void print_transfer(const spec::Variant& variant);

/// The table of docs/transfer-programs.md.
void print_transfer_costs_markdown();

}  // namespace spintile::cli
