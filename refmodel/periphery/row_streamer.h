// Row streamer: the digits of the input codes, one stream at a time.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "spec/variant.h"

namespace spintile::refmodel {

/// Signed levels the codes of the rows drive in stream `stream` (0 = least significant): digit `stream` of the
/// magnitude, base 2^stream_bits, with the sign of the code.
std::vector<std::int32_t> stream_levels(const spec::Variant& variant, std::span<const std::int32_t> codes, int stream);

}  // namespace spintile::refmodel
