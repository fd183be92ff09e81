// Converters whose bits, or first steps of a ramp, have nothing to do with what the rows drive: random, or at the
// extremes that real ones hardly reach. A function of (seed, case, read, sample) alone, so that the golden model is
// told the same bits afterwards.
#pragma once

#include <cstdint>
#include <span>

#include "host/philox.h"
#include "spec/variant.h"
#include "verif/replayable_converters.h"

namespace spintile::verif {

class FuzzConverters : public ReplayableConverters {
 public:
  FuzzConverters(const spec::Variant& variant, std::uint32_t seed, std::uint32_t case_number);

  void read(host::Array array, host::Direction direction, int phase, std::span<const std::int32_t> drive,
            FullScale full_scale) override;
  void sample(int sample, std::span<std::uint64_t> bits) override { fill(reads_ - 1, sample, bits); }

  std::uint64_t reads() const override { return reads_; }
  void fill(std::uint64_t read, int sample, std::span<std::uint64_t> bits) const override;
  void convert(host::Array array, host::Direction direction, std::span<const std::int32_t> drive, FullScale full_scale,
               std::span<std::int32_t> steps) override;
  void fill_steps(std::uint64_t read, std::span<std::int32_t> steps) const override;

 private:
  enum class Pattern : std::uint32_t { uniform, ones, zeros, sparse, dense, one_converter, count };

  Pattern pattern(std::uint64_t read) const;

  int reads_a_vector_;
  int converters_;
  std::uint32_t ramp_steps_;
  host::PhiloxKey key_;
  std::uint32_t case_;
  std::uint64_t reads_ = 0;
};

}  // namespace spintile::verif
