// What goes wrong with MTJs: stuck bits, failed resets, neighbours that switch together, read errors. docs/contract.md,
// "Converters".
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "host/philox.h"
#include "spec/variant.h"

namespace spintile::refmodel {

class MtjFaults {
 public:
  /// All MTJs in state 0; which of them are stuck is drawn now.
  MtjFaults(const spec::Variant& variant, host::PhiloxKey key);

  /// Whether the variant has a fault at all; without one sample() is sample_bits of mtj.h.
  bool any() const { return any_; }

  /// Bits of sample `sample` of read `read` under the read's key, of the pair it uses; all others 0. Every MTJ keeps
  /// its state to its next sample, so samples are asked for in order. Of the first thresholds.size() MTJs.
  void sample(std::span<const std::uint32_t> thresholds, host::PhiloxKey key, std::uint64_t read, int sample,
              std::span<std::uint64_t> bits);

  /// Of each MTJ, where there is any fault.
  const std::vector<bool>& states() const { return state_; }
  /// As many as states().
  void set_states(std::vector<bool> states) { state_ = std::move(states); }

 private:
  /// A probability as the limit of a draw of 24 bits.
  struct Chance {
    explicit Chance(double probability) : limit(static_cast<std::uint32_t>(probability * 0x1p24)) {}
    std::uint32_t limit;
  };
  enum class Stuck : std::uint8_t { no, at_0, at_1 };

  std::size_t mtjs_per_line_;
  Chance reset_failure_;
  Chance read_error_;
  Chance neighbour_correlation_;
  bool any_;
  std::vector<Stuck> stuck_;
  std::vector<bool> state_;
};

}  // namespace spintile::refmodel
