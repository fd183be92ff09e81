// Words to bit planes and back.
#pragma once

#include <cstdint>
#include <span>

namespace spintile::refmodel {

/// planes[i] bit k = words[k] bit i, for the bits 0 .. planes - 1 of 64 words; at most 64 planes.
void words_to_planes(std::span<const std::uint64_t, 64> words, std::span<std::uint64_t> planes);

/// words[k] bit i = planes[i] bit k; bits from planes.size() on are 0.
void planes_to_words(std::span<const std::uint64_t> planes, std::span<std::uint64_t, 64> words);

}  // namespace spintile::refmodel
