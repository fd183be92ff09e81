// The Verilated RTL behind host::InferenceTile: the digital part is the generated Verilog, driven over its buses; the
// analog part is the golden model's array, fed with what the RTL's pins do. Same variant, seed and calls: the bits of
// refmodel::GoldenTile.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "host/inference_tile.h"
#include "refmodel/analog/analog_array.h"
#include "spec/interface.h"
#include "verif/tile_harness.h"

namespace spintile::verif {

/// The analog arrays of a tile: W, and A where the variant has it.
class ArrayConverters : public ConverterSource {
 public:
  ArrayConverters(const spec::Variant& variant, std::uint32_t seed);
  /// std::invalid_argument for an array the variant does not have.
  refmodel::AnalogArray& at(host::Array array);
  void set_column_gain(const std::vector<float>& gain);

  void read(host::Array array, host::Direction direction, int phase, std::span<const std::int32_t> drive,
            FullScale full_scale) override;
  void sample(int sample, std::span<std::uint64_t> bits) override { at(last_read_).sample(sample, bits); }

 private:
  std::vector<refmodel::AnalogArray> arrays_;
  host::Array last_read_ = host::Array::weight;
};

/// Illegal arguments throw std::invalid_argument naming the value and what is allowed, and change nothing. Calls throw
/// MismatchError when a pin, a response or the timing of a command is not as docs/contract.md says.
class RtlTile : public host::InferenceTile {
 public:
  RtlTile(std::shared_ptr<const ModelLibrary> library, spec::Variant variant, std::uint32_t seed,
          const HarnessOptions& options = {});

  const spec::Variant& variant() const override { return variant_; }
  void program(const host::Matrix<std::int32_t>& weight_codes, host::Array array = host::Array::weight) override {
    arrays_.at(array).program(weight_codes);
  }
  void set_column_gain(const std::vector<float>& gain) override { arrays_.set_column_gain(gain); }
  void set_samples(int samples) override;
  void set_requantisation(const host::Requantisation& requantisation) override;
  host::Readout forward(const host::Matrix<std::int32_t>& input_codes,
                        host::Array array = host::Array::weight) override;

  /// Clock cycles run so far.
  std::uint64_t cycles() const { return harness_.cycle(); }

 private:
  TileHarness::Edge step();
  void write_register(std::uint32_t address, std::uint32_t value);
  std::uint32_t read_register(std::uint32_t address);
  void start(spec::Command command, std::uint32_t operand = 0);
  void wait_for_end(int cycles);
  void check_no_error();
  void write_space(spec::Space space, std::span<const std::int64_t> values);
  std::vector<std::int64_t> read_space(spec::Space space);
  void run_forward(std::span<const std::int32_t> codes, host::Array array);

  spec::Variant variant_;
  ArrayConverters arrays_;
  TileHarness harness_;
  std::vector<refmodel::Beat> received_;
  int samples_;
};

}  // namespace spintile::verif
