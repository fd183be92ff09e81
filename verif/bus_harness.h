// One Verilated unit in simulation: clock, reset and the far ends of its buses. Works cycle by cycle; what is at its
// other pins is for those above (tile_harness.h, float_unit_harness.h).
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "verif/bus_drivers.h"
#include "verif/bus_protocol.h"
#include "verif/port_recorder.h"
#include "verif/verilated_model.h"

namespace spintile::verif {

struct HarnessOptions {
  std::optional<std::uint32_t> random_state;  // seed of the values all state starts from; none: 0
  std::filesystem::path wave;                 // FST file, for models built with ModelOptions::trace; empty: none
  PortRecorder* recorder = nullptr;           // outlives the harness
  bool check_pins = true;                     // of a tile: those to the analog side, against the golden schedule
  std::vector<std::pair<std::string, std::uint64_t>> held_inputs =
      {};  // inputs beyond those of the unit, and their values
};

class BusHarness {
 public:
  /// Powers the unit up, in reset, and runs the first cycle.
  BusHarness(std::shared_ptr<const ModelLibrary> library, const HarnessOptions& options);

  /// What moved on the buses at a clock edge.
  struct Edge {
    bool write_taken = false;  // of writer().request()
    bool read_taken = false;   // of reader().address()
    std::optional<refmodel::Beat> beat_in;
    std::optional<refmodel::Beat> beat_out;
  };
  /// One clock cycle: the bus ends drive, the unit settles, what moves moves at the end. Throws MismatchError where
  /// either end breaks a rule of the buses (bus_protocol.h).
  Edge step();
  /// One clock cycle in which the bus ends stand still. The last step() must have left them idle.
  void tick() {
    half_cycle(false);
    if (recorder_ != nullptr) recorder_->record();
    half_cycle(true);
    ++cycle_;
  }

  /// From the next half cycle on; as HarnessOptions::wave, which is there from the first.
  void open_wave(const std::filesystem::path& file) {
    model_.open_wave(file);
    traced_ = true;
  }

  /// Number of the present cycle.
  std::uint64_t cycle() const { return cycle_; }
  bool interrupt() const { return ports_.interrupt.get(); }
  const VerilatedModel& model() const { return model_; }
  const BusPorts& ports() const { return ports_; }

  /// The next step asserts the reset (and drops whatever the bus ends were doing) or releases it, in the middle of its
  /// cycle.
  void set_reset(bool asserted) { reset_wanted_ = asserted; }
  bool reset_wanted() const { return reset_wanted_; }

  RegisterWriter& writer() { return writer_; }
  RegisterReader& reader() { return reader_; }
  StreamSource& source() { return source_; }
  StreamSink& sink() { return sink_; }
  const BusProtocol& protocol() const { return protocol_; }

 private:
  void half_cycle(bool clock) {
    ports_.clock.set(clock);
    model_.eval();
    if (traced_) model_.dump_wave(time_++);  // cycle k begins at time 2 k
  }
  void apply_reset();

  VerilatedModel model_;
  BusPorts ports_;
  RegisterWriter writer_;
  RegisterReader reader_;
  StreamSource source_;
  StreamSink sink_;
  BusProtocol protocol_;
  PortRecorder* recorder_;
  bool traced_ = false;
  bool in_reset_ = true;
  bool reset_wanted_ = true;
  std::uint64_t cycle_ = 0;
  std::uint64_t time_ = 0;
};

}  // namespace spintile::verif
