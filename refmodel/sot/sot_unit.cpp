#include "refmodel/sot/sot_unit.h"

#include <algorithm>

#include "refmodel/sot/float_unit_packets.h"

namespace spintile::refmodel {

using spec::Space;

SotUnit::SotUnit(const spec::Variant& unit, std::uint32_t seed)
    : unit_(unit), array_(unit.sot.rows, unit.sot.lanes), store_(static_cast<std::size_t>(unit.sot.program_words)) {
  if (unit.cells == spec::Cells{}) return;
  faults_.emplace(unit.cells, unit.sot.rows, unit.sot.lanes, seed);
  for (int row = 0; row < array_.rows(); ++row) {
    LaneBits cells = array_.row(row);
    faults_->load(row, cells, cells);
    array_.set_row(row, cells);
  }
}

spec::SpaceLayout SotUnit::packet(const SotRegisters& registers, Space space) const {
  return space == Space::program ? program_packet(registers.program_words())
                                 : lanes_packet(unit_, registers.lanes_bits());
}

spec::Error SotUnit::take_packet(const SotRegisters& registers, Space space, std::span<const Beat> beats) {
  const spec::SpaceLayout layout = packet(registers, space);
  if (beats.size() != static_cast<std::size_t>(layout.beats())) return spec::Error::packet_length;
  std::vector<std::uint64_t> values(static_cast<std::size_t>(layout.elements));
  unsigned_elements(layout, beats, values);
  if (space == Space::program) {
    std::copy(values.begin(), values.end(), store_.begin() + registers.program_first());
  } else {
    load(registers.lanes_first(), registers.lanes_bits(), values);
  }
  return spec::Error::none;
}

void SotUnit::load(int first_row, int bits, std::span<const std::uint64_t> words) {
  std::vector<LaneBits> before;
  for (int row = first_row; faults_ && row < first_row + bits; ++row) before.push_back(array_.row(row));
  array_.load(first_row, bits, words);
  for (std::size_t i = 0; i < before.size(); ++i) {
    const int row = first_row + static_cast<int>(i);
    faults_->load(row, array_.row(row), before[i]);
    array_.set_row(row, before[i]);
  }
}

std::vector<Beat> SotUnit::give_packet(const SotRegisters& registers, Space space) const {
  const spec::SpaceLayout layout = packet(registers, space);
  std::vector<std::uint64_t> values(static_cast<std::size_t>(layout.elements));
  if (space == Space::program) {
    std::copy_n(store_.begin() + registers.program_first(), values.size(), values.begin());
  } else {
    array_.unload(registers.lanes_first(), registers.lanes_bits(), values);
  }
  return encode_packet(layout, std::vector<std::int64_t>(values.begin(), values.end()));
}

ProgramRun SotUnit::run(SotRegisters& registers, const SotBases& bases) {
  const ProgramRun run = run_program(unit_, store_, registers.program_first(), bases, registers.waits(), array_,
                                     decoded_, faults_ ? &*faults_ : nullptr);
  registers.set_cycles(run.cycles);
  registers.set_failures(run.failures);
  return run;
}

}  // namespace spintile::refmodel
