// Counter-based random numbers: Philox4x32-10 (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2,
// 3", SC 2011). A draw depends on its key and counter alone, so results do not depend on call order or thread count.
// The keys and counters in use are listed in docs/contract.md, "Randomness".
#pragma once

#include <array>
#include <cstdint>

namespace spintile::host {

struct PhiloxKey {
  std::uint32_t seed = 0;
  std::uint32_t stream = 0;  // array number; host-side draws use 2^31 and above
};

using PhiloxBlock = std::array<std::uint32_t, 4>;

/// Ten rounds of Philox4x32 on `counter` under `key`.
constexpr PhiloxBlock philox(PhiloxKey key, PhiloxBlock counter) {
  constexpr std::uint64_t multiplier0 = 0xD2511F53;
  constexpr std::uint64_t multiplier1 = 0xCD9E8D57;
  constexpr std::uint32_t weyl0 = 0x9E3779B9;
  constexpr std::uint32_t weyl1 = 0xBB67AE85;
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t product0 = multiplier0 * counter[0];
    const std::uint64_t product1 = multiplier1 * counter[2];
    counter = {static_cast<std::uint32_t>(product1 >> 32) ^ counter[1] ^ key.seed, static_cast<std::uint32_t>(product1),
               static_cast<std::uint32_t>(product0 >> 32) ^ counter[3] ^ key.stream,
               static_cast<std::uint32_t>(product0)};
    key.seed += weyl0;
    key.stream += weyl1;
  }
  return counter;
}

/// A sequence of draws under one key, for stimulus and training: block `index` of `purpose` is philox at that counter.
class PhiloxSequence {
 public:
  constexpr PhiloxSequence(PhiloxKey key, std::uint32_t purpose) : key_(key), purpose_(purpose) {}

  constexpr std::uint32_t next() {
    const auto word = static_cast<std::size_t>(index_ % 4);
    if (word == 0) {
      const std::uint64_t block = index_ / 4;
      words_ = philox(key_, {static_cast<std::uint32_t>(block), static_cast<std::uint32_t>(block >> 32), 0, purpose_});
    }
    ++index_;
    return words_[word];
  }

  /// Uniform integer in [0, bound), bound >= 1 (multiply-shift; bias below bound / 2^32).
  constexpr std::uint32_t below(std::uint32_t bound) {
    return static_cast<std::uint32_t>((std::uint64_t{next()} * bound) >> 32);
  }

  /// Uniform in [0, 1), 24 bits.
  constexpr float uniform() { return static_cast<float>(next() >> 8) * 0x1p-24F; }

 private:
  PhiloxKey key_;
  std::uint32_t purpose_;
  std::uint64_t index_ = 0;
  PhiloxBlock words_{};
};

}  // namespace spintile::host
