// The hot loop of charges: integer products of counts with conductances. One source (charge_kernel_panels.h) compiled
// for each instruction set; sums of integers are exact, so all give the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "refmodel/analog/simd.h"

namespace spintile::refmodel {

/// Conductances lie in panels of so many columns; in a panel two rows side by side, column after column.
inline constexpr std::size_t charge_panel_columns = 16;
/// Pairs of rows whose products fit into 32 bits: 256 rows x 255 slots x 32767 < 2^31.
inline constexpr std::size_t charge_block_pairs = 128;

struct ChargeKernel {
  /// Vectors that add_panel takes at once, at most.
  std::size_t vectors;
  /// sums[v][c] += sum over the rows k of counts[v][k] x cell(k, c), for the columns of a panel. counts: 2 x pairs
  /// numbers of a magnitude of 255 or less.
  void (*add_panel)(const std::int16_t* panel, std::size_t pairs, const std::int16_t* const* counts,
                    std::size_t vectors, std::int64_t* const* sums);
};

/// The fastest this machine has up to `simd`; with avx2 also AVX-512.
ChargeKernel charge_kernel(Simd simd);
/// All of them.
std::vector<ChargeKernel> charge_kernels_of_this_machine();

ChargeKernel charge_kernel_baseline();
ChargeKernel charge_kernel_avx2();
ChargeKernel charge_kernel_avx512();

}  // namespace spintile::refmodel
