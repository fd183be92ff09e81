#include "verif/float_patterns.h"

#include <array>

namespace spintile::verif {

using spec::FloatFormat;

// All are made and one is chosen: the processor guesses a branch on random bits wrong half of the time.

std::uint64_t pattern(Draws& draws, int width) {
  const std::uint64_t all = low_bits(width);
  const int place = draws.within(0, width - 1);
  const std::uint64_t one = std::uint64_t{1} << place;
  const std::uint64_t below = one - 1;
  const std::uint64_t run = below ^ low_bits(draws.within(0, width));
  const std::uint64_t random = draws.bits(width);
  const std::array<std::uint64_t, 8> patterns = {0, all, one, all ^ one, run, random & ~below, random | below, random};
  return patterns[draws.bits(3)];
}

std::uint64_t fraction(Draws& draws, const FloatFormat& format) {
  const std::array<std::uint64_t, 2> fractions = {draws.bits(format.fraction_bits),
                                                  pattern(draws, format.fraction_bits)};
  return fractions[draws.bits(1)];
}

std::uint64_t magnitude(const FloatFormat& format, const Fields& fields) {
  const auto exponent = static_cast<std::uint64_t>(std::clamp(fields.exponent, 0, greatest_exponent(format)));
  return std::min(exponent << format.fraction_bits | (fields.fraction & format.fraction_mask()), format.largest());
}

std::uint64_t any_sign(Draws& draws, const FloatFormat& format, std::uint64_t word) {
  return word | (draws.bits(1) << (format.total_bits() - 1));
}

std::uint64_t any_finite(Draws& draws, const FloatFormat& format) {
  const Fields fields{draws.within(0, greatest_exponent(format)), fraction(draws, format)};
  return any_sign(draws, format, magnitude(format, fields));
}

std::uint64_t any_special(Draws& draws, const FloatFormat& format) {
  const std::uint64_t least_normal = format.fraction_mask() + 1;
  const std::uint64_t one = magnitude(format, {format.bias(), 0});
  const std::uint64_t largest = format.largest();
  const std::uint64_t infinity = format.has_infinity ? format.infinity() : largest;
  const std::uint64_t quiet_bit = std::uint64_t{1} << (format.fraction_bits - 1);
  const std::uint64_t payload = draws.bits(format.fraction_bits);
  // With one bit of fraction, and in E4M3, no NaN signals.
  const std::uint64_t quiet = format.has_infinity ? infinity | quiet_bit | payload : format.canonical_nan();
  const std::uint64_t signalling =
      format.has_infinity && quiet_bit > 1 ? infinity | std::max<std::uint64_t>(payload & ~quiet_bit, 1) : quiet;
  const std::array<std::uint64_t, 16> words = {
      0,       0,           1,       least_normal - 1, least_normal, least_normal + 1,       one - 1, one,
      one + 1, largest - 1, largest, infinity,         infinity,     format.canonical_nan(), quiet,   signalling};
  return any_sign(draws, format, words[draws.bits(4)]);
}

}  // namespace spintile::verif
