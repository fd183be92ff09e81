// The Verilated RTL of a tile behind host::TilePort: the digital part is the generated Verilog, driven over its buses;
// the analog part is the golden model's arrays, fed with what the pins do. Same tile and calls: the bits of
// refmodel::GoldenPort.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "refmodel/periphery/packet.h"
#include "refmodel/sot/sot_registers.h"
#include "refmodel/tile/arrays_port.h"
#include "verif/converter_source.h"
#include "verif/tile_harness.h"

namespace spintile::verif {

/// The arrays of a tile as what answers at its pins.
class ArraysAtPins : public ConverterSource {
 public:
  explicit ArraysAtPins(refmodel::TileArrays& arrays) : arrays_(arrays) {}

  void read(host::Array array, host::Direction direction, int phase, std::span<const std::int32_t> drive,
            FullScale full_scale) override {
    arrays_.read(array, direction, drive, phase, full_scale);
  }
  void sample(int sample, std::span<std::uint64_t> bits) override { arrays_.sample(sample, bits); }
  void convert(host::Array array, host::Direction direction, std::span<const std::int32_t> drive, FullScale full_scale,
               std::span<std::int32_t> steps) override;
  void update(host::Array array, const refmodel::UpdateDrive& drive) override { arrays_.update(array, drive); }
  void outer(host::Array array, const refmodel::OpuDrive& drive) override { arrays_.update(array, drive); }

 private:
  refmodel::TileArrays& arrays_;
};

/// Pins to the analog side are not judged here: who wants that uses a Scoreboard. MismatchError when a bus does not
/// answer, a packet is none of its space, or a command does not end.
class RtlPort final : public refmodel::ArraysPort {
 public:
  RtlPort(host::SimulatedTile tile, std::shared_ptr<const ModelLibrary> library, HarnessOptions options = {});

  void write_register(std::uint32_t address, std::uint32_t value) override;
  std::uint32_t read_register(std::uint32_t address) override;
  void run(spec::Command command, std::uint32_t operand = 0) override;
  void write(spec::Space space, std::span<const std::int64_t> elements) override;
  std::vector<std::int64_t> read(spec::Space space) override;
  /// Both through the command queue, where there is one, `command` cannot fail and the READ's cycles are a promise.
  std::vector<std::int64_t> run_and_read(spec::Command command, std::uint32_t operand, spec::Space space) override;
  /// Clock cycles run so far, those of the buses among them.
  std::uint64_t cycles() const { return harness_.cycle(); }
  /// Writes an FST file from now on; of a model built with ModelOptions::trace.
  void open_wave(const std::filesystem::path& file) { harness_.bus().open_wave(file); }

 private:
  /// The layout of a packet as registers say it at present.
  spec::SpaceLayout layout(spec::Space space) const;
  TileHarness::Edge step();
  /// A COMMAND that the tile has taken, in cycles.
  struct Taken {
    std::uint64_t first = 0;                   // after the edge that took it: cycle 1, where it need not wait
    std::optional<std::uint64_t> interrupted;  // of interrupt_o before that edge
    std::optional<std::uint64_t> ended;        // of interrupt_o since then
  };
  /// Until the response to the COMMAND write, the beats behind it on the stream; TileError where the tile refuses it.
  Taken give(spec::Command command, std::uint32_t operand, std::span<const refmodel::Beat> beats);
  /// The cycle of interrupt_o behind a command. `ticks`: bus ends stand still as long as nothing is on the stream.
  std::uint64_t wait_for_end(const Taken& taken, bool ticks);
  /// Runs a command to its end; throws TileError where the tile refuses or fails.
  void execute(spec::Command command, std::uint32_t operand, std::span<const refmodel::Beat> beats);
  /// What a READ has given; MismatchError for what is no packet of its space.
  std::vector<std::int64_t> received(spec::Space space) const;
  void begin_run(spec::Command command);
  /// Reads the error code of STATUS and clears it.
  [[noreturn]] void refuse(const std::string& what);

  ArraysAtPins at_pins_;
  TileHarness harness_;
  spec::Variant unit_;                // the float unit inside, of a variant with a transfer
  refmodel::SotRegisters registers_;  // of it: what the last writes say of packets
  std::vector<refmodel::Beat> received_;
  std::uint64_t first_beat_ = 0;  // cycle of the first of them
};

}  // namespace spintile::verif
