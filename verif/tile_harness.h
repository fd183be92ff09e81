// One Verilated tile in simulation: clock, reset, the far ends of its buses, and the analog side at its pins. Works
// cycle by cycle; what the cycles mean is for those above (rtl_tile.h, scoreboard.h).
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "spec/variant.h"
#include "verif/analog_boundary.h"
#include "verif/bus_drivers.h"
#include "verif/converter_source.h"
#include "verif/pin_monitor.h"
#include "verif/port_recorder.h"
#include "verif/tile_ports.h"
#include "verif/verilated_model.h"

namespace spintile::verif {

struct HarnessOptions {
  std::optional<std::uint32_t> random_state;  // seed of the values all state starts from; none: 0
  std::filesystem::path wave;                 // FST file, for models built with ModelOptions::trace; empty: none
  PortRecorder* recorder = nullptr;           // outlives the harness
  std::vector<std::pair<std::string, std::uint64_t>> held_inputs =
      {};  // inputs beyond those of a tile, and their values
};

class TileHarness {
 public:
  /// Powers the tile up and holds it in reset for a few cycles. The converters must outlive the harness.
  TileHarness(std::shared_ptr<const ModelLibrary> library, const spec::Variant& variant, ConverterSource& converters,
              const HarnessOptions& options = {});

  /// What moved on the buses at a clock edge.
  struct Edge {
    bool write_taken = false;  // of writer().request()
    bool read_taken = false;   // of reader().address()
    std::optional<refmodel::Beat> beat_in;
    std::optional<refmodel::Beat> beat_out;
  };
  /// One clock cycle. First the analog side sees the pins of this cycle, then the buses move at its end. Throws
  /// MismatchError when a pin to the analog side is not what the golden schedule says.
  Edge step();

  /// Number of the present cycle.
  std::uint64_t cycle() const { return cycle_; }
  bool interrupt() const { return ports_.interrupt.get(); }
  const TilePorts& ports() const { return ports_; }

  /// The next step asserts the reset (and drops whatever the bus ends were doing) or releases it, in the middle of its
  /// cycle.
  void set_reset(bool asserted) { reset_wanted_ = asserted; }
  /// The next step is cycle 1 of a FORWARD; as PinMonitor::expect_forward.
  void expect_forward(std::span<const std::int32_t> codes, int samples, host::Array array = host::Array::weight) {
    monitor_.expect_forward(codes, samples, array);
  }

  RegisterWriter& writer() { return writer_; }
  RegisterReader& reader() { return reader_; }
  StreamSource& source() { return source_; }
  StreamSink& sink() { return sink_; }

 private:
  void half_cycle(bool clock);
  void apply_reset();

  VerilatedModel model_;
  TilePorts ports_;
  PinMonitor monitor_;
  AnalogBoundary boundary_;
  RegisterWriter writer_;
  RegisterReader reader_;
  StreamSource source_;
  StreamSink sink_;
  PortRecorder* recorder_;
  bool traced_;
  bool in_reset_ = true;
  bool reset_wanted_ = true;
  std::uint64_t cycle_ = 0;
  std::uint64_t time_ = 0;
};

}  // namespace spintile::verif
