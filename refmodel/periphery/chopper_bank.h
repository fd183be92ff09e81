// Which row is transferred next, and the choppers of the rows: docs/contract.md, "Transfer", steps 7 and 8, and "UPDATE
// and TRANSFER".
#pragma once

#include <cstdint>
#include <vector>

namespace spintile::refmodel {

/// When a chopper flips at the end of its row's transfer; never (frozen) without either.
struct ChopperMode {
  bool regular = false;           // in the last sweep of every `period`
  bool random = false;            // with probability / 2^16
  std::uint32_t probability = 0;  // 0 .. 65535
  std::uint32_t period = 2;       // 1 or more

  friend bool operator==(const ChopperMode&, const ChopperMode&) = default;
};

/// All of it is state that a tile shows.
struct ChopperBank {
  explicit ChopperBank(int rows) : negative(static_cast<std::size_t>(rows)), fresh(negative.size()) {}

  /// Ends the transfer of row `row`: steps the generator, flips or not, goes to the next row. True: it flipped.
  bool advance(const ChopperMode& mode);

  std::vector<std::uint8_t> negative;  // 1: c = -1
  std::vector<std::uint8_t> fresh;     // 1: it flipped at the row's last transfer
  std::uint32_t row = 0;               // of the next transfer
  std::uint32_t sweeps = 0;            // that are over; stops at the largest
  std::uint32_t phase = 0;             // the sweep at hand, within its period
  std::uint32_t generator = 1;         // not 0

  friend bool operator==(const ChopperBank&, const ChopperBank&) = default;
};

}  // namespace spintile::refmodel
