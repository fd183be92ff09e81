// The judge of the float unit's co-simulation: runs the Verilated unit and its golden model side by side and compares
// all that the unit shows: responses, register values, packets, interrupt, the accesses at the pins and, where the
// array is behind them, every cell. What to do is up to the caller (float_unit_stimulus.h).
//
// When a packet is done inside the unit is not a promise of the contract; interrupt_o tells. With an error held that
// pin is high anyway, and the end is `hidden` until a read of STATUS shows it: until then the caller writes no
// register.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "refmodel/sot/golden_float_unit.h"
#include "verif/float_unit_harness.h"

namespace spintile::verif {

class FloatUnitScoreboard {
 public:
  FloatUnitScoreboard(std::shared_ptr<const ModelLibrary> library, const spec::Variant& variant,
                      const HarnessOptions& options);

  /// One clock cycle. Throws MismatchError at the first difference.
  void step();
  /// Holds the unit in reset for `cycles` >= 1 cycles, whatever it was doing.
  void reset(int cycles);

  FloatUnitHarness& harness() { return harness_; }
  refmodel::GoldenFloatUnit& golden() { return golden_; }
  std::uint64_t cycle() const { return harness_.bus().cycle(); }
  /// A command runs and interrupt_o cannot show its end.
  bool end_is_hidden() const { return golden_.busy() && golden_.interrupt(); }
  /// Cycles that the running SOT takes.
  std::uint64_t program_cycles() const { return program_cycles_; }

 private:
  /// The macro's cells become as bad as the golden model's; one that was cut short in a program has drawn ahead.
  void adopt_faults();
  void begin_cycle();
  void check_responses() const;
  void check_streams();
  void read_answered();
  void read_taken(std::uint32_t address);
  void write_taken(const WriteRequest& request);
  void command_taken();
  void finish_command();
  void finish_program();
  template <class Value>
  void compare(const char* signal, Value expected, Value got) const;

  refmodel::GoldenFloatUnit golden_;
  FloatUnitHarness harness_;
  BusPorts ports_;
  std::optional<bool> write_response_;  // the one that is due
  std::optional<refmodel::ReadResult> read_response_;
  std::uint32_t read_ignores_ = 0;  // bits of it that nobody can know
  std::uint32_t read_address_ = 0;
  std::vector<refmodel::Beat> incoming_;  // beats taken by the running command
  std::vector<refmodel::Beat> outgoing_;  // all beats of the running READ
  std::size_t given_ = 0;                 // how many of them are out
  bool beat_waits_ = false;               // one was shown and not taken: it must stay
  std::uint64_t first_cycle_ = 0;         // cycle 1 of the running command
  std::uint64_t program_cycles_ = 0;
  SotAccesses accesses_;  // at the pins, before the running command
};

}  // namespace spintile::verif
