// What the acts of a SotExecutable do to one block of lanes. Written as plain loops over whole words, for the compiler
// to make vectors of, once for each instruction set.
#pragma once

#include <span>
#include <utility>

#include "refmodel/sot/sot_executable.h"

namespace spintile::refmodel::block_kernels {

using Act = SotExecutable::Act;
using BlockRow = SotArray::BlockRow;

enum class Write : unsigned { store, and_into, or_into, xor_into };

/// `source`, or its complement, is written into `to`, or `to` and `also`, in all lanes or those of the mask.
struct WriteKernel {
  bool complement;
  Write write;
  bool two_rows;
  bool masked;

  static constexpr unsigned count = 32;
  constexpr unsigned code() const {
    return static_cast<unsigned>(complement) | static_cast<unsigned>(write) << 1 |
           static_cast<unsigned>(two_rows) << 3 | static_cast<unsigned>(masked) << 4;
  }
  static constexpr WriteKernel of(unsigned code) {
    return {(code & 1) != 0, static_cast<Write>((code >> 1) & 3), (code & 8) != 0, (code & 16) != 0};
  }
};

/// match <- lanes where rows from `source` on hold the 16-bit key `to`; `also` rows.
inline constexpr unsigned search = WriteKernel::count;
/// The same; the next rows hold the complements.
inline constexpr unsigned search_pair = search + 1;
/// `also` rows from `to` on become 0, under the mask.
inline constexpr unsigned clear_masked = search + 2;
inline constexpr unsigned clear_all = search + 3;

#define SPINTILE_INLINE [[gnu::always_inline]] inline

constexpr std::size_t block_words = SotArray::block_lanes / 64;

template <Write write, bool masked>
SPINTILE_INLINE void write_row(const BlockRow& value, const BlockRow& mask, BlockRow& to) {
  if constexpr (write == Write::store && !masked) {
    to = value;
    return;
  }
  for (std::size_t i = 0; i < block_words; ++i) {
    const std::uint64_t lanes = masked ? mask.words[i] : ~std::uint64_t{0};
    const std::uint64_t bits = value.words[i];
    std::uint64_t& cells = to.words[i];
    if constexpr (write == Write::store) cells = masked ? (bits & lanes) | (cells & ~lanes) : bits;
    if constexpr (write == Write::and_into) cells &= bits | ~lanes;
    if constexpr (write == Write::or_into) cells |= bits & lanes;
    if constexpr (write == Write::xor_into) cells ^= bits & lanes;
  }
}

template <unsigned code>
SPINTILE_INLINE void write_rows(const Act& act, BlockRow* block, const BlockRow* state) {
  constexpr WriteKernel kernel = WriteKernel::of(code);
  BlockRow value = block[act.source];
  if constexpr (kernel.complement) {
    for (std::uint64_t& word : value.words) word = ~word;
  }
  const BlockRow mask = kernel.masked ? state[SotArray::mask_row] : BlockRow{};
  write_row<kernel.write, kernel.masked>(value, mask, block[act.to]);
  if constexpr (kernel.two_rows) write_row<kernel.write, kernel.masked>(value, mask, block[act.also]);
}

SPINTILE_INLINE void search_rows(const Act& act, BlockRow* block, BlockRow* state, bool pair) {
  BlockRow differs{};
  for (int i = 0; i < act.also; ++i) {
    const std::uint64_t key = ((act.to >> (i < 15 ? i : 15)) & 1) != 0 ? ~std::uint64_t{0} : 0;
    const BlockRow& cells = block[act.source + i];
    for (std::size_t j = 0; j < block_words; ++j) differs.words[j] |= cells.words[j] ^ key;
    if (pair) {
      const BlockRow& complement = block[act.source + act.also + i];
      for (std::size_t j = 0; j < block_words; ++j) differs.words[j] |= complement.words[j] ^ ~key;
    }
  }
  for (std::size_t j = 0; j < block_words; ++j) state[SotArray::match_row].words[j] = ~differs.words[j];
}

SPINTILE_INLINE void clear_rows(const Act& act, BlockRow* block, const BlockRow* state, bool masked) {
  const BlockRow mask = masked ? state[SotArray::mask_row] : BlockRow{};
  for (int i = 0; i < act.also; ++i) {
    for (std::size_t j = 0; j < block_words; ++j) block[act.to + i].words[j] &= masked ? ~mask.words[j] : 0;
  }
}

template <unsigned... codes>
SPINTILE_INLINE void run_act(const Act& act, BlockRow* block, BlockRow* state,
                             std::integer_sequence<unsigned, codes...>) {
  const bool is_write = ((act.kernel == codes && (write_rows<codes>(act, block, state), true)) || ...);
  if (is_write) return;
  if (act.kernel == search) search_rows(act, block, state, false);
  if (act.kernel == search_pair) search_rows(act, block, state, true);
  if (act.kernel == clear_masked) clear_rows(act, block, state, true);
  if (act.kernel == clear_all) clear_rows(act, block, state, false);
}

/// All acts on one block; `state`: its state rows.
SPINTILE_INLINE void run_block(std::span<const Act> acts, BlockRow* block, BlockRow* state) {
  for (const Act& act : acts) run_act(act, block, state, std::make_integer_sequence<unsigned, WriteKernel::count>());
}

#undef SPINTILE_INLINE

}  // namespace spintile::refmodel::block_kernels
