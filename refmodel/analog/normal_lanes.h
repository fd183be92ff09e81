// Random words and standard normals, eight lanes at a time: the draws of the pulses (docs/contract.md, "Randomness").
#pragma once

#include "refmodel/analog/lanes.h"
#include "refmodel/analog/pulse_kernel.h"

namespace spintile::refmodel {
namespace {

/// xoshiro128++ (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47:36, 2021), one in
/// each lane.
class LaneGenerator {
 public:
  explicit LaneGenerator(const GeneratorLanes& from) {
    for (std::size_t i = 0; i < 4; ++i) state_[i] = load<Words>(from.words[i]);
  }
  void save(GeneratorLanes& to) const { std::memcpy(to.words, state_, sizeof state_); }

  SPINTILE_LANES Words next() {
    const Words sum = state_[0] + state_[3];
    const Words result = rotated_left(sum, 7) + state_[0];
    const Words shifted = state_[1] << 9;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = rotated_left(state_[3], 11);
    return result;
  }

 private:
  SPINTILE_LANES static Words rotated_left(Words x, int by) { return (x << by) | (x >> (32 - by)); }

  Words state_[4];
};

/// -2 ln u, u = m 2^-31 + 2^-32 in (0, 1] for the word's upper 31 bits m, rounded to float: 0 .. 44.4. Relative error
/// below 3e-6 (but near 0, where the absolute one is).
SPINTILE_LANES Floats minus_two_log(Words word) {
  const Floats u = multiply_add(to_floats(reinterpret_cast<Integers>(word >> 1)), all(0x1p-31F), all(0x1p-32F));
  // u = 2^exponent (1 + f), 1 + f in [sqrt(1/2), sqrt(2)).
  const Integers exponent = (reinterpret_cast<Integers>(bits_of(u)) - 0x3F3504F3) >> 23;
  const Floats f = from_bits(bits_of(u) - (reinterpret_cast<Words>(exponent) << 23)) - 1.0F;
  Floats p = all(-0x1.dd80f6p-3F);  // interpolates -2 ln(1 + f) / f at the Chebyshev nodes
  p = multiply_add(p, f, all(0x1.7c646ap-2F));
  p = multiply_add(p, f, all(-0x1.a45c7p-2F));
  p = multiply_add(p, f, all(0x1.fe5e56p-2F));
  p = multiply_add(p, f, all(-0x1.552182p-1F));
  p = multiply_add(p, f, all(0x1.000126p+0F));
  p = multiply_add(p, f, all(-0x1.000012p+1F));
  return maximum(multiply_add(to_floats(exponent), all(-0x1.62e43p0F), p * f), Floats{});
}

struct Direction {
  Floats x;
  Floats y;
};

/// A point on the unit circle, evenly; errors below 3e-6. Bits 29 .. 0 are the angle within +-45 degrees, bit 30
/// mirrors it at the diagonal, bit 31 at the origin.
SPINTILE_LANES Direction direction(Words word) {
  const Floats r = to_floats(reinterpret_cast<Integers>(word << 2)) * 0x1p-32F;  // in half pi
  const Floats square = r * r;
  Floats sine = multiply_add(square, all(0x1.3f4c7ap-4F), all(-0x1.4aa68p-1F));
  sine = r * multiply_add(sine, square, all(0x1.921f9p0F));
  Floats cosine = multiply_add(square, all(-0x1.4e5e06p-6F), all(0x1.03af58p-2F));
  cosine = multiply_add(cosine, square, all(-0x1.3bd392p0F));
  cosine = multiply_add(cosine, square, all(1.0F));
  const Integers mirrored = top_bit(word << 1);
  return {flip_sign(select(mirrored, sine, cosine), word), flip_sign(select(mirrored, cosine, sine), word)};
}

/// Standard normals, two for two words (Box and Muller, 1958).
class LaneNormals {
 public:
  explicit LaneNormals(LaneGenerator& generator) : generator_(generator) {}

  SPINTILE_LANES Floats next() {
    if (has_spare_) {
      has_spare_ = false;
      return spare_;
    }
    const Floats radius = root(minus_two_log(generator_.next()));
    const Direction at = direction(generator_.next());
    spare_ = radius * at.y;
    has_spare_ = true;
    return radius * at.x;
  }

  /// What `number` calls of next() give. Each kind of work has a small loop of its own: constants stay in registers,
  /// and turns overlap.
  SPINTILE_LANES void fill(Floats* to, std::size_t number) {
    if (has_spare_ && number != 0) {
      *to++ = next();
      --number;
    }
    const std::size_t paired = number - number % 2;
    for (std::size_t i = 0; i < paired; ++i) to[i] = from_bits(generator_.next());
#pragma GCC unroll 2
    for (std::size_t i = 0; i < paired; i += 2) to[i] = root(minus_two_log(bits_of(to[i])));
#pragma GCC unroll 2
    for (std::size_t i = 0; i < paired; i += 2) {
      const Direction at = direction(bits_of(to[i + 1]));
      to[i + 1] = to[i] * at.y;
      to[i] *= at.x;
    }
    if (paired != number) to[paired] = next();
  }

 private:
  LaneGenerator& generator_;
  Floats spare_{};
  bool has_spare_ = false;
};

}  // namespace
}  // namespace spintile::refmodel
