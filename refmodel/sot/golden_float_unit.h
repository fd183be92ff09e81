// The whole float unit at the level of bus transactions: what registers, program store and array must hold after any
// sequence of them. docs/contract.md, "Float unit".
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "refmodel/periphery/command_frontend.h"
#include "refmodel/periphery/command_status.h"
#include "refmodel/periphery/packet.h"
#include "refmodel/sot/sot_array.h"
#include "refmodel/sot/sot_registers.h"
#include "refmodel/sot/sot_sequencer.h"
#include "refmodel/sot/sot_unit.h"
#include "spec/interface.h"
#include "spec/variant.h"

namespace spintile::refmodel {

class GoldenFloatUnit {
 public:
  /// Store and array begin with zeros; what they hold at power-up is not defined. `seed`: of the
  /// faults of the cells.
  explicit GoldenFloatUnit(spec::Variant variant, std::uint32_t seed = 1);

  /// False: SLVERR. strobes: one bit a byte, 4 bits.
  bool write_register(std::uint32_t address, std::uint32_t value, unsigned strobes = 0xF);
  ReadResult read_register(std::uint32_t address) const;

  std::optional<spec::Command> running() const { return status_.running(); }
  bool busy() const { return running().has_value(); }
  /// Of the running READ or WRITE.
  spec::Space space() const { return space_; }
  bool interrupt() const { return status_.interrupt(); }
  /// The code that STATUS holds.
  spec::Error error() const { return status_.error(); }

  /// What a packet of the space covers at present.
  spec::SpaceLayout packet(spec::Space space) const { return unit_.packet(registers_, space); }
  /// Ends a running WRITE. `beats`: all up to and including the one with tlast. With the wrong number of beats the
  /// space stays as it is, though the contract leaves open what the covered words or rows then hold.
  void take_packet(std::span<const Beat> beats);
  /// Ends a running READ.
  std::vector<Beat> give_packet();
  /// Ends a running SOT.
  ProgramRun run();

  /// Registers as after power-up; store and array stay.
  void reset();

  const spec::Variant& variant() const { return variant_; }
  SotArray& array() { return unit_.array(); }
  std::span<std::uint64_t> program_store() { return unit_.program_store(); }
  const std::optional<CellFaults>& cell_faults() const { return unit_.cell_faults(); }
  int program_first() const { return registers_.program_first(); }
  const SotBases& bases() const { return registers_.bases(); }
  const AccessWaits& waits() const { return registers_.waits(); }

 private:
  spec::Error write_checked(std::uint32_t address, std::uint32_t value, unsigned strobes);
  spec::Error start(std::uint32_t value);

  spec::Variant variant_;
  std::uint32_t hash_;
  CommandStatus status_;
  spec::Space space_ = spec::Space::program;
  SotRegisters registers_;
  SotUnit unit_;
};

}  // namespace spintile::refmodel
