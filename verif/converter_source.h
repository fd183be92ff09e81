// Who answers for the analog side of a tile in simulation: its arrays and their converters.
#pragma once

#include <cstdint>
#include <span>
#include <stdexcept>

#include "host/array.h"
#include "refmodel/analog/analog_array.h"
#include "refmodel/analog/opu_drive.h"
#include "refmodel/analog/update_drive.h"

namespace spintile::verif {

class ConverterSource {
 public:
  using FullScale = refmodel::AnalogArray::FullScale;

  virtual ~ConverterSource() = default;

  /// One integration (a read) of an array in phase `phase`: signed active-slot count of each driven line, the R rows
  /// or, backward, the C columns.
  virtual void read(host::Array array, host::Direction direction, int phase, std::span<const std::int32_t> drive,
                    FullScale full_scale) = 0;
  /// Bits of one sample of the last read; converter i is bit i % 64 of word i / 64, unused bits 0. Bits of MTJs that
  /// the sample, or the direction, does not use do not matter.
  virtual void sample(int sample, std::span<std::uint64_t> bits) = 0;
  /// With a ramp, instead of both: one integration, and of each output the first step at which its comparator shows 1,
  /// 2^ramp_bits where none does.
  virtual void convert(host::Array, host::Direction, std::span<const std::int32_t> /*drive*/, FullScale,
                       std::span<std::int32_t> /*steps*/) {
    throw std::logic_error("converter source: there is no ramp here");
  }
  /// All that the pins did to an array while one command ran. Who only answers reads need not care.
  virtual void update(host::Array, const refmodel::UpdateDrive&) {}
  /// The same where an outer product did it.
  virtual void outer(host::Array, const refmodel::OpuDrive&) {}
};

}  // namespace spintile::verif
