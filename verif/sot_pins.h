// The SOT-MRAM macro behind the pins of a float unit, in behaviour, and the judge of what the pins do:
// docs/contract.md, "Pins of the array".
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "refmodel/sot/cell_faults.h"
#include "verif/verilated_model.h"

namespace spintile::verif {

struct SotPorts {
  PinPort read, write, dual, search, pair, clear;
  StrobePort op;
  Port raddr, rdata, waddr0, waddr1, wdata, wmask, count, key, match;
};

/// Throws std::out_of_range naming the first port the model does not have.
SotPorts bind_sot_ports(const VerilatedModel& model);

/// Cycles that an access takes beyond the first; the register WAIT.
struct SotWaits {
  int read = 0;
  int write = 0;  // clears too
  int search = 0;

  friend bool operator==(const SotWaits&, const SotWaits&) = default;
};

/// Accesses since the macro was made.
struct SotAccesses {
  std::uint64_t reads = 0;
  std::uint64_t writes = 0;  // one into two rows is one
  std::uint64_t rows_written = 0;
  std::uint64_t searches = 0;
  std::uint64_t clears = 0;

  friend bool operator==(const SotAccesses&, const SotAccesses&) = default;
};

class SotMacro {
 public:
  /// All cells 0. `rmw`: the pins never ask for XOR.
  SotMacro(const SotPorts& ports, int rows, int lanes, bool rmw);

  /// Once a cycle, before its end: looks at the strobes of the cycle and answers. Throws MismatchError naming the pin
  /// when an access is not as the contract says: strobes together or before the end of an access, pins that change
  /// within one, a row the array does not have, one row twice, XOR with rmw, another operation than
  /// STORE where writes are verified, a count out of range.
  void cycle(std::uint64_t now) {
    if (left_ == 0 && !strobe_seen()) {
      if (distract_) scramble_answers();
      return;
    }
    access(now);
  }
  /// An access begun is given up, as a reset does.
  void abandon() { left_ = 0; }

  void set_waits(const SotWaits& waits) { waits_ = waits; }
  /// While no answer is due, rdata and match change with every cycle: who samples early or late gets them wrong.
  void set_distraction(bool on) { distract_ = on; }
  /// From now on the pins may ask for no operation but STORE, as verified writes do.
  void expect_stores() { stores_alone_ = true; }
  /// From now on its cells are as bad as those: the same draws, the same wear. Cells that are stuck are so at once.
  void set_faults(const refmodel::CellFaults& faults);
  /// Accesses of a program err and wear, others (the beginning) meet stuck and worn cells alone.
  void set_program_runs(bool runs) { program_runs_ = runs; }
  /// From now on every read answers 0, as if the pins were cut.
  void cut_answers() { cut_ = true; }

  int rows() const { return rows_; }
  int lanes() const { return lanes_; }
  /// Lane i is bit i % 64 of word i / 64; the bits past the last lane stay 0.
  std::span<std::uint64_t> row(int row) { return {row_data(row), words_}; }
  const SotAccesses& accesses() const { return accesses_; }
  bool idle() const { return left_ == 0; }

 private:
  enum class Kind { read, write, search, clear };
  /// What must stay as it is during an access.
  struct Request {
    Kind kind = Kind::read;
    int first = 0;
    int second = 0;
    int count = 0;
    unsigned op = 0;
    std::uint64_t key = 0;
    bool dual = false;
    bool pair = false;
    friend bool operator==(const Request&, const Request&) = default;
  };

  bool strobe_seen() const {
    return ports_.read.get() || ports_.write.get() || ports_.search.get() || ports_.clear.get();
  }
  void access(std::uint64_t now);
  Request requested(Kind kind) const;
  void check(const Request& request, std::uint64_t now) const;
  void check_rows(const char* pin, int first, int count, std::uint64_t now) const;
  void check_stable(std::uint64_t now);
  void perform();
  void write_row(int row);
  /// The cells of a row, as a read finds them.
  std::span<const std::uint64_t> seen(int row);
  /// The row becomes what `change` makes of its cells, as far as they let it.
  template <class Change>
  void change_row(int row, Change change);
  void clear_rows();
  void search_rows();
  void scramble_answers();
  std::uint64_t* row_data(int row) { return cells_.data() + static_cast<std::size_t>(row) * words_; }

  SotPorts ports_;
  int rows_;
  int lanes_;
  bool rmw_;
  std::size_t words_;
  std::vector<std::uint64_t> cells_;
  std::vector<std::uint64_t> all_lanes_;
  std::vector<std::uint64_t> data_;  // wdata of the access
  std::vector<std::uint64_t> mask_;  // wmask of the access
  std::vector<std::uint64_t> answer_;
  std::vector<std::uint64_t> scratch_;  // a row as it is seen, or as it is wanted
  std::optional<refmodel::CellFaults> faults_;
  SotWaits waits_;
  SotAccesses accesses_;
  Request request_;
  int left_ = 0;  // cycles of the running access after the present one
  bool distract_ = false;
  bool cut_ = false;
  bool stores_alone_ = false;
  bool program_runs_ = false;
  std::uint64_t noise_ = 1;
};

}  // namespace spintile::verif
