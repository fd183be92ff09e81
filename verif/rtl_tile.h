// The Verilated RTL behind host::Tile: the digital part is the generated Verilog, driven over its buses; the analog
// part is the golden model's array, fed with what the RTL's pins do. Same variant, seed and calls: the bits of
// refmodel::GoldenTile.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "host/tile.h"
#include "refmodel/analog/analog_array.h"
#include "spec/interface.h"
#include "verif/tile_harness.h"

namespace spintile::verif {

/// The converters of an analog array.
class ArrayConverters : public ConverterSource {
 public:
  explicit ArrayConverters(refmodel::AnalogArray& array) : array_(array) {}
  void read(std::span<const std::int32_t> drive) override { array_.read(drive); }
  void sample(int sample, std::span<std::uint64_t> bits) override { array_.sample(sample, bits); }

 private:
  refmodel::AnalogArray& array_;
};

/// Illegal arguments throw std::invalid_argument naming the value and what is allowed, and change nothing. Calls throw
/// MismatchError when a pin, a response or the timing of a command is not as docs/contract.md says.
class RtlTile : public host::Tile {
 public:
  RtlTile(std::shared_ptr<const ModelLibrary> library, spec::Variant variant, std::uint32_t seed,
          const HarnessOptions& options = {});

  const spec::Variant& variant() const override { return variant_; }
  void program(const host::Matrix<std::int32_t>& weight_codes) override { array_.program(weight_codes); }
  void set_column_gain(const std::vector<float>& gain) override { array_.set_column_gain(gain); }
  void set_samples(int samples) override;
  void set_requantisation(const host::Requantisation& requantisation) override;
  host::Readout forward(const host::Matrix<std::int32_t>& input_codes) override;

  /// Clock cycles run so far.
  std::uint64_t cycles() const { return harness_.cycle(); }

 private:
  TileHarness::Edge step();
  void write_register(std::uint32_t address, std::uint32_t value);
  std::uint32_t read_register(std::uint32_t address);
  void start(spec::Command command, std::uint32_t space = 0);
  void wait_for_end(int cycles);
  void check_no_error();
  void write_space(spec::Space space, std::span<const std::int64_t> values);
  std::vector<std::int64_t> read_space(spec::Space space);
  void run_forward(std::span<const std::int32_t> codes);

  spec::Variant variant_;
  refmodel::AnalogArray array_;
  ArrayConverters converters_;
  TileHarness harness_;
  std::vector<refmodel::Beat> received_;
  int samples_;
};

}  // namespace spintile::verif
