#include "refmodel/analog/seeded_generators.h"

namespace spintile::refmodel {

GeneratorLanes seeded_generators(host::PhiloxKey key, Purpose purpose, std::uint64_t event, std::uint32_t line) {
  GeneratorLanes generators{};
  for (std::uint32_t lane = 0; lane < 8; ++lane) {
    const host::PhiloxBlock seed = host::philox(key, draw_counter(purpose, event, line, 4 * lane));
    for (std::size_t i = 0; i < seed.size(); ++i) generators.words[i][lane] = seed[i];
  }
  return generators;
}

}  // namespace spintile::refmodel
