#include "refmodel/analog/converter_bank.h"

#include <algorithm>
#include <bit>

#include "refmodel/analog/mtj.h"
#include "refmodel/analog/neel_brown.h"
#include "refmodel/analog/randomness.h"
#include "refmodel/numeric/normal.h"
#include "spec/derive.h"

namespace spintile::refmodel {
namespace {

constexpr std::uint32_t always = 1U << 24;
// What must stay above 0 does: a spread or a drift takes no more than all but this share.
constexpr double least_factor = 0x1p-10;

/// A factor 1 + change.
double kept_positive(double change) { return std::max(least_factor, 1.0 + change); }

}  // namespace

ConverterBank::ConverterBank(const spec::Variant& variant, host::PhiloxKey key, Simd simd)
    : kind_(variant.readout.kind),
      device_(variant.device),
      mtjs_per_line_(spec::mtjs_per_line(variant)),
      key_(key),
      simd_(simd),
      faults_(variant, key) {
  const bool all_alike = device_.mtj_gain_spread == 0.0 && device_.mtj_offset_spread == 0.0;
  curves_.resize(all_alike ? 1 : static_cast<std::size_t>(spec::converters(variant)));
  for (std::size_t i = 0; i < curves_.size(); ++i) curves_[i] = drawn_curve(i);
}

ConverterBank::Curve ConverterBank::drawn_curve(std::size_t converter) const {
  const auto spread = [&](double deviation, Purpose purpose) {
    if (deviation == 0.0) return 0.0;
    const auto line = static_cast<std::uint32_t>(converter);
    return deviation * double{normal(host::philox(key_, draw_counter(purpose, 0, line, 0))[0])};
  };
  const double steepness = spread(device_.mtj_gain_spread, Purpose::gain_spread);
  const double centre = spread(device_.mtj_offset_spread, Purpose::offset_spread);
  if (device_.mtj_model == spec::MtjModel::neel_brown) {
    return {device_.thermal_stability * kept_positive(steepness), device_.critical_current_ma * kept_positive(centre)};
  }
  return {device_.mtj_gain * std::max(0.0, 1.0 + steepness), device_.mtj_offset + centre};
}

void ConverterBank::thresholds(std::span<const float> x, std::uint64_t read,
                               std::span<std::uint32_t> thresholds) const {
  if (kind_ == spec::ReadoutKind::sense_amplifier) {
    std::transform(x.begin(), x.end(), thresholds.begin(), [](float value) { return value > 0.0F ? always : 0; });
    return;
  }
  const double drift = device_.offset_drift * static_cast<double>(read) / 1e6;
  if (device_.mtj_model == spec::MtjModel::neel_brown) {
    level_b(x, drift, thresholds);
  } else {
    level_a(x, drift, thresholds);
  }
}

void ConverterBank::level_a(std::span<const float> x, double drift, std::span<std::uint32_t> thresholds) const {
  const auto gain = [](const Curve& curve) { return static_cast<float>(curve.steepness); };
  const auto offset = [drift](const Curve& curve) { return static_cast<float>(curve.centre + drift); };
  if (curves_.size() == 1) {
    switching_thresholds(x, gain(curves_[0]), offset(curves_[0]), simd_, thresholds);
    return;
  }
  for (std::size_t i = 0; i < x.size(); ++i) {
    thresholds[i] = switching_threshold(x[i], gain(curves_[i]), offset(curves_[i]));
  }
}

void ConverterBank::level_b(std::span<const float> x, double drift, std::span<std::uint32_t> thresholds) const {
  const double drifted = kept_positive(drift);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const Curve& curve = curves_[curves_.size() == 1 ? 0 : i];
    const NeelBrown mtj = {curve.steepness, curve.centre * drifted, device_.write_time_ns / device_.attempt_time_ns,
                           device_.current_exponent};
    const double probability = switching_probability(mtj, double{x[i]} * device_.full_scale_current_ma);
    thresholds[i] = static_cast<std::uint32_t>(probability * 0x1p24);
  }
}

void ConverterBank::sample(std::span<const std::uint32_t> thresholds, std::uint64_t read, int sample,
                           std::span<std::uint64_t> bits, host::Direction direction) {
  const host::PhiloxKey key = read_key(key_, direction);
  if (kind_ == spec::ReadoutKind::stochastic && faults_.any()) {
    faults_.sample(thresholds, key, read, sample, bits);
    return;
  }
  // A sense amplifier's threshold lets every draw pass, or none.
  sample_bits(thresholds, key, read, sample, simd_, bits);
  if (mtjs_per_line_ == 1) return;
  constexpr std::uint64_t first_of_pairs = 0x5555555555555555;
  for (std::uint64_t& word : bits) word &= first_of_pairs << (sample % 2);
}

void ConverterBank::ones(std::span<const std::uint32_t> thresholds, std::uint64_t read, int samples,
                         std::span<std::int32_t> ones, host::Direction direction) {
  if (mtjs_per_line_ == 1 && !faults_.any()) {
    count_ones(thresholds, read_key(key_, direction), read, samples, simd_, ones);
    return;
  }
  std::vector<std::uint64_t> bits((thresholds.size() + 63) / 64);
  std::fill(ones.begin(), ones.end(), 0);
  for (int taken = 0; taken < samples; ++taken) {
    sample(thresholds, read, taken, bits, direction);
    for (std::size_t i = 0; i < ones.size(); ++i) ones[i] += static_cast<std::int32_t>(bits[i / 64] >> (i % 64) & 1);
  }
}

}  // namespace spintile::refmodel
