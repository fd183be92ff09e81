// The registers of a SOT array and its sequencer: PROGRAM, LANES, WAIT, BASE0 - 7, CYCLES, FAILURES. docs/contract.md,
// "Float unit".
#pragma once

#include <cstdint>

#include "refmodel/sot/placed_program.h"
#include "refmodel/sot/sot_sequencer.h"
#include "spec/derive.h"
#include "spec/interface.h"
#include "spec/variant.h"

namespace spintile::refmodel {

class SotRegisters {
 public:
  /// Of a float unit (spec::float_unit_of of a tile); addresses are a float unit's. All as after a reset.
  explicit SotRegisters(const spec::Variant& unit) : sot_(unit.sot), verifies_writes_(spec::verifies_writes(unit)) {}

  bool readable(std::uint32_t address) const;
  static bool writable(std::uint32_t address);
  /// Of a writable address: Error::none, or illegal_value, and then nothing has changed.
  spec::Error write(std::uint32_t address, std::uint32_t value);
  /// Of a readable address.
  std::uint32_t read(std::uint32_t address) const;

  int program_first() const { return program_first_; }
  int program_words() const { return program_words_; }
  int lanes_first() const { return lanes_first_; }
  int lanes_bits() const { return lanes_bits_; }
  const AccessWaits& waits() const { return waits_; }
  const SotBases& bases() const { return bases_; }
  /// CYCLES stops at the largest.
  void set_cycles(std::uint64_t cycles);
  /// FAILURES too.
  void set_failures(std::uint64_t failures);

 private:
  spec::Sot sot_;
  int program_first_ = 0;
  int program_words_ = 0;
  int lanes_first_ = 0;
  int lanes_bits_ = 1;
  AccessWaits waits_;
  SotBases bases_{};
  std::uint32_t cycles_ = 0;
  std::uint32_t failures_ = 0;
  bool verifies_writes_;
};

}  // namespace spintile::refmodel
