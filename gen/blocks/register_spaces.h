// The state spaces of a tile that lie in registers, not in the SOT array.
#pragma once

#include <vector>

#include "spec/interface.h"

namespace spintile::gen::blocks {

/// By code: all but program and lanes, whose packets the SOT unit takes and sends.
std::vector<spec::Space> register_spaces(const spec::Variant& variant);

}  // namespace spintile::gen::blocks
