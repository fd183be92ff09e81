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

/// The random bits of one case, 128 at a time. Two draws in the arguments of one call would come in the compiler's
/// order: a braced list has an order of its own.
class Draws {
 public:
  Draws(std::uint64_t seed, std::uint64_t case_number) : seed_(seed), case_(case_number) {}

  /// `count` bits, 0 .. 64.
  std::uint64_t bits(int count) {
    if (count > left_) refill();
    const std::uint64_t value = static_cast<std::uint64_t>(pool_) & low_bits(count);
    pool_ >>= count;
    left_ -= count;
    return value;
  }

  /// Uniform in first .. last, at most 2^12 values (bias below 2^-8 of a share).
  int within(int first, int last) {
    const auto range = static_cast<std::uint64_t>(last - first) + 1;
    return first + static_cast<int>((bits(20) * range) >> 20);
  }

 private:
  void refill() {
    const auto low = [](std::uint64_t x) { return static_cast<std::uint32_t>(x); };
    const auto high = [](std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32); };
    const host::PhiloxBlock words =
        host::philox({low(seed_), host_draws::float_operands}, {low(case_), high(case_), high(seed_), block_++});
    pool_ = 0;
    for (const std::uint32_t word : words) pool_ = pool_ << 32 | word;
    left_ = 128;
  }

  __extension__ unsigned __int128 pool_ = 0;
  int left_ = 0;
  std::uint64_t seed_;
  std::uint64_t case_;
  std::uint32_t block_ = 0;
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
