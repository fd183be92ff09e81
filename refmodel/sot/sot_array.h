// The SOT array, behavioural: cells, latch, mask and match, and what each word of a program does to them
// (docs/contract.md, "SOT array").
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "refmodel/sot/placed_program.h"
#include "spec/sot_program.h"

namespace spintile::refmodel {

/// One bit a lane: lane i is bit i % 64 of word i / 64. What the array gives has zeros past the last lane; what it
/// takes may have anything there.
using LaneBits = std::vector<std::uint64_t>;

/// Each lane gets what the one 2^distance further has; 0 where there is none.
LaneBits moved(const LaneBits& from, int distance);

class SotArray {
 public:
  /// Lanes lie in blocks, a block's rows one after another, so that a program can run block by block in the cache.
  static constexpr int block_lanes = 1024;
  struct alignas(64) BlockRow {
    std::array<std::uint64_t, block_lanes / 64> words{};
  };
  /// Rows of a block behind those of the cells.
  enum StateRow { latch_row, mask_row, match_row, zero_row, state_rows };

  static constexpr int rows_max = 65536 - state_rows;

  /// Cells, latch and match 0, mask 1. Throws std::invalid_argument unless rows is 1 .. rows_max and lanes at least 1.
  SotArray(int rows, int lanes);

  int rows() const { return rows_; }
  int lanes() const { return lanes_; }
  /// Words of LaneBits.
  std::size_t lane_words() const { return (static_cast<std::size_t>(lanes_) + 63) / 64; }

  LaneBits row(int row) const;
  LaneBits latch() const { return state(latch_row); }
  LaneBits mask() const { return state(mask_row); }
  LaneBits match() const { return state(match_row); }

  void set_row(int row, std::span<const std::uint64_t> bits);
  void set_latch(std::span<const std::uint64_t> bits) { set_state(latch_row, bits); }
  void set_mask(std::span<const std::uint64_t> bits) { set_state(mask_row, bits); }
  void set_match(std::span<const std::uint64_t> bits) { set_state(match_row, bits); }
  /// As at the begin and at the end of a program.
  void set_mask_ones();

  /// Bits 0 .. bits - 1 of words[lane] go to rows first_row .. first_row + bits - 1; lanes from words.size() on keep
  /// what they have. Throws std::out_of_range for rows or lanes the array does not have, for bits outside 1 .. 64.
  void load(int first_row, int bits, std::span<const std::uint64_t> words);
  /// The other way; bits from `bits` on are 0.
  void unload(int first_row, int bits, std::span<std::uint64_t> words) const;

  /// One word, as plainly as it is written in the contract. Rows are not checked.
  void execute(const PlacedWord& word);
  /// The same of one that moves bits between lanes.
  void execute(const PlacedMove& move);

  /// All rows of a block, the state rows behind them.
  int blocks() const { return static_cast<int>(storage_.size()) / (rows_ + state_rows); }
  BlockRow* block(int index) { return storage_.data() + block_start(index); }
  const BlockRow* block(int index) const { return storage_.data() + block_start(index); }

 private:
  std::size_t block_start(int index) const {
    return static_cast<std::size_t>(index) * static_cast<std::size_t>(rows_ + state_rows);
  }
  /// Word `word` of a row or state row.
  std::uint64_t& word_at(int row, std::size_t word);
  std::uint64_t word_at(int row, std::size_t word) const;
  LaneBits bits_of(int row) const;
  LaneBits state(StateRow which) const { return bits_of(rows_ + which); }
  void set_bits(int row, std::span<const std::uint64_t> bits);
  void set_state(StateRow which, std::span<const std::uint64_t> bits) { set_bits(rows_ + which, bits); }
  void check_rows(int first_row, int rows) const;
  void check_transfer(int first_row, int bits, std::size_t words) const;

  int rows_;
  int lanes_;
  std::vector<BlockRow> storage_;
};

/// What a write of the latch makes of 64 cells.
std::uint64_t written(spec::sot::Write write, std::uint64_t cells, std::uint64_t latch);

/// The whole program, word by word: the mask is all ones, the program runs, the mask is all ones again. `watch` is
/// called before each word. Throws as for_each_word(), and then has done nothing.
void run(
    SotArray& array, const spec::sot::Program& program, const SotBases& bases,
    const std::function<void(const PlacedWord&)>& watch = [](const PlacedWord&) {});

}  // namespace spintile::refmodel
