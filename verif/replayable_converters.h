// An analog side that can tell again what its converters answered: the golden model is told the same bits afterwards.
#pragma once

#include <cstdint>
#include <span>

#include "verif/converter_source.h"

namespace spintile::verif {

class ReplayableConverters : public ConverterSource {
 public:
  /// Reads made so far: the number of the next one.
  virtual std::uint64_t reads() const = 0;
  /// Bits of one sample of read `read`, one of the last command's.
  virtual void fill(std::uint64_t read, int sample, std::span<std::uint64_t> bits) const = 0;
  /// With a ramp, instead: its first steps.
  virtual void fill_steps(std::uint64_t read, std::span<std::int32_t> steps) const = 0;
};

}  // namespace spintile::verif
