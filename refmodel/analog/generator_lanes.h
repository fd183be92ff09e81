// States of the eight generators that make normals side by side (normal_lanes.h), seeded by Philox.
#pragma once

#include <cstdint>

#include "host/philox.h"
#include "refmodel/analog/randomness.h"

namespace spintile::refmodel {

/// State word i of generator `lane`.
struct GeneratorLanes {
  std::uint32_t words[4][8];
};

/// Lane l: the block of draws 4 l .. 4 l + 3.
inline GeneratorLanes seeded_generators(host::PhiloxKey key, Purpose purpose, std::uint64_t event, std::uint32_t line) {
  GeneratorLanes generators{};
  for (std::uint32_t lane = 0; lane < 8; ++lane) {
    const host::PhiloxBlock seed = host::philox(key, draw_counter(purpose, event, line, 4 * lane));
    for (std::size_t i = 0; i < seed.size(); ++i) generators.words[i][lane] = seed[i];
  }
  return generators;
}

}  // namespace spintile::refmodel
