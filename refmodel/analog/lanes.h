// Eight lanes of numbers, in the compilers' own vectors: they make of them what the instruction set of the file offers.
// Everything here is local to its file, which may be compiled for another instruction set than the next one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__AVX2__)
#include <immintrin.h>
#endif

namespace spintile::refmodel {
namespace {

constexpr std::size_t lanes = 8;
using Floats = float __attribute__((vector_size(4 * lanes)));
using Integers = std::int32_t __attribute__((vector_size(4 * lanes)));
using Words = std::uint32_t __attribute__((vector_size(4 * lanes)));

#define SPINTILE_LANES [[gnu::always_inline, maybe_unused]] inline

SPINTILE_LANES Floats all(float value) { return Floats{} + value; }

template <class Vector, class Element>
SPINTILE_LANES Vector load(const Element* from) {
  Vector result;
  std::memcpy(&result, from, sizeof result);
  return result;
}

SPINTILE_LANES Words bits_of(Floats x) { return reinterpret_cast<Words>(x); }
SPINTILE_LANES Floats from_bits(Words bits) { return reinterpret_cast<Floats>(bits); }

/// Masks: all ones or all zeros a lane.
SPINTILE_LANES Integers top_bit(Words words) { return reinterpret_cast<Integers>(words) < 0; }
SPINTILE_LANES Floats select(Integers mask, Floats yes, Floats no) { return mask ? yes : no; }
SPINTILE_LANES Floats minimum(Floats a, Floats b) { return a < b ? a : b; }
SPINTILE_LANES Floats maximum(Floats a, Floats b) { return a > b ? a : b; }
SPINTILE_LANES Floats magnitude(Floats x) { return from_bits(bits_of(x) & 0x7FFFFFFFU); }
/// x, or -x in lanes whose word has its top bit set.
SPINTILE_LANES Floats flip_sign(Floats x, Words by) { return from_bits(bits_of(x) ^ (by & 0x80000000U)); }
SPINTILE_LANES Floats to_floats(Integers x) { return __builtin_convertvector(x, Floats); }

/// Bit i: lane i of a mask.
SPINTILE_LANES unsigned mask_bits(Integers mask) {
#if defined(__AVX2__)
  return static_cast<unsigned>(_mm256_movemask_ps(reinterpret_cast<__m256>(mask)));
#else
  unsigned bits = 0;
  for (std::size_t i = 0; i < lanes; ++i) bits |= (mask[i] != 0 ? 1U : 0U) << i;
  return bits;
#endif
}

/// a b + c, rounded once.
SPINTILE_LANES Floats multiply_add(Floats a, Floats b, Floats c) {
#if defined(__FMA__)
  return reinterpret_cast<Floats>(
      _mm256_fmadd_ps(reinterpret_cast<__m256>(a), reinterpret_cast<__m256>(b), reinterpret_cast<__m256>(c)));
#else
  Floats result;
  for (std::size_t i = 0; i < lanes; ++i) result[i] = __builtin_fmaf(a[i], b[i], c[i]);
  return result;
#endif
}

/// IEEE 754 rounds a root correctly, so a loop is as good as an instruction.
SPINTILE_LANES Floats root(Floats x) {
  Floats result;
  for (std::size_t i = 0; i < lanes; ++i) result[i] = __builtin_sqrtf(x[i]);
  return result;
}

}  // namespace
}  // namespace spintile::refmodel
