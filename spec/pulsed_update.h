// How an update becomes pulses: docs/contract.md, "Pulsed update".
#pragma once

namespace spintile::spec {

enum class PulseKind { stochastic, mean_count, implicit };
/// Who shares a word of the pulse generators.
enum class RandomWords { shared, rotated, per_line };

inline constexpr int pulse_slots_max = 32;

struct PulsedUpdate {
  PulseKind kind = PulseKind::stochastic;
  int slots = 31;                 // BL_max, 1 .. pulse_slots_max
  bool slot_management = true;    // fewer slots for small updates
  bool update_management = true;  // rows and columns are equally likely to clip
  int probability_bits = 16;      // p_bits, 4 .. 16
  RandomWords random_words = RandomWords::per_line;

  friend bool operator==(const PulsedUpdate&, const PulsedUpdate&) = default;
};

}  // namespace spintile::spec
