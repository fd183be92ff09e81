#include "refmodel/periphery/health_monitor.h"

#include <algorithm>

#include "spec/derive.h"

namespace spintile::refmodel {

HealthMonitor::HealthMonitor(const spec::Variant& variant)
    : limits_(variant.readout), mtjs_per_line_(static_cast<std::size_t>(spec::mtjs_per_line(variant))) {
  if (!spec::has_health_monitor(variant)) return;
  histories_.resize(static_cast<std::size_t>(spec::converters(variant)));
  flags_.resize(histories_.size());
}

void HealthMonitor::control(bool enable, bool clear) {
  if (clear) std::fill(flags_.begin(), flags_.end(), false);
  if (clear || (enable && !enabled_)) restart();
  enabled_ = enable && !histories_.empty();
}

void HealthMonitor::restart() { std::fill(histories_.begin(), histories_.end(), History{}); }

bool HealthMonitor::any_flag() const { return std::find(flags_.begin(), flags_.end(), true) != flags_.end(); }

void HealthMonitor::watch(int pair, std::span<const std::uint64_t> bits, int converters) {
  if (!enabled_) return;
  for (auto i = static_cast<std::size_t>(pair); i < static_cast<std::size_t>(converters); i += mtjs_per_line_) {
    if (suspicious(histories_[i], ((bits[i / 64] >> (i % 64)) & 1) != 0)) flags_[i] = true;
  }
}

bool HealthMonitor::suspicious(History& history, bool bit) const {
  const bool repeats = history.run > 0 && bit == history.last;
  history.run = repeats ? std::min(history.run + 1, limits_.repetition_cutoff) : 1;
  history.last = bit;

  if (history.seen == 0) {
    history.reference = bit;
    history.proportion = 0;
  }
  if (bit == history.reference) ++history.proportion;
  history.seen = (history.seen + 1) % limits_.proportion_window;

  return history.run >= limits_.repetition_cutoff || history.proportion >= limits_.proportion_cutoff;
}

std::vector<std::int64_t> HealthMonitor::flags() const { return {flags_.begin(), flags_.end()}; }

void HealthMonitor::set_flags(std::span<const std::int64_t> flags) {
  std::transform(flags.begin(), flags.end(), flags_.begin(), [](std::int64_t flag) { return flag != 0; });
}

std::vector<std::uint64_t> HealthMonitor::unflagged() const {
  std::vector<std::uint64_t> bits((flags_.size() + 63) / 64, 0);
  for (std::size_t i = 0; i < flags_.size(); ++i) bits[i / 64] |= std::uint64_t{!flags_[i]} << (i % 64);
  return bits;
}

}  // namespace spintile::refmodel
