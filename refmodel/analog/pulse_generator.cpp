#include "refmodel/analog/pulse_generator.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "refmodel/numeric/xorshift.h"

namespace spintile::refmodel {
namespace {

constexpr std::uint32_t reset_word(std::size_t index) { return static_cast<std::uint32_t>(index + 1) * 0x9E3779B9U; }

void set_signs(std::span<const std::int32_t> probabilities, LinePulses& pulses) {
  pulses.negative.resize(probabilities.size());
  for (std::size_t i = 0; i < probabilities.size(); ++i) pulses.negative[i] = probabilities[i] < 0 ? 1 : 0;
}

LinePulses mean_count_side(std::span<const std::int32_t> probabilities, int slots, int probability_bits) {
  LinePulses pulses;
  set_signs(probabilities, pulses);
  for (const std::int32_t probability : probabilities) {
    const std::int64_t half = std::int64_t{1} << (probability_bits - 1);
    const std::int64_t count = (std::int64_t{slots} * std::abs(probability) + half) >> probability_bits;
    pulses.slots.push_back(static_cast<std::uint32_t>((std::uint64_t{1} << count) - 1));
  }
  return pulses;
}

/// per_line: each line its own generator. Slots outside, so that the loop over the lines becomes vectors.
[[gnu::always_inline]] inline void fire_own_words(std::uint32_t* __restrict words,
                                                  const std::int32_t* __restrict probabilities, std::size_t lines,
                                                  int slots, int shift, std::uint32_t* __restrict masks) {
  for (int slot = 0; slot < slots; ++slot) {
    for (std::size_t i = 0; i < lines; ++i) {
      const std::uint32_t word = xorshift32(words[i]);
      words[i] = word;
      masks[i] |= (static_cast<std::int32_t>(word >> shift) < std::abs(probabilities[i]) ? 1U : 0U) << slot;
    }
  }
}

SPINTILE_AVX2 void fire_own_words_avx2(std::uint32_t* words, const std::int32_t* probabilities, std::size_t lines,
                                       int slots, int shift, std::uint32_t* masks) {
  fire_own_words(words, probabilities, lines, slots, shift, masks);
}

void fire_own_words_baseline(std::uint32_t* words, const std::int32_t* probabilities, std::size_t lines, int slots,
                             int shift, std::uint32_t* masks) {
  fire_own_words(words, probabilities, lines, slots, shift, masks);
}

}  // namespace

PulseGenerator::PulseGenerator(int rows, int columns, spec::RandomWords sharing, int probability_bits, Simd simd)
    : rows_(rows), columns_(columns), sharing_(sharing), probability_bits_(probability_bits), simd_(simd) {
  words_.resize(sharing == spec::RandomWords::per_line ? static_cast<std::size_t>(rows + columns) : 2);
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] = reset_word(i);
}

void PulseGenerator::set_words(std::span<const std::uint32_t> words) {
  if (words.size() != words_.size() || std::ranges::count(words, 0U) != 0) {
    throw std::invalid_argument("pulse generator: " + std::to_string(words.size()) + " words" +
                                (words.size() == words_.size() ? ", one of them 0" : "") + "; " +
                                std::to_string(words_.size()) + " are needed, none 0");
  }
  std::ranges::copy(words, words_.begin());
}

void PulseGenerator::fire_side(std::span<std::uint32_t> words, std::span<const std::int32_t> probabilities, int slots,
                               LinePulses& pulses) const {
  const std::size_t lines = probabilities.size();
  set_signs(probabilities, pulses);
  pulses.slots.assign(lines, 0);
  if (sharing_ == spec::RandomWords::per_line) {
    (simd_ == Simd::avx2 ? fire_own_words_avx2 : fire_own_words_baseline)(
        words.data(), probabilities.data(), lines, slots, 32 - probability_bits_, pulses.slots.data());
    return;
  }
  for (int slot = 0; slot < slots; ++slot) {
    words[0] = xorshift32(words[0]);
    for (std::size_t i = 0; i < lines; ++i) {
      const int rotation = sharing_ == spec::RandomWords::rotated ? static_cast<int>(i % 32) : 0;
      const std::uint32_t seen = std::rotr(words[0], rotation) >> (32 - probability_bits_);
      pulses.slots[i] |= (static_cast<std::int32_t>(seen) < std::abs(probabilities[i]) ? 1U : 0U) << slot;
    }
  }
}

UpdateDrive PulseGenerator::fire(const host::PulseProbabilities& probabilities) {
  if (probabilities.rows.size() != static_cast<std::size_t>(rows_) ||
      probabilities.columns.size() != static_cast<std::size_t>(columns_)) {
    throw std::invalid_argument("pulse generator: probabilities of " + std::to_string(probabilities.rows.size()) +
                                " x " + std::to_string(probabilities.columns.size()) + " lines for an array of " +
                                std::to_string(rows_) + " x " + std::to_string(columns_));
  }
  const std::span<std::uint32_t> words(words_);
  const std::size_t row_words = sharing_ == spec::RandomWords::per_line ? static_cast<std::size_t>(rows_) : 1;
  UpdateDrive drive;
  fire_side(words.first(row_words), probabilities.rows, probabilities.slots, drive.rows);
  fire_side(words.subspan(row_words), probabilities.columns, probabilities.slots, drive.columns);
  return drive;
}

UpdateDrive mean_count_drive(const host::PulseProbabilities& probabilities, int probability_bits) {
  return {mean_count_side(probabilities.rows, probabilities.slots, probability_bits),
          mean_count_side(probabilities.columns, probabilities.slots, probability_bits)};
}

}  // namespace spintile::refmodel
