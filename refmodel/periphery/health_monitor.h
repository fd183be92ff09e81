// Health monitor: is a converter stuck or biased? The continuous tests of NIST SP 800-90B, 4.4, on every converter.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "spec/variant.h"

namespace spintile::refmodel {

class HealthMonitor {
 public:
  /// Off, no flag. Without readout.health_monitor it has no converter and stays off.
  explicit HealthMonitor(const spec::Variant& variant);

  /// A write of register HEALTH: `clear` forgets flags, runs and windows; enabling it restarts runs and windows where
  /// it was off.
  void control(bool enable, bool clear);
  bool enabled() const { return enabled_; }
  bool any_flag() const;

  /// One sample of those of the first `converters` that are of `pair`, in converter order; converter i at bit i % 64 of
  /// word i / 64. Ignored while off.
  void watch(int pair, std::span<const std::uint64_t> bits, int converters);

  /// State space health: 0 or 1 for each converter.
  std::vector<std::int64_t> flags() const;
  void set_flags(std::span<const std::int64_t> flags);
  /// Bits of the converters without a flag, as `bits` above.
  std::vector<std::uint64_t> unflagged() const;

 private:
  /// Of one converter, since it was enabled or cleared.
  struct History {
    int run = 0;         // equal bits up to now (repetition count test, 4.4.1); 0 before the first
    bool last = false;   // the bit that repeats
    int seen = 0;        // samples of the present window (adaptive proportion test, 4.4.2); 0 between two
    int proportion = 0;  // those equal to the first of the window
    bool reference = false;
  };

  bool suspicious(History& history, bool bit) const;
  void restart();

  spec::Readout limits_;
  std::size_t mtjs_per_line_;
  bool enabled_ = false;
  std::vector<History> histories_;
  std::vector<bool> flags_;
};

}  // namespace spintile::refmodel
