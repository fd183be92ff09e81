#include "refmodel/tile/packet_timing.h"

#include <algorithm>

#include "refmodel/periphery/transfer_timing.h"
#include "spec/derive.h"

namespace spintile::refmodel {
namespace {

constexpr int lanes_of_group = 8;

int parts(int number, int size) { return (number + size - 1) / size; }

/// cycles(lanes of the block) of all blocks of the transposer.
template <class Cycles>
std::uint64_t sum_of_blocks(const spec::Variant& unit, const Cycles& cycles) {
  const int block = spec::transposed_lanes(unit);
  std::uint64_t sum = 0;
  for (int lane = 0; lane < unit.sot.lanes; lane += block) sum += cycles(std::min(block, unit.sot.lanes - lane));
  return sum;
}

}  // namespace

std::uint64_t write_cycles(const spec::Variant& tile, spec::Space space, const spec::SpaceLayout& layout,
                           const AccessWaits& waits) {
  if (space != spec::Space::lanes) return static_cast<std::uint64_t>(layout.beats()) + 1;
  const spec::Variant unit = spec::float_unit_of(tile);
  const int groups = parts(spec::transposed_lanes(unit), lanes_of_group);
  const std::uint64_t rows = static_cast<std::uint64_t>(layout.value_bits) * sot_write_cycles(tile, waits);
  return 1 + sum_of_blocks(unit, [&](int lanes) {
           return static_cast<std::uint64_t>(parts(lanes, layout.elements_per_beat()) + groups -
                                             parts(lanes, lanes_of_group)) +
                  rows;
         });
}

std::uint64_t read_cycles(const spec::Variant& tile, spec::Space space, const spec::SpaceLayout& layout,
                          const AccessWaits& waits) {
  if (space != spec::Space::lanes) return static_cast<std::uint64_t>(layout.beats()) + 1;
  const spec::Variant unit = spec::float_unit_of(tile);
  const std::uint64_t rows = static_cast<std::uint64_t>(layout.value_bits) * sot_read_cycles(tile, waits) + 2 +
                             static_cast<std::uint64_t>(layout.element_bits() - layout.value_bits);
  return 1 + sum_of_blocks(unit, [&](int lanes) {
           return rows + static_cast<std::uint64_t>(parts(lanes, layout.elements_per_beat()));
         });
}

}  // namespace spintile::refmodel
