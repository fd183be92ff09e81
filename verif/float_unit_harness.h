// One Verilated float unit in simulation: its buses (bus_harness.h) and, where the array is behind pins, the macro
// there (sot_pins.h). Works cycle by cycle; what the cycles mean is for those above (rtl_float_unit.h,
// float_scoreboard.h).
#pragma once

#include <memory>
#include <optional>

#include "spec/variant.h"
#include "verif/bus_harness.h"
#include "verif/sot_pins.h"

namespace spintile::verif {

class FloatUnitHarness {
 public:
  /// Powers the unit up and holds it in reset for a few cycles.
  FloatUnitHarness(std::shared_ptr<const ModelLibrary> library, const spec::Variant& variant,
                   const HarnessOptions& options = {});

  /// One clock cycle. Throws MismatchError when a pin to the array is not as the contract says.
  BusHarness::Edge step();
  /// Runs until interrupt_o is high, `cycles` at most, with the bus ends still: they must be idle. True if it is.
  bool run(std::uint64_t cycles);

  BusHarness& bus() { return bus_; }
  const BusHarness& bus() const { return bus_; }
  /// None with `sot.array: memory`.
  std::optional<SotMacro>& macro() { return macro_; }

 private:
  BusHarness bus_;
  std::optional<SotMacro> macro_;
};

}  // namespace spintile::verif
