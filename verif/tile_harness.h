// One Verilated tile in simulation: its buses (bus_harness.h), the analog side at its pins and, where its SOT array is
// behind pins, the macro there (sot_pins.h). Works cycle by cycle; what the cycles mean is for those above (rtl_port.h,
// scoreboard.h).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "spec/variant.h"
#include "verif/analog_boundary.h"
#include "verif/bus_harness.h"
#include "verif/converter_source.h"
#include "verif/pin_monitor.h"
#include "verif/tile_ports.h"

namespace spintile::verif {

class TileHarness {
 public:
  /// Powers the tile up and holds it in reset for a few cycles. The converters must outlive the harness.
  TileHarness(std::shared_ptr<const ModelLibrary> library, const spec::Variant& variant, ConverterSource& converters,
              const HarnessOptions& options = {});

  using Edge = BusHarness::Edge;
  /// One clock cycle. First the analog side sees the pins of this cycle, then the buses move at its end. Throws
  /// MismatchError when a pin to the analog side is not what the golden schedule says.
  Edge step() {
    begin_cycle();
    return bus_.step();
  }
  /// The same while the bus ends are idle, as BusHarness::tick().
  void tick() {
    begin_cycle();
    bus_.tick();
  }

  /// Number of the present cycle.
  std::uint64_t cycle() const { return bus_.cycle(); }
  bool interrupt() const { return bus_.interrupt(); }
  const TilePorts& ports() const { return ports_; }

  /// As BusHarness::set_reset.
  void set_reset(bool asserted) { bus_.set_reset(asserted); }
  /// Of the reads from now on, as the analog side takes them.
  void set_full_scale(AnalogBoundary::FullScale full_scale) { boundary_.set_full_scale(full_scale); }
  /// As AnalogBoundary::set_row_pulses.
  void set_row_pulses(bool row_pulses) { boundary_.set_row_pulses(row_pulses); }
  // The next step is cycle 1 of a command, or of its part; as those of PinMonitor, with HarnessOptions::check_pins.
  void expect_forward(std::span<const std::int32_t> codes, int samples, host::Array array = host::Array::weight) {
    set_full_scale(AnalogBoundary::FullScale::subarray);
    monitor_.value().expect_forward(codes, samples, array);
  }
  void expect_backward(std::span<const std::int32_t> codes, int samples, host::Array array) {
    set_full_scale(AnalogBoundary::FullScale::subarray);
    monitor_.value().expect_backward(codes, samples, array);
  }
  void expect_update(const refmodel::UpdateDrive& drive, int slots, host::Array array) {
    monitor_.value().expect_update(drive, slots, array);
  }
  void expect_outer_product(const refmodel::OpuDrive& drive, host::Array array) {
    set_row_pulses(false);
    monitor_.value().expect_outer_product(drive, array);
  }
  void expect_one_hot_read(int row, int samples) {
    set_full_scale(AnalogBoundary::FullScale::one_row);
    monitor_.value().expect_one_hot_read(row, samples);
  }
  void expect_read_of_row(std::span<const std::int32_t> drive, AnalogBoundary::FullScale full_scale,
                          host::Array array) {
    set_full_scale(full_scale);
    monitor_.value().expect_read_of_row(drive, array);
  }
  void expect_row_pulse(const refmodel::OpuDrive& drive, host::Array array) {
    set_row_pulses(true);
    monitor_.value().expect_row_pulse(drive, array);
  }
  void expect_transfer_pulses(const refmodel::UpdateDrive& drive, int slots, int read_cycles) {
    monitor_.value().expect_transfer_pulses(drive, slots, read_cycles);
  }
  /// A command that writes devices is over.
  void end_update() { boundary_.end_update(cycle()); }
  /// As AnalogBoundary::cut_update.
  void cut_update() { boundary_.cut_update(); }
  /// As AnalogBoundary::counts.
  std::span<const std::int32_t> counts(host::Direction direction) const { return boundary_.counts(direction); }

  /// None without a SOT array behind pins.
  std::optional<SotMacro>& macro() { return macro_; }

  BusHarness& bus() { return bus_; }
  const BusHarness& bus() const { return bus_; }
  RegisterWriter& writer() { return bus_.writer(); }
  RegisterReader& reader() { return bus_.reader(); }
  StreamSource& source() { return bus_.source(); }
  StreamSink& sink() { return bus_.sink(); }

 private:
  void begin_cycle();

  BusHarness bus_;
  TilePorts ports_;
  std::optional<PinMonitor> monitor_;
  AnalogBoundary boundary_;
  std::optional<SotMacro> macro_;
};

}  // namespace spintile::verif
