// What goes wrong in the cells of a SOT array: docs/contract.md, "Faults of the array". It stands beside the array and
// is asked at each access; an array without it costs nothing.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/philox.h"
#include "spec/variant.h"

namespace spintile::refmodel {

class CellFaults {
 public:
  /// Which cells are stuck is drawn now.
  CellFaults(const spec::Cells& cells, int rows, int lanes, std::uint32_t seed);

  /// A program reads or searches a row: `bits`, its cells, become what is seen of them.
  void read(std::span<std::uint64_t> bits);
  /// A program writes a row: `cells` become `wanted` where nothing is in the way. The row wears.
  void write(int row, std::span<const std::uint64_t> wanted, std::span<std::uint64_t> cells);
  /// The same by a packet, or at power-up: nothing errs, nothing wears. `wanted` may be `cells`.
  void load(int row, std::span<const std::uint64_t> wanted, std::span<std::uint64_t> cells) const;

  /// Rows that programs have read, searched or written.
  std::uint64_t accesses() const { return accesses_; }
  /// Writes by programs, of each row.
  std::span<const std::int64_t> wear() const { return wear_; }

 private:
  struct Stuck {
    std::vector<std::uint64_t> at_0;
    std::vector<std::uint64_t> at_1;
  };

  bool worn(int row) const;
  /// Those of the `lanes` of word `word` for which a draw of this access is below the limit.
  std::uint64_t errors(std::size_t word, std::uint64_t lanes, std::uint64_t limit) const;
  /// Lanes of word `word` that the array has.
  std::uint64_t lanes_of(std::size_t word) const;

  host::PhiloxKey key_;
  int lanes_;
  std::uint64_t read_error_;  // limits of draws of 32 bits
  std::uint64_t write_error_;
  std::int64_t endurance_;
  std::vector<Stuck> stuck_;  // by row; none where no cell can be
  std::vector<std::int64_t> wear_;
  std::uint64_t accesses_ = 0;
};

}  // namespace spintile::refmodel
