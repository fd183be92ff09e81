// The sampling loops of mtj.h with AVX2: each does a first part of the converters and says how many, on other machines
// none.
#pragma once

#include <cstdint>
#include <span>

#include "host/philox.h"

namespace spintile::refmodel {

/// As sample_bits, for converters 0 .. result - 1; `bits` come zeroed.
std::size_t sample_bits_avx2(std::span<const std::uint32_t> thresholds, host::PhiloxKey key, std::uint64_t read,
                             int sample, std::span<std::uint64_t> bits);

/// As count_ones, for converters 0 .. result - 1.
std::size_t count_ones_avx2(std::span<const std::uint32_t> thresholds, host::PhiloxKey key, std::uint64_t read,
                            int samples, std::span<std::int32_t> ones);

}  // namespace spintile::refmodel
