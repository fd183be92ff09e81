// The arithmetic of an outer product: PulseRunner::outer_row, on what pulse_kernel_lanes.h knows of a device. Included
// by the one file of each instruction set.
#pragma once

#include <utility>

#include "refmodel/analog/pulse_kernel_lanes.h"

namespace spintile::refmodel {
namespace {

/// Fields of adjacent cells: 8 cells are `fields` vectors, and as 8 and the number of fields have no common divisor,
/// the values of one field lie in all 8 lanes: a blend of the vectors and one permutation.
constexpr int fields = 5;
static_assert(sizeof(DeviceCell) == fields * sizeof(float));

/// In lane `lane` of the vectors: of which cell `field` is there.
constexpr int cell_in_lane(int lane, int field) { return fields * (lane - field + 8) % 8; }

/// `blend` with vector `number` in the lanes where that has `field`.
template <int field, int number, int... lane>
SPINTILE_LANES Floats blended(Floats blend, Floats vector, std::integer_sequence<int, lane...>) {
  return __builtin_shufflevector(blend, vector,
                                 ((fields * cell_in_lane(lane, field) + field) / 8 == number ? 8 + lane : lane)...);
}

template <int field, int... cell>
SPINTILE_LANES Floats field_of(const Floats* vectors, std::integer_sequence<int, cell...> eight) {
  static_assert(fields * cell_in_lane(3, 1) % 8 == (3 - 1 + 8) % 8);
  Floats blend = vectors[0];
  blend = blended<field, 1>(blend, vectors[1], eight);
  blend = blended<field, 2>(blend, vectors[2], eight);
  blend = blended<field, 3>(blend, vectors[3], eight);
  blend = blended<field, 4>(blend, vectors[4], eight);
  return __builtin_shufflevector(blend, blend, ((fields * cell + field) % 8)...);
}

/// Eight cells from `first` on.
SPINTILE_LANES CellLanes load_adjacent_cells(const PulseKernel& kernel, std::size_t first, Words down) {
  const auto* const from = reinterpret_cast<const float*>(kernel.cells + first);
  Floats vectors[fields];
  for (std::size_t i = 0; i < fields; ++i) vectors[i] = load<Floats>(from + i * lanes);
  constexpr auto eight = std::make_integer_sequence<int, 8>();
  const Floats step = select(top_bit(down), field_of<4>(vectors, eight), field_of<0>(vectors, eight));
  const Floats reference = field_of<2>(vectors, eight);
  const Floats hidden = load<Floats>(kernel.hidden + first);
  return {down, step, field_of<1>(vectors, eight), field_of<3>(vectors, eight), reference, hidden, hidden + reference};
}

/// Hidden weights of a group after n units each, in one step from where they are.
SPINTILE_LANES Floats stepped(const PulseKernel& kernel, const CellLanes& group, const std::uint32_t* cells, Floats n,
                              Floats normal) {
  const Floats step = mean_step(kernel, group, cells, group.v);
  Floats change = step * n;
  if (kernel.step_noise != 0.0F) {
    change += (kernel.additive_noise ? group.step : step) * ((normal * kernel.step_noise) * root(n));
  }
  return clamped(group, group.v + flip_sign(change, group.down)) - group.reference;
}

/// The cells of one group of a row: eight, or fewer at its end.
struct RowGroup {
  std::uint32_t cells[lanes];  // past the end copies of the last
  Integers product;            // of the codes; past the end 0
  Integers moves;              // mask: product is not 0
};

SPINTILE_LANES RowGroup row_group(const OuterRow& row, std::size_t first) {
  RowGroup group;
  for (std::size_t i = 0; i < lanes; ++i) {
    group.cells[i] = row.first + static_cast<std::uint32_t>(first + i < row.size ? first + i : row.size - 1);
  }
  group.product = load<Integers>(row.columns + first) * row.code;
  group.moves = group.product != 0;
  return group;
}

SPINTILE_LANES void step_group(const PulseKernel& kernel, const OuterRow& row, std::size_t first, Floats normal) {
  const RowGroup group = row_group(row, first);
  const Words down = ~reinterpret_cast<Words>(group.product);  // where the product is positive
  const Floats n = to_floats(group.product < 0 ? -group.product : group.product);
  const bool whole = first + lanes <= row.size;
  const CellLanes cells =
      whole ? load_adjacent_cells(kernel, row.first + first, down) : load_cells(kernel, group.cells, down);
  const Floats after = select(group.moves, stepped(kernel, cells, group.cells, n, normal), cells.hidden);
  if (whole) {
    const Floats apparent = select(group.moves, after, load<Floats>(kernel.apparent + row.first + first));
    std::memcpy(kernel.hidden + row.first + first, &after, sizeof after);
    std::memcpy(kernel.apparent + row.first + first, &apparent, sizeof apparent);
    return;
  }
  for (std::size_t i = 0; first + i < row.size; ++i) {
    if (group.moves[i] == 0) continue;
    kernel.hidden[group.cells[i]] = kernel.apparent[group.cells[i]] = after[i];
  }
}

SPINTILE_LANES void write_group(const PulseKernel& kernel, const OuterRow& row, std::size_t first, Floats normal) {
  const RowGroup group = row_group(row, first);
  const Floats noise = normal * kernel.write_noise;
  if (first + lanes <= row.size) {
    float* const to = kernel.apparent + row.first + first;
    const Floats hidden = load<Floats>(kernel.hidden + row.first + first);
    const Floats apparent = select(group.moves, hidden + noise, load<Floats>(to));
    std::memcpy(to, &apparent, sizeof apparent);
    return;
  }
  for (std::size_t i = 0; first + i < row.size; ++i) {
    if (group.moves[i] != 0) kernel.apparent[group.cells[i]] = kernel.hidden[group.cells[i]] + noise[i];
  }
}

/// Calls body(first, normal) for each group of a row.
template <class Body>
SPINTILE_LANES void for_groups(const OuterRow& row, LaneNormals& normals, bool noise, const Body& body) {
  Floats drawn[groups_at_once] = {};
  for (std::size_t first = 0; first < row.size; first += groups_at_once * lanes) {
    const std::size_t left = (row.size - first + lanes - 1) / lanes;
    const std::size_t groups = left < groups_at_once ? left : groups_at_once;
    if (noise) normals.fill(drawn, groups);
    for (std::size_t i = 0; i < groups; ++i) body(first + i * lanes, drawn[i]);
  }
}

/// PulseRunner::outer_row.
inline void outer_row(const PulseKernel& kernel, const GeneratorLanes& generators, const OuterRow& row) {
  LaneGenerator generator(generators);
  LaneNormals normals(generator);
  for_groups(row, normals, kernel.step_noise != 0.0F,
             [&](std::size_t first, Floats normal) { step_group(kernel, row, first, normal); });
  if (kernel.write_noise == 0.0F) return;
  for_groups(row, normals, true, [&](std::size_t first, Floats normal) { write_group(kernel, row, first, normal); });
}

}  // namespace
}  // namespace spintile::refmodel
