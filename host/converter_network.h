// What a tile computes, in floats and with a gradient: the network that is trained through the converters.
//
//   x = clamp(gain_j x partial sum of (sub-array, stream, slice, column j) / full scale, -1, 1)
//   p = logistic(mtj_gain (x - mtj_offset));   n samples of +1 with p, else -1
//   y_j = mean over samples, sum over sub-arrays, place values over streams and slices, over D_w D_a: within +-S
//   logit_j = slope_j y_j + bias_j
//
// docs/contract.md has the same as a tile does it. Programming error and read noise are left out: they are small beside
// the samples' own noise.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/class_lanes.h"
#include "host/matrix.h"
#include "host/philox.h"
#include "spec/variant.h"

namespace spintile::host {

/// The numbers that training moves; also their gradient, of the same shape.
struct ConverterWeights {
  std::vector<Matrix<float>> cells;  // of each slice, 784 x class_lanes: signed digit over 2^z_w - 1, within +-1
  ClassLanes gain{};                 // of the columns, before the converters
  ClassLanes slope{};                // logit for a y of 1
  ClassLanes bias{};
};

class ConverterNetwork {
 public:
  /// Refuses a variant that is no picture tile (input_codes.h).
  explicit ConverterNetwork(const spec::Variant& variant);

  /// All zero, in this variant's shape.
  ConverterWeights zero_weights() const;

  /// Logits of one vector of 784 input codes; `samples` draws a converter, or the expected value for samples = 0.
  ClassLanes forward(const ConverterWeights& weights, std::span<const std::int32_t> codes, int samples,
                     PhiloxSequence& draws);

  /// Adds to `gradient` that of a loss whose gradient by the logits of the last forward() is `by_logits`. The way back
  /// is that of the expected value: d(mean of the samples)/dx = mtj_gain/2 (1 - (2p - 1)^2) within the clamp, 0 beyond
  /// it.
  void add_gradient(const ConverterWeights& weights, const ClassLanes& by_logits, ConverterWeights& gradient) const;

 private:
  struct ActiveRow {
    int row;
    float level;  // signed digit of the code
  };
  struct Part {  // one (stream, sub-array)
    std::size_t first_active = 0;
    std::size_t end_active = 0;
  };

  void find_active_rows(std::span<const std::int32_t> codes);
  ClassLanes convert(const ClassLanes& gain, const ClassLanes& partial_sum, int samples, PhiloxSequence& draws,
                     std::span<float> derivative) const;

  spec::Variant variant_;
  std::vector<int> first_row_;      // of each sub-array, and the end
  std::vector<float> unit_;         // 1 over the full scale of a partial sum, of each sub-array
  std::vector<float> place_value_;  // of (slice, stream), over D_w D_a

  // The last forward(), for the way back.
  std::vector<ActiveRow> active_;  // by stream, then row; the parts say which are in use
  std::vector<Part> parts_;        // by stream, then sub-array
  Matrix<float> partial_sums_;     // of (slice, stream, sub-array), in full scales
  Matrix<float> derivatives_;      // of the mean sample by x, 0 where clamped
  ClassLanes y_{};
};

}  // namespace spintile::host
