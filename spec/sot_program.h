// A program of the SOT-MRAM array, as plain data: gen/microcode makes it, the sequencer (RTL and golden) runs it.
// What each word does: docs/contract.md, "SOT array".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace spintile::spec::sot {

/// Row = base register + offset + stride x index of the loop the word stands in (0 outside a loop).
struct Row {
  int base = 0;    // 0 .. 7
  int offset = 0;  // 0 .. 1023
  int stride = 0;  // -2 .. 2

  friend bool operator==(const Row&, const Row&) = default;
};

/// Where the latch comes from.
enum class Read : std::uint8_t { hold, zero, one, row, row_complement };

enum class Write : std::uint8_t { none, store, and_into, or_into, xor_into };

/// Last act of a word: what the mask becomes.
enum class Mask : std::uint8_t {
  keep,
  ones,
  latch,
  latch_complement,
  match,
  and_latch,  // the old mask and it
  and_latch_complement,
  and_match,
};

/// READ, then WRITE into one row or the same into two, then the mask.
struct Step {
  Read read = Read::hold;
  Row from = {};  // read = row, row_complement
  Write write = Write::none;
  Row to = {};
  std::optional<Row> also = {};  // never the same row as `to`
  bool unmasked = false;         // the write ignores the mask
  Mask mask = Mask::keep;

  friend bool operator==(const Step&, const Step&) = default;
};

/// match <- lanes where row first + i holds bit i of the key, for all i in 0 .. rows - 1.
/// With `pair` rows first + rows + i must also hold the complement of that bit.
struct Search {
  Row first = {};
  int rows = 1;           // 1 .. 64
  std::uint16_t key = 0;  // bit 15 stands for all bits from 15 on
  bool pair = false;
  Mask mask = Mask::keep;

  friend bool operator==(const Search&, const Search&) = default;
};

/// Rows first .. first + rows - 1 become 0, in lanes where the mask is 1 or, unmasked, in all.
struct Clear {
  Row first = {};
  int rows = 1;  // 1 .. 512
  bool unmasked = false;
  Mask mask = Mask::keep;

  friend bool operator==(const Clear&, const Clear&) = default;
};

/// The latch of lane i <- what row `from` has in lane i + 2^distance, 0 where there is no such lane. Mask and match
/// stay.
struct Move {
  Row from = {};
  int distance = 0;  // the exponent, 0 .. 15

  friend bool operator==(const Move&, const Move&) = default;
};

/// The words from the next one to the one that ends the loop run `count` times, with index 0, 1, .. count - 1.
/// Loops do not nest.
struct Loop {
  int count = 1;  // 1 .. 1024

  friend bool operator==(const Loop&, const Loop&) = default;
};

/// The program is over; the mask becomes all ones, as it was when the program began.
struct End {
  friend bool operator==(const End&, const End&) = default;
};

struct Word {
  std::variant<Step, Search, Clear, Move, Loop, End> act = End{};
  bool ends_loop = false;  // not of Loop and End

  friend bool operator==(const Word&, const Word&) = default;
};

/// The rows that one base register names; base register i is that of region i.
struct Region {
  std::string name;  // "a", "b", "result", "flags", "scratch", "c"
  int rows = 0;

  friend bool operator==(const Region&, const Region&) = default;
};

/// It may read only rows it wrote or that belong to an operand, writes no operand, and expects regions not to overlap.
struct Program {
  std::string name;
  std::vector<Region> regions;
  std::vector<Word> words;         // the last one is End
  std::vector<std::string> notes;  // one a word: the quantities it works on, for the listing

  /// Rows of all regions: the peak, operands included.
  int rows() const;

  friend bool operator==(const Program&, const Program&) = default;
};

inline constexpr int base_registers = 8;
inline constexpr int search_rows_max = 64;
inline constexpr int clear_rows_max = 512;
inline constexpr int loop_count_max = 1024;
inline constexpr int move_distance_max = 15;

/// A word of the program store; its layout is the table in docs/contract.md. Throws std::invalid_argument for a field
/// out of range.
std::uint64_t encode(const Word& word);
/// Throws std::invalid_argument for a pattern that encode() never gives.
Word decode(std::uint64_t bits);

}  // namespace spintile::spec::sot
