#include "refmodel/periphery/transfer_timing.h"

#include "spec/derive.h"

namespace spintile::refmodel {
namespace {

// The memory inside answers in the cycle after the one that asks.
std::uint64_t access_cycles(const spec::Variant& tile, int wait) {
  return tile.sot.array == spec::SotArray::memory ? 2 : 1 + static_cast<std::uint64_t>(wait);
}

}  // namespace

std::uint64_t sot_read_cycles(const spec::Variant& tile, const AccessWaits& waits) {
  return access_cycles(tile, waits.read);
}

std::uint64_t sot_write_cycles(const spec::Variant& tile, const AccessWaits& waits) {
  return access_cycles(tile, waits.write);
}

TransferTiming transfer_timing(const spec::Variant& tile, int samples, const AccessWaits& waits,
                               const ProgramRun& program, bool with_pulses) {
  const auto phases = static_cast<std::uint64_t>(tile.readout.column_mux);
  const auto stored_rows = static_cast<std::uint64_t>(spec::transfer_code_bits(tile)) + 2;
  const auto slots = static_cast<std::uint64_t>(tile.transfer.pulses);
  const auto pulse = 1 + static_cast<std::uint64_t>(tile.update.pulse_cycles);
  const std::uint64_t read = sot_read_cycles(tile, waits);
  TransferTiming timing;
  timing.read = phases * static_cast<std::uint64_t>(spec::phase_cycles(tile, samples)) + 1;
  timing.store = 1 + stored_rows * sot_write_cycles(tile, waits);
  timing.program = program.cycles;
  if (program.error != spec::Error::none) return timing;
  if (with_pulses) timing.pulses = 1 + read + slots * (2 + read + pulse);
  timing.end = 1;
  return timing;
}

}  // namespace spintile::refmodel
