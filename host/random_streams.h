// Key streams of the draws on the host's side (docs/contract.md, "Randomness": 2^31 and above), one for each user, so
// that no two of them share a draw.
#pragma once

#include <cstdint>

namespace spintile::host::random_stream {

inline constexpr std::uint32_t drawn_digits = 0x80000001;
inline constexpr std::uint32_t training_order = 0x80000002;
inline constexpr std::uint32_t training_samples = 0x80000003;
inline constexpr std::uint32_t picture_order = 0x80000004;    // of a network's training
inline constexpr std::uint32_t initial_weights = 0x80000005;  // of a network

}  // namespace spintile::host::random_stream
