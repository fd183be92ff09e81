// Collects what the drivers do in an outer product, and judges that it was one. docs/contract.md, "Outer product".
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "refmodel/analog/opu_drive.h"
#include "spec/variant.h"
#include "verif/line_drivers.h"
#include "verif/tile_ports.h"

namespace spintile::verif {

class OuterProductPins {
 public:
  /// Of a variant with outer products.
  OuterProductPins(const spec::Variant& variant, const AnalogPorts& ports);

  /// Once a cycle.
  void observe();
  /// The last slot of the second phase has been: a pulse of a row is over. One that a reset cuts short never is.
  bool row_pulse_is_over() const { return any_ && last_phase_ == 1 && phase_slots_ == slots_; }
  /// There were slots since the last take().
  bool any() const { return any_; }
  /// What they did, and forgets them. MismatchError with `cycle` unless every cell was written in at most one phase, at
  /// one voltage, and saw at most a third of it in all other slots: a line is active in the phases of its own sign
  /// alone, a row in the same slots and a column at the same voltage in both of them.
  refmodel::OpuDrive take(std::uint64_t cycle);
  /// The same of a pulse of a row, which has the phases of positive rows alone; one row is active.
  refmodel::OpuDrive take_row_pulse(std::uint64_t cycle);
  /// A reset cut it short: nothing has been.
  void forget();

 private:
  static constexpr std::size_t phases = 4;

  void collect(std::size_t phase);

  StrobePort phase_;
  PinPort update_en_;
  LineDrivers rows_, columns_;
  bool any_ = false;
  std::size_t last_phase_ = 0;
  int slots_;                                                      // of a whole phase
  int phase_slots_ = 0;                                            // of last_phase_ so far
  std::array<std::vector<std::int32_t>, phases> counts_;           // signed active slots of the rows, by phase
  std::array<std::vector<std::int32_t>, phases> voltages_;         // signed voltage codes of the columns, by phase
  std::array<std::vector<std::uint64_t>, phases> signs_, levels_;  // that the columns show in it; empty before
  bool steady_ = true;                                             // they showed nothing else
  bool of_one_sign_ = true;                                        // active lines had the sign of their phase
};

}  // namespace spintile::verif
