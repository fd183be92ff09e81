// How an update becomes pulses: docs/contract.md, "Pulsed update".
#pragma once

namespace spintile::spec {

/// opu: outer products of a time code on the rows and voltages on the columns, in one step ("Outer product").
enum class PulseKind { stochastic, mean_count, implicit, opu };
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
  int row_bits = 7;      // opu: m, bits of the magnitude of a row's code
  int voltage_bits = 8;  // opu: of a column's voltage code, sign included

  friend bool operator==(const PulsedUpdate&, const PulsedUpdate&) = default;
};

}  // namespace spintile::spec
