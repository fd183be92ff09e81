// The analog side of a training tile: arrays of resistive devices that the pulses at the pins write, and converters
// that read their apparent weights.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "refmodel/analog/analog_array.h"
#include "refmodel/analog/resistive_array.h"
#include "spec/resistive_device.h"
#include "spec/variant.h"
#include "verif/replayable_converters.h"

namespace spintile::verif {

class DeviceArrays : public ReplayableConverters {
 public:
  /// Array A (crossbar.fast_array) of devices `fast`, array W of devices `weight`.
  DeviceArrays(const spec::Variant& variant, std::uint32_t seed, const spec::ResistiveDevice& weight,
               const spec::ResistiveDevice& fast);

  void read(host::Array array, host::Direction direction, int phase, std::span<const std::int32_t> drive,
            FullScale full_scale) override;
  void sample(int sample, std::span<std::uint64_t> bits) override;
  void update(host::Array array, const refmodel::UpdateDrive& drive) override;

  std::uint64_t reads() const override { return reads_; }
  void fill(std::uint64_t read, int sample, std::span<std::uint64_t> bits) const override;

  const refmodel::ResistiveArray& devices(host::Array array) const { return at(array).devices; }
  /// Pulses at all cells of an array so far.
  std::uint64_t pulses(host::Array array) const { return at(array).pulses; }

 private:
  struct Side {
    refmodel::ResistiveArray devices;
    refmodel::AnalogArray readout;
    std::uint64_t pulses = 0;
  };
  /// Samples of the reads of late, `words` each.
  using Answers = std::map<std::uint64_t, std::vector<std::uint64_t>>;

  Side& at(host::Array array) { return sides_.at(static_cast<std::size_t>(array)); }
  const Side& at(host::Array array) const { return sides_.at(static_cast<std::size_t>(array)); }

  std::vector<Side> sides_;
  host::Array last_read_ = host::Array::weight;
  std::uint64_t reads_ = 0;
  Answers answers_;
};

}  // namespace spintile::verif
