#include "refmodel/sot/sot_unit.h"

#include <algorithm>

#include "refmodel/sot/float_unit_packets.h"

namespace spintile::refmodel {

using spec::Space;

SotUnit::SotUnit(const spec::Variant& unit)
    : unit_(unit), array_(unit.sot.rows, unit.sot.lanes), store_(static_cast<std::size_t>(unit.sot.program_words)) {}

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
    array_.load(registers.lanes_first(), registers.lanes_bits(), values);
  }
  return spec::Error::none;
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
  const ProgramRun run =
      run_program(unit_, store_, registers.program_first(), bases, registers.waits(), array_, decoded_);
  registers.set_cycles(run.cycles);
  return run;
}

}  // namespace spintile::refmodel
