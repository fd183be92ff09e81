#include "refmodel/analog/mtj_faults.h"

#include <algorithm>

#include "refmodel/analog/randomness.h"
#include "spec/derive.h"

namespace spintile::refmodel {
namespace {

/// 24 bits.
std::uint32_t draw(host::PhiloxKey key, Purpose purpose, std::uint64_t event, std::size_t converter, int number) {
  const host::PhiloxBlock words = host::philox(
      key, draw_counter(purpose, event, static_cast<std::uint32_t>(converter), static_cast<std::uint32_t>(number)));
  return words[static_cast<std::size_t>(number % 4)] >> 8;
}

}  // namespace

MtjFaults::MtjFaults(const spec::Variant& variant, host::PhiloxKey key)
    : mtjs_per_line_(static_cast<std::size_t>(spec::mtjs_per_line(variant))),
      reset_failure_(variant.device.reset_failure),
      read_error_(variant.device.read_error),
      neighbour_correlation_(variant.device.neighbour_correlation) {
  const spec::Device& device = variant.device;
  const Chance at_0(device.stuck_at_0);
  const Chance at_0_or_1(device.stuck_at_0 + device.stuck_at_1);
  any_ = std::max({reset_failure_.limit, read_error_.limit, neighbour_correlation_.limit, at_0_or_1.limit}) > 0;
  if (!any_) return;
  state_.resize(static_cast<std::size_t>(spec::converters(variant)));
  for (std::size_t i = 0; i < state_.size(); ++i) {
    const std::uint32_t fate = draw(key, Purpose::stuck, 0, i, 0);
    stuck_.push_back(fate < at_0.limit ? Stuck::at_0 : fate < at_0_or_1.limit ? Stuck::at_1 : Stuck::no);
  }
}

void MtjFaults::sample(std::span<const std::uint32_t> thresholds, host::PhiloxKey key, std::uint64_t read, int sample,
                       std::span<std::uint64_t> bits) {
  const auto happens = [&](Chance chance, Purpose purpose, std::size_t converter) {
    return chance.limit != 0 && draw(key, purpose, read, converter, sample) < chance.limit;
  };
  std::fill(bits.begin(), bits.end(), 0);
  const std::size_t pair = static_cast<std::size_t>(sample) % mtjs_per_line_;
  for (std::size_t i = pair; i < thresholds.size(); i += mtjs_per_line_) {
    const bool after_reset = state_[i] && happens(reset_failure_, Purpose::reset_failure, i);
    const bool follows = i >= mtjs_per_line_ && happens(neighbour_correlation_, Purpose::neighbour_correlation, i);
    const std::size_t source = follows ? i - mtjs_per_line_ : i;
    const bool switches = draw(key, Purpose::converter_sample, read, source, sample) < thresholds[i];
    state_[i] = switches || after_reset;
    bool bit = state_[i] != happens(read_error_, Purpose::read_error, i);
    if (stuck_[i] != Stuck::no) bit = stuck_[i] == Stuck::at_1;
    bits[i / 64] |= std::uint64_t{bit} << (i % 64);
  }
}

}  // namespace spintile::refmodel
