// Registers of a tile with update pulses and a transfer, and the choppers behind some of them: docs/contract.md,
// "UPDATE and TRANSFER".
#pragma once

#include <cstdint>

#include "refmodel/periphery/chopper_bank.h"
#include "spec/interface.h"
#include "spec/variant.h"

namespace spintile::refmodel {

class TrainingRegisters {
 public:
  /// All as after a reset.
  explicit TrainingRegisters(const spec::Variant& variant);

  /// Whether the variant has a register of this kind there; it can be read and written.
  bool has(std::uint32_t address) const;
  /// Error::none, or illegal_value, and then nothing has changed.
  spec::Error write(std::uint32_t address, std::uint32_t value);
  std::uint32_t read(std::uint32_t address) const;

  int slots() const { return static_cast<int>(slots_); }
  int transfer_samples() const { return static_cast<int>(transfer_samples_); }
  bool is_warm() const { return choppers_.sweeps >= warm_up_; }

  /// Row and sweep of the next transfer, choppers, and the generator of their random flips.
  ChopperBank& choppers() { return choppers_; }
  const ChopperBank& choppers() const { return choppers_; }
  const ChopperMode& chopper_mode() const { return mode_; }

 private:
  spec::Variant variant_;
  std::uint32_t slots_;
  std::uint32_t transfer_samples_;
  std::uint32_t warm_up_ = 0;
  ChopperMode mode_;
  ChopperBank choppers_;
};

}  // namespace spintile::refmodel
