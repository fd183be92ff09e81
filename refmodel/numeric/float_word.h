// Words of a format, as refmodel's floating-point arithmetic takes them apart.
#pragma once

#include <algorithm>
#include <cstdint>

#include "refmodel/numeric/exact_number.h"
#include "spec/float_format.h"

namespace spintile::refmodel {

inline bool negative(const spec::FloatFormat& format, std::uint64_t word) { return (word & format.sign_bit()) != 0; }

inline std::uint64_t magnitude(const spec::FloatFormat& format, std::uint64_t word) {
  return word & ~format.sign_bit();
}

inline bool is_infinite(const spec::FloatFormat& format, std::uint64_t word) {
  return format.has_infinity && magnitude(format, word) == format.infinity();
}

/// The value of a finite word.
inline ExactNumber exact(const spec::FloatFormat& format, std::uint64_t word) {
  const int exponent = static_cast<int>(magnitude(format, word) >> format.fraction_bits);
  const std::uint64_t fraction = word & format.fraction_mask();
  const std::uint64_t significand = exponent == 0 ? fraction : fraction | (format.fraction_mask() + 1);
  return {negative(format, word), std::max(exponent, 1) - format.bias() - format.fraction_bits, significand};
}

}  // namespace spintile::refmodel
