// Registers of PROGRAM and CARRY, and what these last came to: docs/contract.md, "PROGRAM, CARRY and CALIBRATE".
#pragma once

#include <cstdint>

#include "spec/interface.h"
#include "spec/variant.h"

namespace spintile::refmodel {

class RowRegisters {
 public:
  /// All as after a reset.
  explicit RowRegisters(const spec::Variant& variant);

  /// Whether the variant has a register of this kind there; all can be read.
  bool has(std::uint32_t address) const;
  bool writable(std::uint32_t address) const;
  /// Of a writable one. Error::none, or illegal_value, and then nothing has changed.
  spec::Error write(std::uint32_t address, std::uint32_t value);
  std::uint32_t read(std::uint32_t address) const;

  int row() const { return static_cast<int>(row_); }
  /// In codes, 0 .. F.
  std::int32_t tolerance() const { return static_cast<std::int32_t>(tolerance_); }
  /// Most pulses of a PROGRAM, and the slots of each.
  int attempts() const { return static_cast<int>(attempts_); }
  int program_slots() const { return static_cast<int>(program_slots_); }
  /// Least magnitude of a code that carries.
  std::int32_t carry_threshold() const { return static_cast<std::int32_t>(carry_threshold_); }
  struct Pulse {
    int slots = 1;
    std::int32_t voltage = 1;  // code
  };
  Pulse carry_fast() const { return pulse(carry_fast_); }
  Pulse carry_weight() const { return pulse(carry_weight_); }

  void set_failures(int columns, int pulses);
  void set_carries(int columns) { carries_ = static_cast<std::uint32_t>(columns); }

 private:
  static Pulse pulse(std::uint32_t word);
  bool is_pulse(std::uint32_t word) const;

  spec::Variant variant_;
  std::uint32_t row_ = 0;
  std::uint32_t tolerance_ = 0;
  std::uint32_t attempts_ = 16;
  std::uint32_t program_slots_ = 1;
  std::uint32_t failures_ = 0;
  std::uint32_t carry_threshold_;
  std::uint32_t carry_fast_ = 0x0101;
  std::uint32_t carry_weight_ = 0x0101;
  std::uint32_t carries_ = 0;
};

}  // namespace spintile::refmodel
