// Who answers for the converters of a tile in simulation.
#pragma once

#include <cstdint>
#include <span>

#include "host/tile.h"

namespace spintile::verif {

class ConverterSource {
 public:
  virtual ~ConverterSource() = default;

  /// One integration (a read) of an array with its columns in phase `phase`: signed active-slot count of each of the R
  /// rows.
  virtual void read(host::Array array, int phase, std::span<const std::int32_t> drive) = 0;
  /// Bits of one sample of the last read; converter i is bit i % 64 of word i / 64, unused bits 0. Bits of MTJs that
  /// the sample does not use do not matter.
  virtual void sample(int sample, std::span<std::uint64_t> bits) = 0;
};

}  // namespace spintile::verif
