// The arithmetic of a pulse: see pulse_kernel.h. Included by the one file of each instruction set.
#pragma once

#include <algorithm>

#include "host/exponential.h"
#include "refmodel/analog/normal_lanes.h"
#include "refmodel/analog/pulse_kernel.h"

namespace spintile::refmodel {
namespace {

/// Eight cells of a list; past its end copies of its first.
struct CellLanes {
  const std::uint32_t* cell;  // with the direction
  std::size_t used;
  Words down;  // top bit: direction
  Floats step;
  Floats w_max;
  Floats w_min;
  Floats reference;
  Floats v;  // hidden weight above the reference: what the bounds hold
};

SPINTILE_LANES std::uint32_t index_of(std::uint32_t cell) { return cell & ~PulseList::down; }

SPINTILE_LANES CellLanes load_cells(const DeviceCell* cells, const std::uint32_t* list, std::size_t used) {
  CellLanes group{};
  group.cell = list;
  group.used = used;
  Floats step_up;
  Floats step_down;
  Floats hidden;
  for (std::size_t i = 0; i < lanes; ++i) {
    const DeviceCell& cell = cells[index_of(list[i])];
    step_up[i] = cell.step_up;
    group.w_max[i] = cell.w_max;
    hidden[i] = cell.hidden;
    group.reference[i] = cell.reference;
    group.w_min[i] = cell.w_min;
    step_down[i] = cell.step_down;
  }
  group.down = load<Words>(list);
  group.step = select(top_bit(group.down), step_down, step_up);
  group.v = hidden + group.reference;
  return group;
}

SPINTILE_LANES void store_cells(const PulseKernel& kernel, const CellLanes& group, Floats v, Floats write_noise) {
  const Floats hidden = v - group.reference;
  const Floats apparent = hidden + write_noise;
  for (std::size_t i = 0; i < group.used; ++i) {
    const std::uint32_t index = index_of(group.cell[i]);
    kernel.cells[index].hidden = hidden[i];
    kernel.apparent[index] = apparent[i];
  }
}

/// f(w) of a table, 0 <= place <= sections.
SPINTILE_LANES float interpolate(const std::vector<double>& table, float place) {
  const auto section = std::min(static_cast<std::size_t>(place), table.size() - 2);
  const float t = place - static_cast<float>(section);
  return static_cast<float>(table[section]) * (1.0F - t) + static_cast<float>(table[section + 1]) * t;
}

/// The mean step at v, upwards positive in both directions: the step a pulse makes without noise, for every kind.
SPINTILE_LANES Floats mean_step(const PulseKernel& kernel, const CellLanes& group, Floats v) {
  const spec::ResistiveDevice& device = kernel.device;
  const Integers is_down = top_bit(group.down);
  const Floats bound = select(is_down, group.w_min, group.w_max);
  switch (device.step) {
    case spec::StepKind::constant:
      return group.step;
    case spec::StepKind::linear: {
      Floats gamma;
      for (std::size_t i = 0; i < lanes; ++i) {
        const std::uint32_t index = index_of(group.cell[i]);
        gamma[i] = is_down[i] != 0 ? kernel.gamma_down[index] : kernel.gamma_up[index];
      }
      return group.step * (1.0F - gamma * (v / bound));
    }
    case spec::StepKind::soft_bounds:
    case spec::StepKind::soft_bounds_reference:
      return group.step * (1.0F - v / bound);
    case spec::StepKind::exponential: {
      const Floats z =
          v * static_cast<float>(2.0 * device.a) / (group.w_max - group.w_min) + static_cast<float>(device.b);
      const Floats exponent =
          select(is_down, z * static_cast<float>(-device.gamma_down), z * static_cast<float>(device.gamma_up));
      const Floats amplitude =
          select(is_down, all(static_cast<float>(device.amplitude_down)), all(static_cast<float>(device.amplitude_up)));
      Floats power;
      for (std::size_t i = 0; i < lanes; ++i) power[i] = host::exponential(exponent[i]);
      return group.step * maximum(1.0F - amplitude * power, Floats{});
    }
    case spec::StepKind::table: {
      const Floats place = (v - group.w_min) / (group.w_max - group.w_min);
      Floats factor;
      for (std::size_t i = 0; i < lanes; ++i) {
        const std::vector<double>& table = is_down[i] != 0 ? device.table_down : device.table_up;
        const float sections = static_cast<float>(table.size() - 1);
        factor[i] = interpolate(table, std::min(std::max(place[i] * sections, 0.0F), sections));
      }
      return group.step * factor;
    }
  }
  return {};
}

SPINTILE_LANES Floats clamped(const CellLanes& group, Floats v) {
  return minimum(maximum(v, group.w_min), group.w_max);
}

/// Noise of a step is of its size at w = 0.
SPINTILE_LANES bool additive(const spec::ResistiveDevice& device) {
  const bool soft = device.step == spec::StepKind::soft_bounds || device.step == spec::StepKind::soft_bounds_reference;
  return device.step == spec::StepKind::constant || (soft && device.additive_noise);
}

/// The pulses of eight cells one after the other.
SPINTILE_LANES void pulse_by_pulse(const PulseKernel& kernel, LaneGenerator& generator, const std::uint32_t* cells,
                                   const std::uint32_t* counts, const float* last, std::size_t used) {
  const spec::ResistiveDevice& device = kernel.device;
  const CellLanes group = load_cells(kernel.cells, cells, used);
  const auto step_noise = static_cast<float>(device.dw_min_std);
  const auto write_noise = static_cast<float>(device.write_noise_std * device.dw_min);
  const bool noise_of_size = additive(device);
  LaneNormals normals(generator);
  const Integers count = reinterpret_cast<Integers>(load<Words>(counts));
  std::int32_t most = 0;
  for (std::size_t i = 0; i < lanes; ++i) most = std::max(most, count[i]);

  Floats v = group.v;
  for (std::int32_t pulse = 0; pulse < most; ++pulse) {
    Floats step = mean_step(kernel, group, v);
    Floats size = noise_of_size ? group.step : step;
    if (last != nullptr) {
      const Floats fraction = select(count == pulse + 1, load<Floats>(last), all(1.0F));
      step *= fraction;
      size *= root(fraction);
    }
    if (step_noise != 0.0F) step += size * (normals.next() * step_noise);
    v = select(count > pulse, clamped(group, v + flip_sign(step, group.down)), v);
  }
  store_cells(kernel, group, v, write_noise != 0.0F ? normals.next() * write_noise : Floats{});
}

/// n pulses are one step where noise does not depend on the weight: each is v <- bound + q (v - bound) + noise.
SPINTILE_LANES bool has_closed_form(const spec::ResistiveDevice& device) {
  const bool soft = device.step == spec::StepKind::soft_bounds || device.step == spec::StepKind::soft_bounds_reference;
  return device.step == spec::StepKind::constant || (soft && (device.additive_noise || device.dw_min_std == 0.0));
}

/// Standard deviations that must lie between a burst and both bounds for the clamps within it to be left out.
constexpr float clear_of_bounds = 5.0F;

/// The pulses of eight cells in one step. Returns a mask, a bit a lane, of those that might have met a bound on the way
/// and are not done.
SPINTILE_LANES unsigned closed_form(const PulseKernel& kernel, LaneGenerator& generator, const std::uint32_t* cells,
                                    const std::uint32_t* counts, std::uint32_t most, std::size_t used) {
  const spec::ResistiveDevice& device = kernel.device;
  const CellLanes group = load_cells(kernel.cells, cells, used);
  const Integers is_down = top_bit(group.down);
  const Floats bound = select(is_down, group.w_min, group.w_max);
  const Floats origin = select(is_down, group.w_max, group.w_min);
  const Words count = load<Words>(counts);
  const Floats ahead = bound - group.v;

  Floats left;      // of the way to the bound, after the pulses
  Floats variance;  // of their noise, in that of one
  Integers in_order;
  if (device.step == spec::StepKind::constant) {
    variance = to_floats(reinterpret_cast<Integers>(count));
    left = ahead - flip_sign(group.step * variance, group.down);
    in_order = variance > 0.0F;
  } else {
    const Floats q = 1.0F - group.step / magnitude(bound);
    Floats power = select((count & 1U) != 0U, q, all(1.0F));
    Floats square = q;
    for (std::uint32_t bit = 2; bit <= most; bit *= 2) {
      square *= square;
      power *= select((count & bit) != 0U, square, all(1.0F));
    }
    left = ahead * power;
    variance = (1.0F - power * power) / (1.0F - q * q);
    in_order = q > 0.0F;
  }
  const Floats deviation = group.step * (root(variance) * static_cast<float>(device.dw_min_std));
  const Floats margin = deviation * clear_of_bounds;
  // Comparisons are false for a NaN, which is what devices without a step give.
  const Integers done =
      in_order & (flip_sign(left, group.down) > margin) & (flip_sign(group.v - origin, group.down) > margin);

  Floats v = bound - left;
  Floats apparent_noise{};
  if (device.dw_min_std != 0.0 || device.write_noise_std != 0.0) {
    const Floats radius = root(minus_two_log(generator.next()));
    const Direction at = direction(generator.next());
    v += deviation * (radius * at.x);
    apparent_noise = (radius * at.y) * static_cast<float>(device.write_noise_std * device.dw_min);
  }
  v = clamped(group, v);

  const Floats hidden = v - group.reference;
  const Floats apparent = hidden + apparent_noise;
  unsigned remaining = 0;
  for (std::size_t i = 0; i < used; ++i) {
    if (done[i] == 0) {
      remaining |= 1U << i;
      continue;
    }
    const std::uint32_t index = index_of(cells[i]);
    kernel.cells[index].hidden = hidden[i];
    kernel.apparent[index] = apparent[i];
  }
  return remaining;
}

/// Makes the list a whole number of groups long; what is added is not stored.
inline void pad(PulseList& list) {
  while (list.cells.size() % lanes != 0) {
    list.cells.push_back(list.cells.front());
    list.counts.push_back(1);
    if (!list.last.empty()) list.last.push_back(1.0F);
  }
}

/// Cells of like counts come together, so that few lanes wait; stable.
inline void sort_by_count(PulseList& list) {
  PulseList sorted;
  std::vector<std::size_t> order(list.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return list.counts[a] < list.counts[b]; });
  for (const std::size_t i : order) {
    sorted.cells.push_back(list.cells[i]);
    sorted.counts.push_back(list.counts[i]);
    if (!list.last.empty()) sorted.last.push_back(list.last[i]);
  }
  list = std::move(sorted);
}

inline void run_one_by_one(const PulseKernel& kernel, LaneGenerator& generator, PulseList& list) {
  const std::size_t size = list.size();
  sort_by_count(list);
  pad(list);
  for (std::size_t i = 0; i < size; i += lanes) {
    pulse_by_pulse(kernel, generator, &list.cells[i], &list.counts[i], list.last.empty() ? nullptr : &list.last[i],
                   std::min(lanes, size - i));
  }
}

/// All of run_pulses_*().
SPINTILE_LANES void run_pulses(const PulseKernel& kernel, PulseList& list, host::PhiloxKey key, std::uint64_t event,
                               std::uint32_t block) {
  if (list.size() == 0) return;
  LaneGenerator generator(key, Purpose::pulse_generators, event, block);
  if (!has_closed_form(kernel.device) || !list.last.empty()) {
    run_one_by_one(kernel, generator, list);
    return;
  }
  const std::size_t size = list.size();
  const std::uint32_t most = *std::max_element(list.counts.begin(), list.counts.end());
  pad(list);
  PulseList remaining;
  for (std::size_t i = 0; i < size; i += lanes) {
    unsigned lanes_left =
        closed_form(kernel, generator, &list.cells[i], &list.counts[i], most, std::min(lanes, size - i));
    for (; lanes_left != 0; lanes_left &= lanes_left - 1) {
      const std::size_t lane = i + static_cast<std::size_t>(__builtin_ctz(lanes_left));
      remaining.cells.push_back(list.cells[lane]);
      remaining.counts.push_back(list.counts[lane]);
    }
  }
  if (remaining.size() != 0) run_one_by_one(kernel, generator, remaining);
}

}  // namespace
}  // namespace spintile::refmodel
