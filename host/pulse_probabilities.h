// What the host makes of an update by x and d: how likely each line fires in a slot, and in how many slots.
// docs/contract.md, "Pulsed update" (Gokmen and Vlasov, Front. Neurosci. 10:333, 2016; the managements: Gokmen, Onen
// and Haensch, Front. Neurosci. 11:538, 2017).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "spec/pulsed_update.h"

namespace spintile::host {

/// sign(v) x probability of each line, as integers in +-2^p_bits: what a tile's registers take.
struct PulseProbabilities {
  int slots = 0;  // BL, 0 .. pulse_slots_max; 0: no pulses at all, every probability is 0
  std::vector<std::int32_t> rows;
  std::vector<std::int32_t> columns;

  friend bool operator==(const PulseProbabilities&, const PulseProbabilities&) = default;
};

/// Descends an array of granularity g (its mean step, above 0) along x (R) and d (C): rate x |x_k d_j| / g expected
/// pulses at a cell where nothing clips. A negative rate ascends. std::invalid_argument for numbers that are not
/// finite.
PulseProbabilities pulse_probabilities(std::span<const float> x, std::span<const float> d, double rate,
                                       double granularity, const spec::PulsedUpdate& update);

}  // namespace spintile::host
