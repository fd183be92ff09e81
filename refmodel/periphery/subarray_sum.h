// Sub-array sum: the ones of one sample, or of all samples of a phase, over the sub-arrays.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "spec/variant.h"

namespace spintile::refmodel {

/// For slice i and line l, at i L + l: ones among the S converters (s, i, l, pair). `bits` in converter order,
/// converter i at bit i % 64 of word i / 64; pair: the MTJs that the sample used, 0 .. P - 1.
std::vector<std::int32_t> subarray_sum(const spec::Variant& variant, std::span<const std::uint64_t> bits, int pair = 0);

/// The same of the ones of each converter over all samples, of both pairs: S W L P of them.
std::vector<std::int32_t> subarray_sum(const spec::Variant& variant, std::span<const std::int32_t> ones);

}  // namespace spintile::refmodel
