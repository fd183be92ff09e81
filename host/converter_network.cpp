#include "host/converter_network.h"

#include <cstdlib>

#include "host/exponential.h"
#include "host/input_codes.h"
#include "spec/derive.h"

namespace spintile::host {

ConverterNetwork::ConverterNetwork(const spec::Variant& variant) : variant_(variant) {
  require_picture_tile(variant);
  const int slices = variant.crossbar.weight_slices;
  const int slice_bits = variant.crossbar.slice_bits;
  const int streams = variant.input.streams;
  const int stream_bits = variant.input.stream_bits;
  const int subarrays = spec::subarrays(variant);

  const int top_level = (1 << stream_bits) - 1;
  for (int subarray = 0; subarray < subarrays; ++subarray)
    unit_.push_back(1.0F / static_cast<float>(spec::subarray_rows(variant, subarray) * top_level));
  for (int subarray = 0; subarray <= subarrays; ++subarray)
    first_row_.push_back(spec::subarray_first_row(variant, subarray));

  const auto whole =
      static_cast<double>(spec::place_value_sum(slices, slice_bits) * spec::place_value_sum(streams, stream_bits));
  for (int slice = 0; slice < slices; ++slice)
    for (int stream = 0; stream < streams; ++stream)
      place_value_.push_back(static_cast<float>(
          static_cast<double>(std::int64_t{1} << (slice_bits * slice + stream_bits * stream)) / whole));

  active_.resize(static_cast<std::size_t>(streams) * image_pixels +
                 1);  // one more: a standby row is written, then not kept
  parts_.resize(static_cast<std::size_t>(streams) * static_cast<std::size_t>(subarrays));
  partial_sums_ = Matrix<float>(slices * streams * subarrays, class_lanes);
  derivatives_ = partial_sums_;
}

ConverterWeights ConverterNetwork::zero_weights() const {
  return {
      std::vector(static_cast<std::size_t>(variant_.crossbar.weight_slices), Matrix<float>(image_pixels, class_lanes)),
      {},
      {},
      {}};
}

/// Most rows of most pictures are at standby: lists the others, by stream and sub-array. Without a branch on the digit,
/// which no processor could foresee.
void ConverterNetwork::find_active_rows(std::span<const std::int32_t> codes) {
  const int stream_bits = variant_.input.stream_bits;
  const std::int32_t mask = (1 << stream_bits) - 1;
  std::size_t count = 0;
  auto part = parts_.begin();
  for (int stream = 0; stream < variant_.input.streams; ++stream) {
    for (std::size_t subarray = 0; subarray + 1 < first_row_.size(); ++subarray, ++part) {
      part->first_active = count;
      for (int row = first_row_[subarray]; row < first_row_[subarray + 1]; ++row) {
        const std::int32_t code = codes[static_cast<std::size_t>(row)];
        const std::int32_t digit = (std::abs(code) >> (stream_bits * stream)) & mask;
        active_[count] = {row, static_cast<float>(code < 0 ? -digit : digit)};
        count += digit != 0 ? 1 : 0;
      }
      part->end_active = count;
    }
  }
}

/// Mean of the samples of one sub-array's converters; `derivative` gets its slope by x.
ClassLanes ConverterNetwork::convert(const ClassLanes& gain, const ClassLanes& partial_sum, int samples,
                                     PhiloxSequence& draws, std::span<float> derivative) const {
  const auto curve_gain = static_cast<float>(variant_.device.mtj_gain);
  const auto curve_offset = static_cast<float>(variant_.device.mtj_offset);
  ClassLanes probability;
  ClassLanes mean;
  for (std::size_t lane = 0; lane < class_lanes; ++lane) {
    const float wanted = gain[lane] * partial_sum[lane];
    const float x = clamp_magnitude(wanted, 1.0F);
    probability[lane] = logistic(curve_gain * (x - curve_offset));
    mean[lane] = 2.0F * probability[lane] - 1.0F;
    const float inside = x == wanted ? 1.0F : 0.0F;
    derivative[lane] = inside * 0.5F * curve_gain * (1.0F - mean[lane] * mean[lane]);
  }
  if (samples == 0) return mean;

  // Two samples a word: 16 bits of a probability are plenty for training.
  for (std::size_t lane = 0; lane < classes; ++lane) {
    const auto threshold = static_cast<std::uint32_t>(probability[lane] * 0x1p16F);
    int ones = 0;
    for (int sample = 0; sample < samples; sample += 2) {
      const std::uint32_t word = draws.next();
      ones += (word >> 16) < threshold ? 1 : 0;
      if (sample + 1 < samples) ones += (word & 0xFFFF) < threshold ? 1 : 0;
    }
    mean[lane] = static_cast<float>(2 * ones - samples) / static_cast<float>(samples);
  }
  return mean;
}

ClassLanes ConverterNetwork::forward(const ConverterWeights& weights, std::span<const std::int32_t> codes, int samples,
                                     PhiloxSequence& draws) {
  find_active_rows(codes);
  y_ = {};
  int line = 0;
  auto place_value = place_value_.begin();
  for (const Matrix<float>& cells : weights.cells) {
    auto part = parts_.begin();
    for (int stream = 0; stream < variant_.input.streams; ++stream, ++place_value) {
      for (const float unit : unit_) {
        ClassLanes sum{};
        for (std::size_t i = part->first_active; i < part->end_active; ++i)
          add_scaled(sum, active_[i].level, cells.row(active_[i].row));
        for (std::size_t lane = 0; lane < class_lanes; ++lane) sum[lane] *= unit;
        for (std::size_t lane = 0; lane < class_lanes; ++lane) partial_sums_.row(line)[lane] = sum[lane];
        add_scaled(y_, *place_value, convert(weights.gain, sum, samples, draws, derivatives_.row(line)));
        ++line;
        ++part;
      }
    }
  }
  ClassLanes logits = weights.bias;
  for (std::size_t lane = 0; lane < class_lanes; ++lane) logits[lane] += weights.slope[lane] * y_[lane];
  return logits;
}

void ConverterNetwork::add_gradient(const ConverterWeights& weights, const ClassLanes& by_logits,
                                    ConverterWeights& gradient) const {
  ClassLanes by_y;
  for (std::size_t lane = 0; lane < class_lanes; ++lane) {
    gradient.bias[lane] += by_logits[lane];
    gradient.slope[lane] += by_logits[lane] * y_[lane];
    by_y[lane] = by_logits[lane] * weights.slope[lane];
  }
  int line = 0;
  auto place_value = place_value_.begin();
  for (Matrix<float>& by_cells : gradient.cells) {
    auto part = parts_.begin();
    for (int stream = 0; stream < variant_.input.streams; ++stream, ++place_value) {
      for (const float unit : unit_) {
        const std::span<const float> partial_sum = partial_sums_.row(line);
        const std::span<const float> derivative = derivatives_.row(line);
        ClassLanes by_sum;
        for (std::size_t lane = 0; lane < class_lanes; ++lane) {
          const float by_x = by_y[lane] * *place_value * derivative[lane];
          gradient.gain[lane] += by_x * partial_sum[lane];
          by_sum[lane] = by_x * weights.gain[lane] * unit;
        }
        for (std::size_t i = part->first_active; i < part->end_active; ++i)
          add_scaled(by_cells.row(active_[i].row), active_[i].level, by_sum);
        ++line;
        ++part;
      }
    }
  }
}

}  // namespace spintile::host
