// The arithmetic of a noisy read: see read_kernel.h. Included by the one file of each instruction set.
#pragma once

#include <algorithm>

#include "refmodel/analog/normal_lanes.h"
#include "refmodel/analog/read_kernel.h"

namespace spintile::refmodel {
namespace {

/// To nearest even; |x| <= 2^22.
SPINTILE_LANES Floats rounded(Floats x) { return (x + 0x1.8p23F) - 0x1.8p23F; }

SPINTILE_LANES Floats clamped(Floats x, float limit) { return maximum(minimum(x, all(limit)), all(-limit)); }

/// Calls body(vector, part): `part` copies the vector to and from memory, ragged at the end with zeros.
template <class Body>
SPINTILE_LANES void for_vectors(std::span<const float> in, float* out, const Body& body) {
  std::size_t i = 0;
  for (; i + lanes <= in.size(); i += lanes) {
    const Floats result = body(load<Floats>(in.data() + i));
    if (out != nullptr) std::memcpy(out + i, &result, sizeof result);
  }
  if (i == in.size()) return;
  Floats last{};
  std::memcpy(&last, in.data() + i, (in.size() - i) * sizeof(float));
  const Floats result = body(last);
  if (out != nullptr) std::memcpy(out + i, &result, (in.size() - i) * sizeof(float));
}

float largest_magnitude(std::span<const float> values) {
  Floats largest{};
  for_vectors(values, nullptr, [&](Floats x) {
    largest = maximum(largest, magnitude(x));
    return x;
  });
  float result = 0.0F;
  for (std::size_t i = 0; i < lanes; ++i) result = std::max(result, largest[i]);
  return result;
}

void quantise(std::span<const float> values, float scale, float levels, float step, std::span<float> quantised) {
  for_vectors(values, quantised.data(), [&](Floats x) { return rounded(clamped(x * scale, levels)) * step; });
}

bool convert(std::span<float> values, float noise, float scale, float levels, float step, const GeneratorLanes& seeds) {
  LaneGenerator generator(seeds);
  LaneNormals normals(generator);
  Integers clipped{};
  for_vectors(values, values.data(), [&](Floats y) {
    if (noise != 0.0F) y += noise * normals.next();
    // One level beyond the last is enough to tell what clips.
    const Floats level = rounded(clamped(y * scale, levels + 1.0F));
    clipped |= magnitude(level) > all(levels);
    return clamped(level, levels) * step;
  });
  return mask_bits(clipped) != 0;
}

constexpr ReadKernel kernel = {largest_magnitude, quantise, convert};

}  // namespace
}  // namespace spintile::refmodel
