// One Verilated tile in simulation: its buses (bus_harness.h), the analog side at its pins and, where its SOT array is
// behind pins, the macro there (sot_pins.h). Works cycle by cycle; what the cycles mean is for those above (rtl_tile.h,
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
  Edge step();

  /// Number of the present cycle.
  std::uint64_t cycle() const { return bus_.cycle(); }
  bool interrupt() const { return bus_.interrupt(); }
  const TilePorts& ports() const { return ports_; }

  /// As BusHarness::set_reset.
  void set_reset(bool asserted) { bus_.set_reset(asserted); }
  // The next step is cycle 1 of a command, or of its part; as those of PinMonitor.
  void expect_forward(std::span<const std::int32_t> codes, int samples, host::Array array = host::Array::weight) {
    boundary_.set_full_scale(AnalogBoundary::FullScale::subarray);
    monitor_.expect_forward(codes, samples, array);
  }
  void expect_backward(std::span<const std::int32_t> codes, int samples, host::Array array) {
    boundary_.set_full_scale(AnalogBoundary::FullScale::subarray);
    monitor_.expect_backward(codes, samples, array);
  }
  void expect_update(const refmodel::UpdateDrive& drive, int slots, host::Array array) {
    monitor_.expect_update(drive, slots, array);
  }
  void expect_one_hot_read(int row, int samples) {
    boundary_.set_full_scale(AnalogBoundary::FullScale::one_row);
    monitor_.expect_one_hot_read(row, samples);
  }
  void expect_transfer_pulses(const refmodel::UpdateDrive& drive, int slots, int read_cycles) {
    monitor_.expect_transfer_pulses(drive, slots, read_cycles);
  }
  /// An UPDATE or a TRANSFER is over.
  void end_update() { boundary_.end_update(); }

  /// None without a SOT array behind pins.
  std::optional<SotMacro>& macro() { return macro_; }

  BusHarness& bus() { return bus_; }
  const BusHarness& bus() const { return bus_; }
  RegisterWriter& writer() { return bus_.writer(); }
  RegisterReader& reader() { return bus_.reader(); }
  StreamSource& source() { return bus_.source(); }
  StreamSink& sink() { return bus_.sink(); }

 private:
  BusHarness bus_;
  TilePorts ports_;
  PinMonitor monitor_;
  AnalogBoundary boundary_;
  std::optional<SotMacro> macro_;
};

}  // namespace spintile::verif
