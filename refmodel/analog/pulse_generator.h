// Golden pulse generators: which line fires in which slot of an update. docs/contract.md, "Pulsed update".
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/pulse_probabilities.h"
#include "refmodel/analog/simd.h"
#include "refmodel/analog/update_drive.h"
#include "spec/pulsed_update.h"

namespace spintile::refmodel {

class PulseGenerator {
 public:
  /// Of R rows and C columns, in the state after a reset.
  PulseGenerator(int rows, int columns, spec::RandomWords sharing, int probability_bits, Simd simd = best_simd());

  /// Fires every line in slots 0 .. probabilities.slots - 1 and leaves the generators that many steps further.
  UpdateDrive fire(const host::PulseProbabilities& probabilities);

  /// States, none 0: rows first, then columns (R + C, or 2 where a side shares one).
  std::span<const std::uint32_t> words() const { return words_; }
  /// std::invalid_argument for another number of them or a 0.
  void set_words(std::span<const std::uint32_t> words);

 private:
  void fire_side(std::span<std::uint32_t> words, std::span<const std::int32_t> probabilities, int slots,
                 LinePulses& pulses) const;

  int rows_;
  int columns_;
  spec::RandomWords sharing_;
  int probability_bits_;
  Simd simd_;
  std::vector<std::uint32_t> words_;
};

/// Kind mean_count: every line fires in its first round(BL p) slots.
UpdateDrive mean_count_drive(const host::PulseProbabilities& probabilities, int probability_bits);

}  // namespace spintile::refmodel
