// Words of a program carried out row by row, as their accesses follow each other at the pins: what an array takes whose
// cells fail, or whose writes are verified (docs/contract.md, "Verified writes"). Others take SotArray::execute().
#pragma once

#include <cstdint>
#include <span>

#include "refmodel/sot/cell_faults.h"
#include "refmodel/sot/placed_program.h"
#include "refmodel/sot/sot_array.h"
#include "refmodel/sot/sot_counts.h"

namespace spintile::refmodel {

/// What the verified writes of a word took.
struct VerifiedWrites {
  std::uint64_t reads = 0;
  std::uint64_t stores = 0;
  std::uint64_t failures = 0;  // rows that still differed after the last store
};

class RowAccesses {
 public:
  /// `faults`: may be none. `rewrites`: most stores of a row; 0: writes are not verified.
  RowAccesses(SotArray& array, CellFaults* faults, XorWrite xor_write, int rewrites)
      : array_(array), faults_(faults), xor_write_(xor_write), rewrites_(rewrites) {}

  /// Rows are not checked.
  VerifiedWrites execute(const PlacedWord& word);

 private:
  void execute(const PlacedStep& step);
  void execute(const PlacedSearch& search);
  void execute(const PlacedClear& clear);
  void execute(const PlacedMove& move);
  LaneBits read(int row);
  /// What programs write: `bits` into the row in these lanes.
  void store(int row, std::span<const std::uint64_t> bits, std::span<const std::uint64_t> lanes);
  void write(int row, spec::sot::Write operation, const LaneBits& latch, const LaneBits& lanes);
  void write_verified(int row, spec::sot::Write operation, const LaneBits& latch, const LaneBits& lanes);
  LaneBits lanes_written(bool unmasked) const;
  void update_mask(spec::sot::Mask mask);

  SotArray& array_;
  CellFaults* faults_;
  XorWrite xor_write_;
  int rewrites_;
  VerifiedWrites writes_;
};

}  // namespace spintile::refmodel
