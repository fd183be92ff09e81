// The loops over a panel: see charge_kernel.h. Included by the one file of each instruction set, and local to it.
#pragma once

#include <algorithm>
#include <cstring>

#include "refmodel/analog/charge_kernel.h"

namespace spintile::refmodel {
namespace {

/// One or more vectors of counts with a block of at most charge_block_pairs pairs of rows. Lanes: Cells load(panel), of
/// one pair of rows; Sums add(sums, cells, pair), the counts of the pair in one word; store(sums, to).
template <class Lanes, std::size_t vectors>
[[gnu::always_inline]] inline void add_block(const std::int16_t* panel, std::size_t pairs,
                                             const std::int16_t* const* counts, std::size_t first_row,
                                             std::int64_t* const* sums) {
  typename Lanes::Sums block[vectors] = {};
  for (std::size_t pair = 0; pair < pairs; ++pair) {
    const typename Lanes::Cells cells = Lanes::load(panel + pair * 2 * charge_panel_columns);
#pragma GCC unroll 8
    for (std::size_t v = 0; v < vectors; ++v) {
      std::int32_t both;
      std::memcpy(&both, counts[v] + first_row + 2 * pair, sizeof both);
      block[v] = Lanes::add(block[v], cells, both);
    }
  }
  std::int32_t products[charge_panel_columns];
  for (std::size_t v = 0; v < vectors; ++v) {
    Lanes::store(block[v], products);
    for (std::size_t c = 0; c < charge_panel_columns; ++c) sums[v][c] += products[c];
  }
}

template <class Lanes, std::size_t vectors>
inline void add_blocks(const std::int16_t* panel, std::size_t pairs, const std::int16_t* const* counts,
                       std::int64_t* const* sums) {
  for (std::size_t pair = 0; pair < pairs; pair += charge_block_pairs) {
    add_block<Lanes, vectors>(panel + pair * 2 * charge_panel_columns, std::min(charge_block_pairs, pairs - pair),
                              counts, 2 * pair, sums);
  }
}

template <class Lanes>
inline void add_panel(const std::int16_t* panel, std::size_t pairs, const std::int16_t* const* counts,
                      std::size_t vectors, std::int64_t* const* sums) {
  if (vectors == Lanes::vectors) return add_blocks<Lanes, Lanes::vectors>(panel, pairs, counts, sums);
  for (std::size_t v = 0; v < vectors; ++v) add_blocks<Lanes, 1>(panel, pairs, counts + v, sums + v);
}

}  // namespace
}  // namespace spintile::refmodel
