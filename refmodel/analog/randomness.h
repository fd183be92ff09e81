// Counters of the analog side's draws (docs/contract.md, "Randomness").
#pragma once

#include <cstdint>

#include "host/array.h"
#include "host/philox.h"

namespace spintile::refmodel {

enum class Purpose : std::uint32_t {
  programming_error = 1,
  read_noise = 2,
  converter_sample = 3,
  gain_spread = 4,
  offset_spread = 5,
  reset_failure = 6,
  neighbour_correlation = 7,
  read_error = 8,
  stuck = 9,
  comparator_offset = 10,
  device = 16,
  pulse_normals = 17,
  end_of_batch = 18,
  outer_product = 19,
  cell_access = 21,
  stuck_cell = 22,
  forward_noise = 32,
  backward_noise = 33,
  transfer_noise = 34,
};

/// The counter of the block that holds draw `draw` of an event on a line; the draw is word draw % 4 of it.
constexpr host::PhiloxBlock draw_counter(Purpose purpose, std::uint64_t event, std::uint32_t line, std::uint32_t draw) {
  return {static_cast<std::uint32_t>(event), static_cast<std::uint32_t>(event >> 32), line,
          (static_cast<std::uint32_t>(purpose) << 24) + draw / 4};
}

/// Key of what is drawn for each read in a direction, of the array with this key.
constexpr host::PhiloxKey read_key(host::PhiloxKey array, host::Direction direction) {
  constexpr std::uint32_t backward = 1U << 30;
  return {array.seed, array.stream + (direction == host::Direction::backward ? backward : 0)};
}

}  // namespace spintile::refmodel
