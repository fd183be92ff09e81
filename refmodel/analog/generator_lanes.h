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

/// Lane l: the Philox block of draws 4 l .. 4 l + 3. The rounds go over all lanes together, which compilers make
/// vectors of: sparse updates spend more on seeds than on draws.
inline GeneratorLanes seeded_generators(host::PhiloxKey key, Purpose purpose, std::uint64_t event, std::uint32_t line) {
  GeneratorLanes generators{};
  auto& [c0, c1, c2, c3] = generators.words;
  const host::PhiloxBlock first = draw_counter(purpose, event, line, 0);
  for (std::uint32_t lane = 0; lane < 8; ++lane) {
    c0[lane] = first[0];
    c1[lane] = first[1];
    c2[lane] = first[2];
    c3[lane] = first[3] + lane;
  }
  for (int round = 0; round < 10; ++round) {
    for (std::size_t lane = 0; lane < 8; ++lane) {
      const std::uint64_t product0 = std::uint64_t{0xD2511F53} * c0[lane];
      const std::uint64_t product1 = std::uint64_t{0xCD9E8D57} * c2[lane];
      c0[lane] = static_cast<std::uint32_t>(product1 >> 32) ^ c1[lane] ^ key.seed;
      c1[lane] = static_cast<std::uint32_t>(product1);
      c2[lane] = static_cast<std::uint32_t>(product0 >> 32) ^ c3[lane] ^ key.stream;
      c3[lane] = static_cast<std::uint32_t>(product0);
    }
    key.seed += 0x9E3779B9;
    key.stream += 0xBB67AE85;
  }
  return generators;
}

}  // namespace spintile::refmodel
