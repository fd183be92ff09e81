// The driver of a Verilated float unit: programs in, operands in, run, results out, all over its buses.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "spec/interface.h"
#include "spec/sot_program.h"
#include "spec/variant.h"
#include "verif/float_unit_harness.h"

namespace spintile::verif {

/// Calls throw MismatchError when a response, a pin or a packet is not as docs/contract.md says, or the unit hangs.
class RtlFloatUnit {
 public:
  RtlFloatUnit(std::shared_ptr<const ModelLibrary> library, spec::Variant variant, const HarnessOptions& options = {});

  const spec::Variant& variant() const { return variant_; }

  /// Puts words into the program store from word `first` on; encoded by spec::sot::encode.
  void load_program(std::span<const std::uint64_t> words, int first = 0);
  void load_program(const spec::sot::Program& program, int first = 0);
  /// Row that each base register names, 0 .. R - 1.
  void set_bases(const std::array<int, spec::sot::base_registers>& bases);
  /// Cycles 0 .. 255. Of both the unit and the macro at its pins.
  void set_waits(const SotWaits& waits);

  /// Values of the lanes, L of them, `bits` (1 .. 64) each, into rows first_row .. first_row + bits - 1; bits above are
  /// ignored. Other rows stay.
  void write_lanes(int first_row, int bits, std::span<const std::uint64_t> values);
  /// The same way back: fills L values.
  void read_lanes(int first_row, int bits, std::span<std::uint64_t> values);

  /// Runs the program at word `first` to its end; `most_cycles` is when the unit counts as hanging. What STATUS says:
  /// Error::none, row_range or program; the error is cleared.
  spec::Error run(int first = 0, std::uint64_t most_cycles = std::uint64_t{1} << 32);
  /// The register CYCLES: clock cycles of the last run.
  std::uint32_t cycles_of_run();

  void write_register(std::uint32_t address, std::uint32_t value);
  std::uint32_t read_register(std::uint32_t address);

  /// Clock cycles since power-up.
  std::uint64_t cycle() const { return harness_.bus().cycle(); }
  FloatUnitHarness& harness() { return harness_; }

 private:
  BusHarness::Edge step();
  void start(spec::Command command, std::uint32_t operand = 0);
  void select_lanes(int first_row, int bits);
  void wait_for_end(std::uint64_t cycles);
  void send(const spec::SpaceLayout& layout, spec::Space space, std::span<const std::uint64_t> values);

  spec::Variant variant_;
  FloatUnitHarness harness_;
  std::vector<refmodel::Beat> received_;
  int program_first_ = 0;  // of the register PROGRAM
  int lanes_first_ = 0;    // of the register LANES
  int lanes_bits_ = 1;
};

}  // namespace spintile::verif
