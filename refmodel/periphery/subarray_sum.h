// Sub-array sum: the ones of one sample over the sub-arrays.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "spec/variant.h"

namespace spintile::refmodel {

/// For slice i and column j, at i C + j: ones among the S converters (s, i, j). `bits` in converter order, converter i
/// at bit i % 64 of word i / 64.
std::vector<std::int32_t> subarray_sum(const spec::Variant& variant, std::span<const std::uint64_t> bits);

}  // namespace spintile::refmodel
