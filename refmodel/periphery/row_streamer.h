// Row streamer: the digits of the input codes, one stream at a time.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "spec/variant.h"

namespace spintile::refmodel {

/// Signed level a code drives in stream `stream` (0 = least significant): digit `stream` of its magnitude, base
/// 2^stream_bits, with the sign of the code.
std::int32_t stream_level(const spec::Variant& variant, std::int32_t code, int stream);

/// The same of each row.
std::vector<std::int32_t> stream_levels(const spec::Variant& variant, std::span<const std::int32_t> codes, int stream);

}  // namespace spintile::refmodel
