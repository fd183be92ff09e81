// Random streams of the verification: docs/contract.md, "Randomness", leaves keys with array >= 2^31 to the host side.
#pragma once

#include <cstdint>

namespace spintile::verif::host_draws {

inline constexpr std::uint32_t stimulus = 0x80000100;
inline constexpr std::uint32_t converter_bits = 0x80000101;
inline constexpr std::uint32_t stalls = 0x80000102;
inline constexpr std::uint32_t tile_comparison = 0x80000103;
inline constexpr std::uint32_t self_check = 0x80000104;
inline constexpr std::uint32_t benchmark = 0x80000105;
inline constexpr std::uint32_t float_operands = 0x80000106;
inline constexpr std::uint32_t training = 0x80000107;
inline constexpr std::uint32_t refusals = 0x80000108;
inline constexpr std::uint32_t reset_sweep = 0x80000109;
inline constexpr std::uint32_t float_cost = 0x80000110;
inline constexpr std::uint32_t offset_study = 0x80000111;
inline constexpr std::uint32_t kernels = 0x80000112;
inline constexpr std::uint32_t sot_fault_study = 0x80000113;

}  // namespace spintile::verif::host_draws
