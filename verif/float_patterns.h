// The material of floating-point stimulus: random bits of a case, bit patterns, words put together from their fields.
#pragma once

#include <algorithm>
#include <cstdint>

#include "host/philox.h"
#include "spec/float_format.h"
#include "verif/host_draws.h"

namespace spintile::verif {

/// `count` ones, none where it is negative.
constexpr std::uint64_t low_bits(int count) { return count <= 0 ? 0 : ~std::uint64_t{0} >> (64 - count); }

/// The random bits of one case: a Philox block, stretched by SplitMix64 (Steele, Lea, Flood, OOPSLA 2014), since a case
/// takes ten draws and ten blocks cost more than the operation under test. Two draws in the arguments of one call would
/// come in the compiler's order: a braced list has an order of its own.
class Draws {
 public:
  Draws(std::uint64_t seed, std::uint64_t case_number) {
    const auto low = [](std::uint64_t x) { return static_cast<std::uint32_t>(x); };
    const auto high = [](std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32); };
    const host::PhiloxBlock block =
        host::philox({low(seed), host_draws::float_operands}, {low(case_number), high(case_number), high(seed), 0});
    state_ = std::uint64_t{block[0]} << 32 | block[1];
  }

  /// `count` bits, 1 .. 64.
  std::uint64_t bits(int count) { return next() >> (64 - count); }

  /// Uniform in first .. last.
  int within(int first, int last) {
    const auto range = static_cast<std::uint64_t>(last - first) + 1;
    return first + static_cast<int>(((next() >> 32) * range) >> 32);
  }

 private:
  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15;
    std::uint64_t x = state_;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
    return x ^ (x >> 31);
  }

  std::uint64_t state_ = 0;
};

/// `width` bits, 1 .. 64, that make carries, borrows and shifts long: zeros, ones, one bit, one hole, a run, random
/// bits ended by zeros or by ones, and now and then anything.
std::uint64_t pattern(Draws& draws, int width);

/// A fraction of the format: one half random bits, one half patterns.
std::uint64_t fraction(Draws& draws, const spec::FloatFormat& format);

struct Fields {
  int exponent = 0;  // as in the word: 0 holds the subnormals
  std::uint64_t fraction = 0;
};

/// The positive word of these fields. The exponent is brought into the range of finite numbers, bits above the fraction
/// are dropped.
std::uint64_t magnitude(const spec::FloatFormat& format, const Fields& fields);

std::uint64_t any_sign(Draws& draws, const spec::FloatFormat& format, std::uint64_t word);
std::uint64_t any_finite(Draws& draws, const spec::FloatFormat& format);

/// Zero, infinity, NaN, the ends of the subnormals and of the normals, 1, and what lies beside them; of either sign.
std::uint64_t any_special(Draws& draws, const spec::FloatFormat& format);

inline int exponent_field(const spec::FloatFormat& format, std::uint64_t word) {
  return static_cast<int>((word & ~format.sign_bit()) >> format.fraction_bits);
}

/// The greatest exponent field of a finite number.
inline int greatest_exponent(const spec::FloatFormat& format) {
  return format.exponent_max() - (format.has_infinity ? 1 : 0);
}

}  // namespace spintile::verif
