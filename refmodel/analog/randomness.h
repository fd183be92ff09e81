// Counters of the analog side's draws (docs/contract.md, "Randomness").
#pragma once

#include <cstdint>

#include "host/philox.h"

namespace spintile::refmodel {

enum class Purpose : std::uint32_t { programming_error = 1, read_noise = 2, converter_sample = 3 };

/// The counter of the block that holds draw `draw` of an event on a line; the draw is word draw % 4 of it.
constexpr host::PhiloxBlock draw_counter(Purpose purpose, std::uint64_t event, std::uint32_t line, std::uint32_t draw) {
  return {static_cast<std::uint32_t>(event), static_cast<std::uint32_t>(event >> 32), line,
          (static_cast<std::uint32_t>(purpose) << 24) + draw / 4};
}

}  // namespace spintile::refmodel
