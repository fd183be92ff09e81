// How numbers x and d become one update of an array, by any kind of spec::PulsedUpdate. docs/contract.md, "Pulsed
// update", "Outer product".
#pragma once

#include <cstdint>
#include <span>

#include "refmodel/analog/pulse_generator.h"
#include "refmodel/analog/resistive_array.h"
#include "spec/pulsed_update.h"

namespace spintile::refmodel {

class ArrayUpdate {
 public:
  /// Of arrays of R rows and C columns, its pulse generators in the state after a reset.
  ArrayUpdate(const spec::PulsedUpdate& update, int rows, int columns);

  /// `array` descends along x (R) and d (C): W moves by -rate x_k d_j in the mean, where nothing clips. A row with 1 in
  /// `turned_rows` (R or none) is written with the opposite sign. std::invalid_argument for numbers that are not
  /// finite.
  void descend(ResistiveArray& array, std::span<const float> x, std::span<const float> d, double rate,
               std::span<const std::uint8_t> turned_rows = {});

  /// States of the pulse generators; as PulseGenerator.
  std::span<const std::uint32_t> words() const { return generator_.words(); }
  void set_words(std::span<const std::uint32_t> words) { generator_.set_words(words); }

 private:
  spec::PulsedUpdate update_;
  PulseGenerator generator_;
};

}  // namespace spintile::refmodel
