// The analog side of a training tile, its devices and converters, that can tell again what it answered.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "refmodel/tile/tile_arrays.h"
#include "verif/replayable_converters.h"

namespace spintile::verif {

class DeviceArrays : public ReplayableConverters {
 public:
  explicit DeviceArrays(const host::SimulatedTile& tile) : arrays_(tile) {}

  void read(host::Array array, host::Direction direction, int phase, std::span<const std::int32_t> drive,
            FullScale full_scale) override;
  void sample(int sample, std::span<std::uint64_t> bits) override;
  void convert(host::Array array, host::Direction direction, std::span<const std::int32_t> drive, FullScale full_scale,
               std::span<std::int32_t> steps) override;
  void update(host::Array array, const refmodel::UpdateDrive& drive) override { arrays_.update(array, drive); }
  void outer(host::Array array, const refmodel::OpuDrive& drive) override { arrays_.update(array, drive); }

  std::uint64_t reads() const override { return reads_; }
  void fill(std::uint64_t read, int sample, std::span<std::uint64_t> bits) const override;
  void fill_steps(std::uint64_t read, std::span<std::int32_t> steps) const override;

  /// Pulses at all cells of an array so far.
  std::uint64_t pulses(host::Array array) const { return arrays_.pulses(array); }

 private:
  refmodel::TileArrays arrays_;
  std::uint64_t reads_ = 0;
  std::map<std::uint64_t, std::vector<std::uint64_t>> answers_;  // samples of the reads of late, by number
  std::map<std::uint64_t, std::vector<std::int32_t>> steps_;     // the same with a ramp
};

}  // namespace spintile::verif
