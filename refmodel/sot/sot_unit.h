// SOT array and program store: what a float unit and a tile with a transfer have in common beside their registers.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "refmodel/periphery/packet.h"
#include "refmodel/sot/cell_faults.h"
#include "refmodel/sot/sot_array.h"
#include "refmodel/sot/sot_registers.h"
#include "refmodel/sot/sot_sequencer.h"
#include "spec/interface.h"
#include "spec/variant.h"

namespace spintile::refmodel {

/// The state spaces `program` and `lanes` are its own. No reset changes it.
class SotUnit {
 public:
  /// Of a float unit (spec::float_unit_of of a tile). Store and array begin with zeros; what they hold at power-up is
  /// not defined. `seed`: of the faults of its cells.
  explicit SotUnit(const spec::Variant& unit, std::uint32_t seed = 1);

  static bool owns(spec::Space space) { return space == spec::Space::program || space == spec::Space::lanes; }
  /// What a packet of such a space covers.
  spec::SpaceLayout packet(const SotRegisters& registers, spec::Space space) const;
  /// `beats`: all up to and including the one with tlast. With the wrong number of beats (Error::packet_length) the
  /// space stays as it is, though the contract leaves open what the covered words or rows then hold.
  spec::Error take_packet(const SotRegisters& registers, spec::Space space, std::span<const Beat> beats);
  std::vector<Beat> give_packet(const SotRegisters& registers, spec::Space space) const;
  /// Runs the program at PROGRAM.first, with these bases, and sets CYCLES and
  /// FAILURES.
  ProgramRun run(SotRegisters& registers, const SotBases& bases);

  SotArray& array() { return array_; }
  const SotArray& array() const { return array_; }
  std::span<std::uint64_t> program_store() { return store_; }
  /// None where all cells are good.
  const std::optional<CellFaults>& cell_faults() const { return faults_; }

 private:
  void load(int first_row, int bits, std::span<const std::uint64_t> words);

  spec::Variant unit_;
  SotArray array_;
  std::vector<std::uint64_t> store_;
  DecodedWords decoded_;
  std::optional<CellFaults> faults_;
};

}  // namespace spintile::refmodel
