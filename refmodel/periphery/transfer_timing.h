// How long the parts of a TRANSFER take: docs/contract.md, "UPDATE and TRANSFER".
#pragma once

#include <cstdint>

#include "refmodel/sot/sot_sequencer.h"
#include "spec/variant.h"

namespace spintile::refmodel {

/// Cycles, none of them of an interface that stalls.
struct TransferTiming {
  std::uint64_t read = 0;     // one-hot, with the combine cycle
  std::uint64_t store = 0;    // codes, chopper and fresh
  std::uint64_t program = 0;  // as CYCLES shows it
  std::uint64_t pulses = 0;   // 0 without any
  std::uint64_t end = 0;      // chopper and counters; none after an error

  std::uint64_t before_pulses() const { return read + store + program; }
  std::uint64_t total() const { return before_pulses() + pulses + end; }
};

/// Cycles of an access of one row of the SOT array of a tile.
std::uint64_t sot_read_cycles(const spec::Variant& tile, const AccessWaits& waits);
std::uint64_t sot_write_cycles(const spec::Variant& tile, const AccessWaits& waits);

TransferTiming transfer_timing(const spec::Variant& tile, int samples, const AccessWaits& waits,
                               const ProgramRun& program, bool with_pulses);

}  // namespace spintile::refmodel
