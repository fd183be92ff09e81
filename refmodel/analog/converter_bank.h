// All converters of an array: from normalised partial sums to bits, by the model the variant chooses. docs/contract.md,
// "Converters".
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/array.h"
#include "host/philox.h"
#include "refmodel/analog/mtj_faults.h"
#include "refmodel/analog/simd.h"
#include "spec/variant.h"

namespace spintile::refmodel {

class ConverterBank {
 public:
  /// Draws what differs from converter to converter, of as many as the larger direction of the variant needs: a read
  /// has thresholds for the first of them.
  ConverterBank(const spec::Variant& variant, host::PhiloxKey key, Simd simd);

  /// Of every converter, for its normalised partial sum x in [-1, 1] in read `read`: the limit of a draw of 24 bits
  /// below which it switches, trunc(P 2^24).
  void thresholds(std::span<const float> x, std::uint64_t read, std::span<std::uint32_t> thresholds) const;

  /// Bits of one sample of a read; converter i is bit i % 64 of word i / 64. Bits of MTJs that the sample does not use
  /// are 0. Once for each sample, reads and samples ascending: a fault may outlast a sample.
  void sample(std::span<const std::uint32_t> thresholds, std::uint64_t read, int sample, std::span<std::uint64_t> bits,
              host::Direction direction = host::Direction::forward);

  /// Ones of every converter over samples 0 .. samples - 1 of a read: the sums of sample().
  void ones(std::span<const std::uint32_t> thresholds, std::uint64_t read, int samples, std::span<std::int32_t> ones,
            host::Direction direction = host::Direction::forward);

  MtjFaults& faults() { return faults_; }
  const MtjFaults& faults() const { return faults_; }

 private:
  /// The parameters of one converter: gain and offset, or Delta and Ic0 of level B.
  struct Curve {
    double steepness = 0;
    double centre = 0;
  };

  Curve drawn_curve(std::size_t converter) const;
  void level_a(std::span<const float> x, double drift, std::span<std::uint32_t> thresholds) const;
  void level_b(std::span<const float> x, double drift, std::span<std::uint32_t> thresholds) const;

  spec::ReadoutKind kind_;
  spec::Device device_;
  int mtjs_per_line_;
  host::PhiloxKey key_;
  Simd simd_;
  MtjFaults faults_;
  std::vector<Curve> curves_;  // one for all where nothing differs
};

}  // namespace spintile::refmodel
