// The golden model behind host::InferenceTile: the fast engine, whole batches at a time, with the same bits for any
// split of a batch. Of converters that decide on samples; a ramp is read through GoldenPort.
#pragma once

#include <cstdint>
#include <vector>

#include "host/inference_tile.h"
#include "refmodel/analog/analog_array.h"
#include "spec/variant.h"

namespace spintile::refmodel {

/// Illegal arguments throw std::invalid_argument naming the value and what is allowed, and change nothing.
class GoldenTile : public host::InferenceTile {
 public:
  /// Unprogrammed; samples_max samples; scale 1, offset 0, shift 0.
  explicit GoldenTile(spec::Variant variant, std::uint32_t seed, Simd simd = best_simd());

  const spec::Variant& variant() const override { return variant_; }
  void program(const host::Matrix<std::int32_t>& weight_codes, host::Array array = host::Array::weight) override;
  void set_column_gain(const std::vector<float>& gain) override;
  void set_samples(int samples) override;
  void set_requantisation(const host::Requantisation& requantisation) override;
  host::Readout forward(const host::Matrix<std::int32_t>& input_codes,
                        host::Array array = host::Array::weight) override;

 private:
  AnalogArray& at(host::Array array);

  spec::Variant variant_;
  std::vector<AnalogArray> arrays_;  // W, and A where the variant has it
  int samples_;
  host::Requantisation requantisation_;
};

}  // namespace spintile::refmodel
